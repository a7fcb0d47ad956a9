/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A stream: made, opened by a call, released by its driver, counted.
 */
#include "client/stream/stream.h"

#include "client/core/api.h"
#include "drivers/driver.h"

enum { STREAM_MAGIC = 0x56537472 };

/* ---- making and counting ---- */

/* The driver's: any thread, with any lock of the driver. */
static void stream_on_wake(struct stream *stream)
{
    virStreamPtr st = (virStreamPtr)stream;
    LOCK_SCOPE(&st->lock);

    st->wakes++;
    pthread_cond_broadcast(&st->woken);
    if (st->watch)
        virEventUpdateTimeout(st->watch_timer, 0);
}

VIREO_API virStreamPtr virStreamNew(virConnectPtr conn, unsigned int flags)
{
    virStreamPtr st;

    CONN(conn, VIR_FROM_STREAMS, NULL);
    if (flags & ~(unsigned)VIR_STREAM_NONBLOCK) {
        error_set(VIR_FROM_STREAMS, VIR_ERR_INVALID_ARG, "unknown flags 0x%x for a stream", flags);
        api_fail(conn);
        return NULL;
    }
    st = calloc(1, sizeof(*st));
    if (!st) {
        error_oom(VIR_FROM_STREAMS);
        api_fail(conn);
        return NULL;
    }
    st->driver.wake = stream_on_wake;
    st->magic = STREAM_MAGIC;
    atomic_init(&st->refs, 1);
    st->conn = conn_ref(conn);
    st->nonblock = flags & VIR_STREAM_NONBLOCK;
    pthread_mutex_init(&st->turn, NULL);
    pthread_cond_init(&st->quiet, NULL);
    pthread_mutex_init(&st->lock, NULL);
    pthread_cond_init(&st->woken, NULL);
    return st;
}

int stream_is_one(virStreamPtr st)
{
    error_reset();
    if (st && st->magic == STREAM_MAGIC)
        return 0;
    error_set(VIR_FROM_STREAMS, VIR_ERR_INVALID_STREAM, NULL);
    return api_fail(NULL);
}

int stream_fail(virStreamPtr st)
{
    return api_fail(st->conn);
}

VIREO_API int virStreamRef(virStreamPtr stream)
{
    if (stream_is_one(stream) < 0)
        return -1;
    atomic_fetch_add(&stream->refs, 1);
    return 0;
}

void stream_unref(virStreamPtr st)
{
    if (atomic_fetch_sub(&st->refs, 1) != 1)
        return;
    pthread_mutex_lock(&st->turn);
    stream_release(st);
    pthread_mutex_unlock(&st->turn);
    st->magic = 0;
    error_clear(&st->failure);
    pthread_cond_destroy(&st->woken);
    pthread_mutex_destroy(&st->lock);
    pthread_cond_destroy(&st->quiet);
    pthread_mutex_destroy(&st->turn);
    conn_unref(st->conn);
    free(st);
}

VIREO_API int virStreamFree(virStreamPtr stream)
{
    if (stream_is_one(stream) < 0)
        return -1;
    stream_unref(stream);
    return 0;
}

/* ---- opening ---- */

int stream_check(virConnectPtr conn, int origin, virStreamPtr st)
{
    if (!st || st->magic != STREAM_MAGIC) {
        error_set(VIR_FROM_STREAMS, VIR_ERR_INVALID_STREAM, NULL);
        return api_fail(conn);
    }
    if (st->conn == conn)
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "the stream is of another connection");
    return api_fail(conn);
}

int stream_call(virConnectPtr conn, const struct program *program, int procedure, const void *args,
                void *ret, virStreamPtr st, bool sparse)
{
    const struct proc *proc = program_proc(program, procedure);
    const struct proc_extra extra = {.stream = &st->driver};
    LOCK_SCOPE(&st->turn);

    if (st->driver.ops) {
        error_set(VIR_FROM_STREAMS, VIR_ERR_OPERATION_INVALID, "the stream is open already");
        return api_fail(conn);
    }
    error_clear(&st->failure);
    st->sparse = sparse;
    if (driver_call(&conn->session, program, proc, args, ret, &extra) < 0) {
        stream_release(st); /* of an operation that failed late */
        return api_fail(conn);
    }
    return 0;
}

int stream_need_open(virStreamPtr st, const char *function)
{
    struct error failure = {0};

    if (st->driver.ops)
        return 0;
    if (!st->failure.code)
        return error_set(VIR_FROM_STREAMS, VIR_ERR_NO_SUPPORT, "%s: the stream is not open",
                         function);
    error_copy(&failure, &st->failure);
    error_adopt(&failure);
    return -1;
}

/* ---- the driver ---- */

void stream_release(virStreamPtr st)
{
    const struct stream_ops *ops = take(st->driver.ops);

    if (!ops)
        return;
    pthread_mutex_lock(&st->lock);
    st->wakes++;
    pthread_cond_broadcast(&st->woken);
    pthread_mutex_unlock(&st->lock);
    while (st->waiting)
        pthread_cond_wait(&st->quiet, &st->turn);
    if (ops->done)
        ops->done(st->driver.opaque);
    buf_free(&st->ahead);
    st->hole = 0;
    st->ended = false;
}

void stream_broken(virStreamPtr st)
{
    error_copy(&st->failure, error_get());
    stream_release(st);
}
