/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What its mechanisms share (DIGEST-MD5 has a cache) is behind locks that do nothing by default. */
#include "rpc/sasl_threads.h"

#include <pthread.h>
#include <sasl/sasl.h>
#include <stdlib.h>

static void *sasl_mutex_new(void)
{
    pthread_mutex_t *m = malloc(sizeof(*m));

    if (m)
        pthread_mutex_init(m, NULL);
    return m;
}

static int sasl_mutex_lock(void *m)
{
    return pthread_mutex_lock(m) == 0 ? SASL_OK : SASL_FAIL;
}

static int sasl_mutex_unlock(void *m)
{
    return pthread_mutex_unlock(m) == 0 ? SASL_OK : SASL_FAIL;
}

static void sasl_mutex_free(void *m)
{
    pthread_mutex_destroy(m);
    free(m);
}

static void sasl_mutexes_set(void)
{
    sasl_set_mutex(sasl_mutex_new, sasl_mutex_lock, sasl_mutex_unlock, sasl_mutex_free);
}

void sasl_threads_use(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, sasl_mutexes_set);
}
