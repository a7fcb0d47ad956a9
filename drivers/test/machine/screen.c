/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is seen of a machine: its screen is a picture of one colour, by its UUID. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/tuning.h"
#include "drivers/reply.h"
#include "drivers/stream.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

static void picture_done(void *opaque)
{
    struct buf *picture = opaque;

    buf_free(picture);
    free(picture);
}

static void picture_freep(struct buf **picture)
{
    if (*picture)
        picture_done(*picture);
}

static ssize_t picture_read(void *opaque, void *room, size_t size, unsigned long long *ret_hole)
{
    struct buf *picture = opaque;
    size_t n = buf_len(picture) < size ? buf_len(picture) : size;

    if (n)
        memcpy(room, buf_bytes(picture), n);
    buf_eat(picture, n);
    return (ssize_t)n;
}

static const struct stream_ops screen_ops = {.read = picture_read, .done = picture_done};

/* A picture in the format that every viewer knows: P6. */
static int screen_paint(struct buf *picture, const struct machine *m)
{
    enum { WIDTH = 64, HEIGHT = 48 };
    static const char head[] = "P6\n64 48\n255\n";

    if (buf_append(picture, head, sizeof(head) - 1) < 0)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++) {
        if (buf_append(picture, m->uuid, 3) < 0)
            return error_oom(VIR_FROM_TEST);
    }
    return 0;
}

int test_domain_screenshot(struct session *session, const remote_domain_screenshot_args *args,
                           remote_domain_screenshot_ret *ret, struct stream *stream)
{
    _cleanup_(picture_freep) struct buf *picture = calloc(1, sizeof(*picture));
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->screen)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has one screen, not a %u",
                         machine_name(m), args->screen);
    ret->mime = calloc(1, sizeof(*ret->mime));
    if (!picture || !ret->mime)
        return error_oom(VIR_FROM_TEST);
    if (reply_text(ret->mime, "image/x-portable-pixmap") < 0 || screen_paint(picture, m) < 0 ||
        stream_attach(stream, &screen_ops, picture) < 0)
        return -1;
    take(picture);
    return 0;
}
