/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the peers of a server share and are handed: their loop, pool and limits, and whom they tell
 * of what becomes of them. No peer knows the server.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/auth/auth.h"
#include "daemon/peer/peer_role.h"

struct accounts;
struct allowed_users;
struct budget;
struct live_limits;
struct loop;
struct peer;
struct pool;
struct queue_limit;
struct service;
struct session_host;

/* Bytes of one read. */
enum { PEER_READ_CHUNK = 64 * 1024 };

struct peer_events {
    /* It closed, and is to be forgotten. Loop thread. */
    void (*closed)(void *owner, struct peer *peer);
    /* It is not unauthenticated any more, or no call of it will run. Once. Any thread. */
    void (*authenticated)(void *owner, struct peer *peer);
};

struct peer_context {
    struct loop *loop;
    struct pool *pool;
    const struct live_limits *limits; /* written by the loop's thread */
    struct budget *budget;            /* of all peers' buffers */
    struct queue_limit *queue_limit;  /* of all peers' calls that wait */
    struct accounts *accounts;        /* of users who are not trusted */
    struct allowed_users *users;      /* who may come by SASL */
    const struct service *service;
    enum auth_method auth[PEER_ADMIN + 1]; /* by role */
    const struct session_host *session_host;
    const struct peer_events *events;
    void *owner;              /* of the events */
    void (*pump)(void *peer); /* what output that waits asks the loop for; takes a reference over */
    uint8_t *read_room;       /* PEER_READ_CHUNK bytes, where the loop's thread reads */
    bool draining;            /* nothing more is read; loop thread */
    atomic_uint alive;        /* peers not freed yet */
};
