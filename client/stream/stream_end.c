/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The end of a stream: finished or aborted.
 */
#include "client/stream/stream.h"

#include "client/core/api.h"

void stream_close(virStreamPtr st)
{
    stream_release(st);
    error_clear(&st->failure);
    pthread_mutex_unlock(&st->turn);
    stream_unwatch(st);
}

/* Finish and abort are one shape round the driver's function, which may be missing. */
static int stream_end(virStreamPtr st, const char *function, bool finish)
{
    struct error failure = {0};
    int (*how)(void *opaque);
    int r;

    pthread_mutex_lock(&st->turn);
    /* Nothing is left to be aborted of a closed one. */
    r = finish || st->driver.ops || st->failure.code ? stream_need_open(st, function) : 0;
    if (r == 0 && st->driver.ops) {
        how = finish ? st->driver.ops->finish : st->driver.ops->abort;
        r = how ? how(st->driver.opaque) : 0;
    }
    error_copy(&failure, error_get()); /* who ends the rest may forget it */
    stream_close(st);
    error_adopt(&failure);
    return r < 0 ? stream_fail(st) : 0;
}

VIREO_API int virStreamFinish(virStreamPtr stream)
{
    return stream_is_one(stream) < 0 ? -1 : stream_end(stream, __func__, true);
}

VIREO_API int virStreamAbort(virStreamPtr stream)
{
    return stream_is_one(stream) < 0 ? -1 : stream_end(stream, __func__, false);
}
