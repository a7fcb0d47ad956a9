/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a client says who it is, and the procedures AUTH_*.
 *
 *      accepted --- "none" ----------------------------------> authenticated
 *         |  "polkit"                                            ^
 *      anonymous --- AUTH_LIST by root ------------------------->|
 *         |  \------ AUTH_POLKIT --> polkit is asked --- yes ----+
 *         |                               \--- no: stays anonymous, may ask again
 *         +--- auth_timeout, unless polkit is being asked -----> disconnected
 *
 * An anonymous client may call what the .x files mark `noauth`, and counts towards
 * max_anonymous_clients. Until then little is kept for it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/remote.h"

struct peer;
struct session;

enum auth_method { AUTH_METHOD_NONE, AUTH_METHOD_POLKIT };

/* Bytes of a client that has not said who it is: of a frame, of calls that wait, of replies that
 * it has not read. */
enum { AUTH_BYTES_MAX = 4096 };

/* A member of struct peer. */
struct auth {
    enum auth_method method;
    _Atomic bool done;      /* authenticated */
    _Atomic bool anonymous; /* counted by the server; ends with authentication or the connection */
    uint64_t start_time;    /* of the client's process */
    int timer;              /* loop thread; -1: none */
    int cancel_fd;          /* the peer's lock: ends the question on its way; -1: none is */
};

/* The method of that name in daemon.conf, or -1 without an error set. */
int auth_method_find(const char *name);

/* A peer was accepted and its process is known: what it may do depends on the method. Loop. */
void auth_begin(struct peer *peer, enum auth_method method);

/* Nobody waits for an answer any more. Any thread. */
void auth_interrupt(struct peer *peer);

/* The peer closes. Loop thread. */
void auth_end(struct peer *peer);

/* ---- operations ---- */

int auth_list(struct session *s, remote_auth_list_ret *ret);
int auth_polkit(struct session *s, remote_auth_polkit_ret *ret);
int auth_sasl_init(struct session *s, remote_auth_sasl_init_ret *ret);
int auth_sasl_start(struct session *s, const remote_auth_sasl_start_args *args,
                    remote_auth_sasl_start_ret *ret);
int auth_sasl_step(struct session *s, const remote_auth_sasl_step_args *args,
                   remote_auth_sasl_step_ret *ret);
