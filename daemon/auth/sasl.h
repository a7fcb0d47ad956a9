/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A SASL exchange, from the daemon's side: bytes in, bytes out, in the end a user's name.
 *
 *     new --start--> the mechanism's questions --step--> ... --> user
 *                                              \--> failed: to be freed
 *
 * Over UNIX sockets nobody listens in, so that any mechanism is good enough and none puts a layer
 * over what follows. Only ANONYMOUS is none. libsasl2 reads libvirt.conf in its
 * own folder ($SASL_CONF_PATH, else /etc/sasl2), as it does for libvirtd.
 *
 * An exchange belongs to one thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/cleanup.h"

struct sasl_exchange;

/* Whether the daemon was built with SASL. If not, the other functions only fail. */
bool sasl_exchange_supported(void);

/* Makes libsasl2 ready; once for the process, before the first exchange. 0, or -1 with
 * VIR_ERR_AUTH_FAILED. */
int sasl_exchange_prepare(void);

/* Begins one; may wait for DNS to say what the host is called. *ret_mechanisms: their names with
 * commas between, malloc'ed. 0, or -1 with VIR_ERR_AUTH_FAILED: it has no mechanism, say. End with
 * sasl_exchange_free. */
int sasl_exchange_new(struct sasl_exchange **ret_exchange, char **ret_mechanisms);

/* What one side says; data may be NULL, which is something else than empty to libsasl2. (An empty
 * one of the client comes as NULL from the wire, as with libvirt's daemon.) */
struct sasl_data {
    const char *data;
    size_t len;
};

/* Takes what the client says: with the mechanism that it picked at first, with NULL afterwards. May
 * wait for another process. 1: the client is known, 0: it has to answer *ret_data (the
 * exchange's, until the next call), -1 without an error: sasl_exchange_problem() says why, and
 * the exchange is over. */
int sasl_exchange_step(struct sasl_exchange *exchange, const char *mechanism,
                       struct sasl_data client, struct sasl_data *ret_data);

/* Why it failed. For the log: it would tell a client which of its guesses are good. */
const char *sasl_exchange_problem(const struct sasl_exchange *exchange);

/* Who the client is, once it is known; the exchange's. NULL: it has no name. */
const char *sasl_exchange_user(const struct sasl_exchange *exchange);

/* Accepts NULL; returns NULL. */
struct sasl_exchange *sasl_exchange_free(struct sasl_exchange *exchange);
DEFINE_CLEANUP(struct sasl_exchange *, sasl_exchange_free)
