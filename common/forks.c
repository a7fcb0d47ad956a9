/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tells its members of a fork. */
#include "common/forks.h"

#include <pthread.h>

#include "common/cleanup.h"

LIST_HEAD(fork_members, fork_member);

static pthread_mutex_t forks_lock = PTHREAD_MUTEX_INITIALIZER; /* taken before any member's */
static struct fork_members fork_members[FORK_RANKS];

static void forks_before(void)
{
    struct fork_member *m;

    pthread_mutex_lock(&forks_lock);
    for (int rank = 0; rank < FORK_RANKS; rank++) {
        LIST_FOREACH (m, &fork_members[rank], link) {
            if (m->ops->before)
                m->ops->before(m);
        }
    }
}

static void forks_after(void)
{
    struct fork_member *m;

    for (int rank = 0; rank < FORK_RANKS; rank++) {
        LIST_FOREACH (m, &fork_members[rank], link) {
            if (m->ops->after)
                m->ops->after(m);
        }
    }
    pthread_mutex_unlock(&forks_lock);
}

static void forks_in_child(void)
{
    struct fork_member *m;

    for (int rank = 0; rank < FORK_RANKS; rank++) {
        LIST_FOREACH (m, &fork_members[rank], link)
            m->ops->child(m);
    }
    pthread_mutex_unlock(&forks_lock);
}

static void forks_register(void)
{
    pthread_atfork(forks_before, forks_after, forks_in_child);
}

void forks_join(struct fork_member *m, const struct fork_ops *ops, enum fork_rank rank)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, forks_register);
    m->ops = ops;
    LOCK_SCOPE(&forks_lock);
    LIST_INSERT_HEAD(&fork_members[rank], m, link);
}

void forks_leave(struct fork_member *m)
{
    LOCK_SCOPE(&forks_lock);

    LIST_REMOVE(m, link);
}
