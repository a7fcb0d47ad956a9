/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A conversation in SASL, from the daemon's side: bytes in, bytes out, in the end a user's name.
 *
 *     new --start--> the mechanism's questions --step--> ... --> user
 *                                              \--> failed: to be freed
 *
 * Over UNIX sockets nobody listens in, so that any mechanism is good enough and none puts a layer
 * over what follows. Only nobody's name ("anonymous") is none. libsasl2 reads libvirt.conf in its
 * own folder ($SASL_CONF_PATH, else /etc/sasl2), as it does for libvirtd.
 *
 * A conversation belongs to one thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sasl_talk;

/* Whether the daemon was built with SASL. If not, the other functions only fail. */
bool sasl_talk_supported(void);

/* Makes libsasl2 ready; once for the process, before the first conversation. 0, or -1 with
 * VIR_ERR_AUTH_FAILED. */
int sasl_talk_prepare(void);

/* Begins one; may wait for DNS to say what the host is called. *ret_mechanisms: their names with
 * commas between, malloc'ed. 0, or -1 with VIR_ERR_AUTH_FAILED: it has no mechanism, say. End with
 * sasl_talk_free. */
int sasl_talk_new(struct sasl_talk **ret_talk, char **ret_mechanisms);

/* What one side says; data may be NULL, which is something else than empty to libsasl2. (An empty
 * one of the client comes as NULL from the wire, as with libvirt's daemon.) */
struct sasl_words {
    const char *data;
    size_t len;
};

/* Takes what the client says: with the mechanism that it picked at first, with NULL afterwards. May
 * wait for another process. 1: the client is known, 0: it has to answer *ret_words (the
 * conversation's, until the next call), -1 without an error: sasl_talk_problem() says why, and the
 * conversation is over. */
int sasl_talk_take(struct sasl_talk *talk, const char *mechanism, struct sasl_words words,
                   struct sasl_words *ret_words);

/* Why it failed. For the log: it would tell a client which of its guesses are good. */
const char *sasl_talk_problem(const struct sasl_talk *talk);

/* Who the client is, once it is known; the conversation's. NULL: it has no name. */
const char *sasl_talk_user(const struct sasl_talk *talk);

/* Accepts NULL; returns NULL. */
struct sasl_talk *sasl_talk_free(struct sasl_talk *talk);
