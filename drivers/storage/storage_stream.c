/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Uploads and downloads: streams between a caller and the bytes of a volume, which is read and
 * written as a file is: a download ends where the volume does, an upload makes it larger. A
 * transfer keeps the volume's path, not the volume: who deletes it meanwhile ends the transfer with
 * an error.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/driver.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "drivers/stream.h"

struct transfer {
    struct session *session; /* outlives its streams */
    char *path;
    unsigned long long at, end; /* end: what the caller wants at most; LLONG_MAX: no end */
    bool sparse;
};

static void transfer_free(void *opaque)
{
    struct transfer *t = opaque;

    free(t->path);
    free(t);
}

static void transfer_freep(struct transfer **t)
{
    if (*t)
        transfer_free(*t);
}

/* Errors while a stream runs are none of a call. */
static int transfer_failed(const struct transfer *t)
{
    error_set_domain(FROM_DRIVER, t->session->driver->error_domain);
    return -1;
}

/* What is left of it, up to there. */
static unsigned long long transfer_left(const struct transfer *t, unsigned long long end)
{
    end = end < t->end ? end : t->end;
    return t->at < end ? end - t->at : 0;
}

/* ---- download ---- */

static ssize_t transfer_read(void *opaque, void *to, size_t size, unsigned long long *ret_hole)
{
    struct transfer *t = opaque;
    struct storage_room *room = storage_room_of(t->session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find_path(room, t->path);
    unsigned long long n = v ? transfer_left(t, v->capacity) : 0;
    bool hole = false;

    if (!v || (n && t->sparse && volume_extent(v, t->at, n, &n, &hole) < 0))
        return transfer_failed(t);
    if (!hole) {
        n = n < size ? n : size;
        if (n && volume_read(v, t->at, to, (size_t)n) < 0)
            return transfer_failed(t);
    }
    t->at += n;
    if (hole)
        *ret_hole = n;
    return hole ? 0 : (ssize_t)n;
}

/* ---- upload ---- */

/* Makes room for so many bytes that come now, of which so many are data. 0, or -1. */
static int transfer_make_room(const struct transfer *t, struct volume *v, unsigned long long len,
                              unsigned long long data)
{
    unsigned long long end = t->at + len, behind = end - v->capacity;

    if (end <= v->capacity || !len)
        return 0;
    return volume_grow(v, end, data < behind ? data : behind);
}

static int transfer_write(void *opaque, const void *bytes, size_t len)
{
    struct transfer *t = opaque;
    struct storage_room *room = storage_room_of(t->session);
    WRITE_GUARD(room->guard);
    struct volume *v = volume_find_path(room, t->path);

    if (len > transfer_left(t, LLONG_MAX))
        return error_set_errno(VIR_FROM_STREAMS, ENOSPC,
                               "more bytes came for %s than were announced", t->path);
    if (!v || transfer_make_room(t, v, len, len) < 0 ||
        room->backend->write(room, v, t->at, bytes, len) < 0)
        return transfer_failed(t);
    t->at += len;
    return 0;
}

static int transfer_hole(void *opaque, unsigned long long len)
{
    struct transfer *t = opaque;
    struct storage_room *room = storage_room_of(t->session);
    WRITE_GUARD(room->guard);
    struct volume *v = volume_find_path(room, t->path);
    unsigned long long left = transfer_left(t, LLONG_MAX);

    len = len < left ? len : left; /* as libvirt: no bytes came that would be lost */
    if (!v || transfer_make_room(t, v, len, 0) < 0 || room->backend->punch(room, v, t->at, len) < 0)
        return transfer_failed(t);
    t->at += len;
    return 0;
}

/* The pool may have other sizes now. */
static void upload_done(void *opaque)
{
    struct transfer *t = opaque;
    struct storage_room *room = storage_room_of(t->session);
    const struct volume *v;

    {
        WRITE_GUARD(room->guard);

        v = volume_at(room, t->path);
        if (v)
            pool_emit_refresh(room, &v->pool->o);
    }
    transfer_free(t);
}

static const struct stream_ops download_ops = {.read = transfer_read, .done = transfer_free};
static const struct stream_ops upload_ops = {
    .write = transfer_write, .hole = transfer_hole, .done = upload_done};

/* Attaches a transfer of the volume's bytes from an offset on; length 0: all that follow, or
 * that come. */
static int transfer_start(struct session *session, const remote_nonnull_storage_vol *vol,
                          unsigned long long offset, unsigned long long length, bool sparse,
                          const struct stream_ops *ops, struct stream *stream)
{
    _cleanup_(transfer_freep) struct transfer *t = calloc(1, sizeof(*t));
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find(room, vol);

    if (!v)
        return -1;
    if (!t)
        return error_oom(VIR_FROM_STORAGE);
    if (offset > LLONG_MAX)
        return error_set_errno(VIR_FROM_STREAMS, EINVAL, "volume '%s' has no byte %llu", v->o.name,
                               offset);
    t->session = session;
    t->at = offset;
    t->end = length && length < LLONG_MAX - offset ? offset + length : LLONG_MAX;
    t->sparse = sparse;
    if (reply_text(&t->path, v->path) < 0 || stream_attach(stream, ops, t) < 0)
        return -1;
    take(t);
    return 0;
}

int storage_vol_upload(struct session *session, const remote_storage_vol_upload_args *args,
                       struct stream *stream)
{
    if (check_flags(args->flags, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM) < 0)
        return -1;
    return transfer_start(session, &args->vol, args->offset, args->length, false, &upload_ops,
                          stream);
}

int storage_vol_download(struct session *session, const remote_storage_vol_download_args *args,
                         struct stream *stream)
{
    if (check_flags(args->flags, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM) < 0)
        return -1;
    return transfer_start(session, &args->vol, args->offset, args->length,
                          args->flags & VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM, &download_ops,
                          stream);
}
