/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the clients of a server may cost. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct settings;

struct client_limits {
    unsigned max_clients, max_unauthenticated, max_requests, max_waiting, max_subscriptions;
    unsigned max_streams;                     /* of one peer */
    unsigned client_fds, user_fds, total_fds; /* descriptors: of a peer, a user, all */
    int keepalive_interval;                   /* seconds; <= 0: the daemon does not ask */
    unsigned keepalive_count;
    int auth_timeout; /* seconds; 0: none */
    size_t queue_bytes, output_bytes, event_bytes;
    size_t total_queue_bytes, total_buffer_bytes; /* of all peers together */
};

/* Those of the settings; admin: for the server of administration. */
struct client_limits client_limits_of(const struct settings *settings, bool admin);
