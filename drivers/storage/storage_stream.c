/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Uploads and downloads: streams between a caller and the bytes of a volume. A transfer keeps the
 * volume's key, not the volume: who deletes it meanwhile ends the transfer with an error.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/stream.h"
#include "drivers/test/disk/disk_state.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/storage/storage.h"
#include "drivers/test/world/world.h"

struct transfer {
    struct session *session; /* outlives its streams */
    char *path;
    unsigned long long at, end;
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

/* ---- download ---- */

static ssize_t read_bytes(void *opaque, void *room, size_t size, unsigned long long *ret_hole)
{
    struct transfer *t = opaque;
    READ_WORLD(w, t->session);
    const struct volume *v = volume_find_path(w, t->path);
    unsigned long long n = t->end - t->at;
    bool hole = false;

    if (!v)
        return -1;
    if (n && t->sparse)
        n = bytes_run(&v->bytes, t->at, n, &hole);
    if (!hole) {
        n = n < size ? n : size;
        bytes_read(&v->bytes, t->at, room, (size_t)n);
    }
    t->at += n;
    if (hole)
        *ret_hole = n;
    return hole ? 0 : (ssize_t)n;
}

/* ---- upload ---- */

/* Says whether so many bytes more are within what was announced. */
static int check_room(const struct transfer *t, unsigned long long len)
{
    if (len > t->end - t->at)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                         "more bytes came for %s than there is room", t->path);
    return 0;
}

static int write_bytes(void *opaque, const void *bytes, size_t len)
{
    struct transfer *t = opaque;
    WRITE_WORLD(w, t->session);
    struct volume *v = volume_find_path(w, t->path);

    if (!v || check_room(t, len) < 0 || bytes_write(&v->bytes, v->quota, t->at, bytes, len) < 0)
        return -1;
    t->at += len;
    disk_notes_written(w, t->path, t->at);
    return 0;
}

static int write_hole(void *opaque, unsigned long long len)
{
    struct transfer *t = opaque;
    WRITE_WORLD(w, t->session);
    struct volume *v = volume_find_path(w, t->path);

    if (!v || check_room(t, len) < 0)
        return -1;
    bytes_zero(&v->bytes, v->quota, t->at, len);
    t->at += len;
    return 0;
}

static const struct stream_ops download_ops = {.read = read_bytes, .done = transfer_free};
static const struct stream_ops upload_ops = {
    .write = write_bytes, .hole = write_hole, .done = transfer_free};

/* Attaches a transfer of the volume's bytes from an offset on; length 0: all that follow. */
static int start(struct session *session, const remote_nonnull_storage_vol *vol,
                 unsigned long long offset, unsigned long long length, bool sparse,
                 const struct stream_ops *ops, struct stream *stream)
{
    _cleanup_(transfer_freep) struct transfer *t = calloc(1, sizeof(*t));
    READ_WORLD(w, session);
    const struct volume *v = volume_find(w, vol);

    if (!v)
        return -1;
    if (!t)
        return error_oom(VIR_FROM_STORAGE);
    if (offset > v->capacity || length > v->capacity - offset)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                         "volume '%s' has %llu bytes, not %llu from %llu on", v->o.name,
                         v->capacity, length, offset);
    t->session = session;
    t->at = offset;
    t->end = length ? offset + length : v->capacity;
    t->sparse = sparse;
    if (reply_text(&t->path, v->path) < 0 || stream_attach(stream, ops, t) < 0)
        return -1;
    take(t);
    return 0;
}

int test_storage_vol_upload(struct session *session, const remote_storage_vol_upload_args *args,
                            struct stream *stream)
{
    if (check_flags(args->flags, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM) < 0)
        return -1;
    return start(session, &args->vol, args->offset, args->length, false, &upload_ops, stream);
}

int test_storage_vol_download(struct session *session, const remote_storage_vol_download_args *args,
                              struct stream *stream)
{
    if (check_flags(args->flags, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM) < 0)
        return -1;
    return start(session, &args->vol, args->offset, args->length,
                 args->flags & VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM, &download_ops, stream);
}
