/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which key of daemon.conf is which limit. */
#include "daemon/peer/client_limits.h"

#include "daemon/config/settings.h"
#include "daemon/pool/share.h"

void client_limits_publish(struct live_limits *live, const struct client_limits *limits)
{
#define LIMIT_STORE(type, name) live->name = limits->name;
    CLIENT_LIMITS(LIMIT_STORE)
#undef LIMIT_STORE
#define SHARES_STORE(type, name)                                                \
    live->of_user.name = (type)share_of_user(limits->name, limits->user_share); \
    live->of_all_users.name = (type)share_of_all_users(limits->name, limits->user_share);
    SHARED_LIMITS(SHARES_STORE)
#undef SHARES_STORE
}

struct client_limits client_limits_of(const struct settings *s, bool admin)
{
    return (struct client_limits){
        .user_share = (unsigned)s->max_user_share,
        .max_clients = (unsigned)(admin ? s->admin_max_clients : s->max_clients),
        .max_unauthenticated = (unsigned)(admin ? 0 : s->max_anonymous_clients),
        .max_requests = (unsigned)(admin ? s->admin_max_client_requests : s->max_client_requests),
        .max_waiting = (unsigned)s->max_waiting_calls,
        .max_subscriptions = (unsigned)s->max_subscriptions,
        .max_streams = (unsigned)s->max_client_streams,
        .client_fds = (unsigned)s->max_client_fds,
        .user_fds = (unsigned)s->max_user_fds,
        .total_fds = (unsigned)s->max_total_fds,
        .auth_timeout = s->auth_timeout,
        .keepalive_interval = admin ? s->admin_keepalive_interval : s->keepalive_interval,
        .keepalive_count = (unsigned)(admin ? s->admin_keepalive_count : s->keepalive_count),
        .queue_bytes = (size_t)s->max_client_queue_bytes,
        .output_bytes = (size_t)s->max_client_output_bytes,
        .event_bytes = (size_t)s->max_event_queue_bytes,
        .total_queue_bytes = (size_t)s->max_total_queue_bytes,
        .total_buffer_bytes = (size_t)s->max_total_buffer_bytes,
    };
}
