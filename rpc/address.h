/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connecting: which transports there are, by the names that URIs have for them.
 */
#pragma once

struct transport;

/* Where a daemon listens. Who fills it frees what it owns. */
struct transport_address {
    const char *transport; /* "unix"; of those that transport_named gives */
    char *path;            /* of the socket */
};

/* The name of the transport, which stays, where it is there; NULL with the error set:
 * VIR_ERR_NO_SUPPORT for one that is not there yet, VIR_ERR_INVALID_ARG for one that nobody knows.
 */
const char *transport_named(const char *transport);

/* Connects. seconds 0: the transport never waits; else receiving does, for so long. NULL with the
 * error set. */
struct transport *transport_connect(const struct transport_address *to, unsigned seconds);
