/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counts the descriptors that clients have sent, by user and in all, from when they come until
 * they are closed, whoever holds them meanwhile: a call, a domain, fd_closer.
 *
 * Root and the daemon's own user, on the sockets that are not for readers, are trusted: they are
 * bounded by the total alone, of which they have the last quarter for themselves.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "rpc/fds.h"

struct live_limits;
struct transport;

/* Counts and closes what lists of descriptors let go from now on. Before there is a client. */
void client_fds_start(void);

/* Counts those of the list behind the first `from`, which have just come; closes them where they
 * are more than the limits allow. Returns how many. */
unsigned client_fds_take(struct fd_list *list, unsigned from, bool trusted,
                         const struct live_limits *limits);

/* Says whether the user may be listened to: false while very many of his descriptors wait to be
 * closed. */
bool client_fds_may_come(unsigned user, bool trusted);

/* Ends a client's connection; returns NULL. Closing its socket closes the descriptors in what was
 * not read; where there is something, fd_closer does: it gets the last one of the socket. */
struct transport *client_fds_close_transport(struct transport *transport, unsigned user);

/* Says whether the descriptor, one of a new client, is one of the last few that the process may
 * have. Those are for root and administration. */
bool client_fds_in_reserve(int fd);
