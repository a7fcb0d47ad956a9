/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one cleanup idiom: a resource is declared with the function that ends it, set to an empty
 * value on that line, and stolen on success.
 *
 *     _cleanup_(buf_freep) struct buf *b = buf_new();
 *     ...
 *     *ret_b = take(b);
 *     return 0;
 *
 * Locks are held for a scope:
 *
 *     LOCK_SCOPE(&peer->lock);
 */
#pragma once

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Runs func(&variable) when the variable goes out of scope. */
#define _cleanup_(func) __attribute__((cleanup(func)))

/* Hands the pointer over: the variable is NULL afterwards, so its cleanup does nothing. */
#define take(ptr)                             \
    ({                                        \
        __typeof__(ptr) *take_from_ = &(ptr); \
        __typeof__(ptr) taken_ = *take_from_; \
        *take_from_ = NULL;                   \
        taken_;                               \
    })

/* Same for a file descriptor: the variable is -1 afterwards. */
#define take_fd(fd)               \
    ({                            \
        int *take_from_ = &(fd);  \
        int taken_ = *take_from_; \
        *take_from_ = -1;         \
        taken_;                   \
    })

/* Defines func##p, the cleanup twin of a destructor that accepts NULL. */
#define DEFINE_CLEANUP(type, func)      \
    static inline void func##p(type *p) \
    {                                   \
        if (*p)                         \
            func(*p);                   \
    }

static inline void cleanup_free(void *p)
{
    free(*(void **)p);
}

static inline void cleanup_close(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static inline void cleanup_fclose(FILE **f)
{
    if (*f)
        fclose(*f);
}

#define _cleanup_free_  _cleanup_(cleanup_free)
#define _cleanup_close_ _cleanup_(cleanup_close)

static inline pthread_mutex_t *lock_scope_enter(pthread_mutex_t *m)
{
    pthread_mutex_lock(m);
    return m;
}

static inline void lock_scope_leave(pthread_mutex_t **m)
{
    pthread_mutex_unlock(*m);
}

#define LOCK_SCOPE_NAME2(line) lock_scope_##line
#define LOCK_SCOPE_NAME(line)  LOCK_SCOPE_NAME2(line)

/* Holds the mutex until the enclosing block ends. */
#define LOCK_SCOPE(mutex)                                                  \
    _cleanup_(lock_scope_leave) pthread_mutex_t *LOCK_SCOPE_NAME(__LINE__) \
        __attribute__((unused)) = lock_scope_enter(mutex)

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
