/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The transport that is a UNIX socket: descriptors travel, and the system knows the peer.
 */
#pragma once

struct transport;
struct transport_address;

/* Takes over a connected stream socket, in any case. NULL with the error set. */
struct transport *transport_unix_new(int fd);

/* The same for a thread that waits for the answer to what it has sent: receive waits until there
 * are bytes, or for as long as the socket's SO_RCVTIMEO says. Sending does not wait. */
struct transport *transport_unix_new_waiting(int fd);

/* As transport_connect. */
struct transport *transport_unix_connect(const struct transport_address *to, unsigned seconds);
