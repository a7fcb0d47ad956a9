/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The listening sockets of a server: makes them, and accepts clients for as long as the owner has
 * room for more. When the process has no descriptors left it waits a moment instead of spinning.
 * Loop thread.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "daemon/peer/peer_role.h"

struct loop;

enum { LISTENERS_MAX = 8 };

struct listener_events {
    /* Returns true if one more client may come. */
    bool (*may_accept)(void *owner);
    /* Clients are at the door and may not come: no more are accepted until listeners_review. */
    void (*refused)(void *owner);
    /* A client has come: the connected, non-blocking fd is the owner's. */
    void (*accepted)(void *owner, int fd, enum peer_role role);
};

struct listener {
    struct listeners *all;
    int fd, watch;
    enum peer_role role;
    char *path; /* to be unlinked at the end; NULL: not ours */
};

struct listeners {
    struct loop *loop;
    const struct listener_events *events;
    void *owner;
    struct listener list[LISTENERS_MAX];
    unsigned n;
    int retry_timer; /* accepts again after EMFILE */
    bool accepting;
};

void listeners_init(struct listeners *listeners, struct loop *loop,
                    const struct listener_events *events, void *owner);
void listeners_done(struct listeners *listeners);

/* Listens on an fd that listens already (path NULL), or on one made for the path. The fd is taken
 * over. 0 or -1 with the error set. */
int listeners_add_fd(struct listeners *listeners, int fd, enum peer_role role, const char *path);

/*
 * Makes a UNIX socket at the path, with the permissions and group (-1: leave it). A stale socket
 * file is replaced; one that somebody listens on is VIR_ERR_OPERATION_FAILED naming it.
 */
int listeners_add_unix(struct listeners *listeners, const char *path, enum peer_role role,
                       mode_t perms, gid_t group, int backlog);

/* Accepts if the owner has room for more, and stops if not. */
void listeners_review(struct listeners *listeners);

/* Closes the sockets and removes their files. */
void listeners_close(struct listeners *listeners);
