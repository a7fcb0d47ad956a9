/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a client says who it is, and the procedures AUTH_*.
 *
 *      accepted --- "none" ----------------------------------> authenticated
 *         |  "polkit"                                            ^
 *      unauthenticated --- AUTH_LIST by root ------------------->|
 *         |  \------ AUTH_POLKIT --> polkit is asked --- yes ----+
 *         |                               \--- no: may ask again |
 *         |  "sasl"                                              |
 *      unauthenticated --- AUTH_SASL_INIT, START, STEP -- yes ---+ (a user who is allowed)
 *         |                               \--- no: may begin again
 *         +--- auth_timeout, unless polkit is being asked -----> disconnected
 *
 * An unauthenticated client may call what the .x files mark `noauth`, and counts towards
 * max_anonymous_clients: until it is none, or has gone and no call of it runs any more, as one that
 * waits for an answer from SASL does. Until then little is kept for it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/remote.h"

struct peer;
struct sasl_exchange;
struct session;

enum auth_method { AUTH_METHOD_NONE, AUTH_METHOD_POLKIT, AUTH_METHOD_SASL };

/* Bytes of a client that has not said who it is: of a frame, of calls that wait, of replies that
 * it has not read. Those of a step of SASL, each of which takes a word in XDR, are more. */
enum {
    AUTH_BYTES_MAX = 4096,
    AUTH_SASL_BYTES_MAX = 4 * REMOTE_AUTH_SASL_DATA_MAX + AUTH_BYTES_MAX
};

/* A member of struct peer. */
struct auth {
    enum auth_method method;
    _Atomic bool done;            /* authenticated */
    _Atomic bool unauthenticated; /* counted by the server; until done, or after the last call */
    uint64_t start_time;          /* of the client's process */
    int cancel_fd;                /* the peer's lock: ends the question on its way; -1: none is */

    bool exchanging;                /* the peer's lock: a SASL exchange has begun */
    struct sasl_exchange *exchange; /* the peer's lock: it, unless a call has it now */
    char *sasl_user;                /* set before done */
};

/* The method of that name in daemon.conf, or -1 without an error set. */
int auth_method_find(const char *name);

/* A peer was accepted and its process is known: what it may do depends on the method. Loop. */
void auth_begin(struct peer *peer, enum auth_method method);

/* Nobody waits for an answer any more. Any thread. */
void auth_interrupt(struct peer *peer);

/* Returns true while polkit is being asked about the peer. */
bool auth_is_being_asked(struct peer *peer);

/* The peer counts as unauthenticated no more: it has authenticated, or no call of it will run. Any
 * thread. */
void auth_count_ends(struct peer *peer);

/* Nobody uses the peer any more. */
void auth_free(struct peer *peer);

/* How many bytes it may make us keep now. */
static inline size_t auth_bytes_max(const struct auth *auth)
{
    return auth->method == AUTH_METHOD_SASL ? AUTH_SASL_BYTES_MAX : AUTH_BYTES_MAX;
}

/* ---- for the methods ---- */

/* From now on the peer may do all that its socket allows; how: for the log. */
void auth_succeeded(struct peer *peer, const char *how);

/* Sets the error of a call that does not fit the peer's method or state, or that would help a
 * guesser if it said more. Returns -1. */
int auth_refuse(const char *what);

/* ---- operations ---- */

int auth_list(struct session *s, remote_auth_list_ret *ret);
int auth_polkit(struct session *s, remote_auth_polkit_ret *ret);
int auth_sasl_init(struct session *s, remote_auth_sasl_init_ret *ret);
int auth_sasl_start(struct session *s, const remote_auth_sasl_start_args *args,
                    remote_auth_sasl_start_ret *ret);
int auth_sasl_step(struct session *s, const remote_auth_sasl_step_args *args,
                   remote_auth_sasl_step_ret *ret);
