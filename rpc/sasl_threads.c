/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What its mechanisms share (DIGEST-MD5 has a cache) is behind locks that do nothing by default. */
#include "rpc/sasl_threads.h"

#include <pthread.h>
#include <sasl/sasl.h>
#include <stdlib.h>

static void *new_mutex(void)
{
    pthread_mutex_t *m = malloc(sizeof(*m));

    if (m)
        pthread_mutex_init(m, NULL);
    return m;
}

static int lock(void *m)
{
    return pthread_mutex_lock(m) == 0 ? SASL_OK : SASL_FAIL;
}

static int unlock(void *m)
{
    return pthread_mutex_unlock(m) == 0 ? SASL_OK : SASL_FAIL;
}

static void free_mutex(void *m)
{
    pthread_mutex_destroy(m);
    free(m);
}

static void set(void)
{
    sasl_set_mutex(new_mutex, lock, unlock, free_mutex);
}

void sasl_threads_use(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, set);
}
