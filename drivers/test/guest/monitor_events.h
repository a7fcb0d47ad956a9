/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who wants to hear what monitors say of themselves, by the name of the event. As with the hub, no
 * event follows when a subscription's end has returned.
 */
#pragma once

#include <pthread.h>

#include "protocol/remote.h"

struct monitor_watch;
struct session;
struct world;

struct monitor_watches {
    pthread_mutex_t lock;
    struct monitor_watch *first;
};

void monitor_watches_init(struct monitor_watches *watches);
void monitor_watches_done(struct monitor_watches *watches);

/* Ends all of a session. */
void monitor_watches_leave(struct monitor_watches *watches, struct session *session);

/* Tells who wants it. details: JSON, or NULL. */
void monitor_says(struct world *w, const remote_nonnull_domain *dom, const char *event,
                  const char *details);
