/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The server: the list of peers, limits, and the pool and loop they share.
 *
 * It runs in the loop's thread. When a limit on clients is met it stops accepting, and goes on
 * when one has left.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/auth/allowed_users.h"
#include "daemon/peer/account.h"
#include "daemon/peer/budget.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"
#include "daemon/peer/queue_limit.h"
#include "daemon/server/listener.h"

struct pool;
struct service;
struct settings;

struct server {
    struct server *siblings, *next; /* the first of the process's servers; the one after this */
    struct peer_context context;    /* what its peers are handed */
    struct live_limits limits;      /* written by the loop's thread */
    struct client_limits pending;   /* what administration wants them to be; list_lock */
    pthread_mutex_t list_lock;      /* for other threads that look at limits and peers */
    struct accounts accounts;       /* of users who are not trusted */
    struct allowed_users users;     /* who may come by SASL */
    struct listeners listeners;
    TAILQ_HEAD(, peer) peers;
    unsigned n_peers;
    atomic_uint n_unauthenticated; /* gone ones with a call that runs, too */
    struct loop_task accept_again;
    atomic_bool accept_asked; /* it waits in the loop */
    uint64_t next_id;
    int idle_timer; /* ends a daemon that nobody uses */
    int idle_seconds;
    bool (*may_end)(void); /* asked before that; NULL: it may */
    int drain_timer, drain_ms;
    struct budget budget;           /* of all peers' buffers */
    struct queue_limit queue_limit; /* of all peers' calls that wait */
};

/* Makes a server over a loop, with pool and limits of the settings (those of administration, if it
 * serves that). NULL with the error set. */
struct server *server_new(struct loop *loop, const struct settings *settings,
                          const struct service *service);

/* Serves until the loop quits, in threads of the server's pool. 0 or -1 with the error set. */
int server_run(struct server *server);

/* Makes servers know one another. Before the loop runs. */
void server_join(struct server *first, struct server *second);

/* Ends it: closes sockets, waits for running calls. The loop must not run any more. The first of
 * several goes last. */
struct server *server_free(struct server *server);

/* Takes new limits and pool sizes over. Loop thread. */
void server_reload(struct server *server, const struct settings *settings);

/* Takes over what administration has asked for. Loop thread. */
void server_review_limits(struct server *server);

/* The loop quits when no server of the process had a client for that many seconds. 0: never. For
 * the first of the servers. */
void server_set_idle_timeout(struct server *server, int seconds);

/* Accepts and reads nothing more, and quits the loop when all calls are answered, or after that
 * many seconds. Loop thread. */
void server_drain(struct server *server, int seconds);

/* Returns true if nothing is queued, runs or waits to be sent in any server of the process. Loop
 * thread. */
bool server_is_drained(const struct server *server);
