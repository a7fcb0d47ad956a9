/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the clients of a server may cost.
 *
 * Settings and administration hand a whole set over (struct client_limits); the loop's thread
 * publishes it for all threads (struct live_limits), which read each limit without a lock. Limits
 * that two of these threads see at the same moment may be of before and after a change.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct settings;

/* LIMIT(type, name) */
#define CLIENT_LIMITS(LIMIT)                                                    \
    LIMIT(unsigned, user_share) /* percent of those in SHARED_LIMITS */         \
    LIMIT(unsigned, max_clients)                                                \
    LIMIT(unsigned, max_unauthenticated)                                        \
    LIMIT(unsigned, max_requests)                                               \
    LIMIT(unsigned, max_waiting)                                                \
    LIMIT(unsigned, max_subscriptions)                                          \
    LIMIT(unsigned, max_streams) /* of one peer */                              \
    LIMIT(unsigned, client_fds)  /* descriptors: of a peer, a user, all */      \
    LIMIT(unsigned, user_fds)                                                   \
    LIMIT(unsigned, total_fds)                                                  \
    LIMIT(int, keepalive_interval) /* seconds; <= 0: the daemon does not ask */ \
    LIMIT(unsigned, keepalive_count)                                            \
    LIMIT(int, auth_timeout)   /* seconds; 0: none */                           \
    LIMIT(size_t, queue_bytes) /* of one peer */                                \
    LIMIT(size_t, output_bytes)                                                 \
    LIMIT(size_t, event_bytes)                                                  \
    LIMIT(size_t, total_queue_bytes) /* of all peers together */                \
    LIMIT(size_t, total_buffer_bytes)

/* Of these a user has a share: SHARED(type, name) */
#define SHARED_LIMITS(SHARED)             \
    SHARED(unsigned, max_clients)         \
    SHARED(unsigned, max_unauthenticated) \
    SHARED(size_t, total_queue_bytes)     \
    SHARED(size_t, total_buffer_bytes)

struct client_limits {
#define LIMIT_PLAIN(type, name) type name;
    CLIENT_LIMITS(LIMIT_PLAIN)
#undef LIMIT_PLAIN
};

struct live_limits {
#define LIMIT_LIVE(type, name) _Atomic type name;
    CLIENT_LIMITS(LIMIT_LIVE)
#undef LIMIT_LIVE
#define LIMIT_LIVE(type, name) _Atomic type name;
    struct {
        SHARED_LIMITS(LIMIT_LIVE)
    } of_user, of_all_users; /* daemon/pool/share.h */
#undef LIMIT_LIVE
};

/* From now on these count. */
void client_limits_publish(struct live_limits *live, const struct client_limits *limits);

/* Those of the settings; admin: for the server of administration. */
struct client_limits client_limits_of(const struct settings *settings, bool admin);
