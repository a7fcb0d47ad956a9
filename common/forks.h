/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who has something to do when the process forks.
 *
 * A child has a copy of all memory, of the calling thread alone, and shares open files with its
 * parent: a lock that another thread held stays locked in it, and what it does to an epoll set or a
 * socket it does to its parent's. So a member holds its lock meanwhile, and its copy in the child
 * gives back what is shared before anything else runs there.
 *
 *     fork()   before, of every member in the order of ranks | the process is two |
 *              parent: after | child: child
 *
 * A child that only calls exec needs none of that: vfork and posix_spawn call nobody here.
 */
#pragma once

#include <stddef.h>
#include <sys/queue.h>

/* In the order in which threads take their locks. */
enum fork_rank {
    FORK_CONNECTION,
    FORK_EVENTS,
    FORK_CHANNEL,
    FORK_LOOP,
    FORK_RANKS,
};

struct fork_member;

struct fork_ops {
    void (*before)(
        struct fork_member *m); /* takes its locks; NULL, as after: there is nothing to do */
    void (*after)(struct fork_member *m); /* gives them back, in the parent */
    void (*child)(struct fork_member *m); /* the same, in the child, whose only thread calls */
};

/* Part of what has to know. */
struct fork_member {
    const struct fork_ops *ops;
    LIST_ENTRY(fork_member) link;
};

/* What the member is the `fork` of. */
#define FORK_OWNER(m, type) ((type *)(void *)((char *)(m)-offsetof(type, fork)))

/* From now on, until forks_leave. Neither with a lock of the member. Any thread. */
void forks_join(struct fork_member *m, const struct fork_ops *ops, enum fork_rank rank);
void forks_leave(struct fork_member *m);
