/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is seen of a machine and typed into it. Its screen is a picture of one colour, by its UUID;
 * its consoles and channels answer with what was typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "drivers/stream.h"
#include "drivers/test/definition.h"
#include "drivers/test/ops.h"
#include "drivers/test/reply.h"
#include "drivers/test/tuning.h"
#include "drivers/test/world.h"
#include "drivers/test/xml.h"

/* The bytes on their way to the caller. */
struct line {
    struct stream *stream;
    struct buf bytes;
    bool stays; /* more may come */
};

static void line_done(void *opaque)
{
    struct line *l = opaque;

    buf_free(&l->bytes);
    free(l);
}

static void line_freep(struct line **l)
{
    if (*l)
        line_done(*l);
}

static struct line *line_new(struct stream *stream, bool stays)
{
    struct line *l = calloc(1, sizeof(*l));

    if (!l) {
        error_oom(VIR_FROM_TEST);
        return NULL;
    }
    l->stream = stream;
    l->stays = stays;
    return l;
}

static ssize_t line_read(void *opaque, void *room, size_t size, unsigned long long *ret_hole)
{
    struct line *l = opaque;
    size_t n = buf_len(&l->bytes) < size ? buf_len(&l->bytes) : size;

    if (!n)
        return l->stays ? STREAM_LATER : 0;
    memcpy(room, buf_bytes(&l->bytes), n);
    buf_eat(&l->bytes, n);
    return (ssize_t)n;
}

/* ---- the screen ---- */

static const struct stream_ops screen_ops = {.read = line_read, .done = line_done};

/* A picture in the format that every viewer knows: P6. */
static int paint(struct line *l, const struct machine *m)
{
    enum { WIDTH = 64, HEIGHT = 48 };
    static const char head[] = "P6\n64 48\n255\n";

    if (buf_append(&l->bytes, head, sizeof(head) - 1) < 0)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++) {
        if (buf_append(&l->bytes, m->uuid, 3) < 0)
            return error_oom(VIR_FROM_TEST);
    }
    return 0;
}

int test_domain_screenshot(struct session *session, const remote_domain_screenshot_args *args,
                           remote_domain_screenshot_ret *ret, struct stream *stream)
{
    _cleanup_(line_freep) struct line *l = NULL;
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->screen)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has one screen, not a %u",
                         machine_name(m), args->screen);
    l = line_new(stream, false);
    ret->mime = calloc(1, sizeof(*ret->mime));
    if (!l || paint(l, m) < 0)
        return -1;
    if (!ret->mime)
        return error_oom(VIR_FROM_TEST);
    if (reply_text(ret->mime, "image/x-portable-pixmap") < 0 ||
        stream_attach(stream, &screen_ops, l) < 0)
        return -1;
    take(l);
    return 0;
}

/* ---- consoles and channels ---- */

static int line_write(void *opaque, const void *bytes, size_t len)
{
    enum { MOST = 1 << 20 }; /* that nobody has read */
    struct line *l = opaque;

    if (buf_len(&l->bytes) + len > MOST)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "the console answered %zu bytes that nobody read", buf_len(&l->bytes));
    if (buf_append(&l->bytes, bytes, len) < 0)
        return error_oom(VIR_FROM_TEST);
    stream_wake(l->stream);
    return 0;
}

static int line_finish(void *opaque)
{
    struct line *l = opaque;

    l->stays = false;
    stream_wake(l->stream);
    return 0;
}

static const struct stream_ops echo_ops = {
    .read = line_read, .write = line_write, .finish = line_finish, .done = line_done};

/* Attaches an echo to the first of these devices, or to the one of that alias or target. */
static int open_line(struct session *session, const remote_nonnull_domain *dom,
                     const char *const *elements, const char *name, struct stream *stream)
{
    _cleanup_(line_freep) struct line *l = NULL;
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, dom);
    const xmlNode *devices = m ? xml_child(definition_root(m->live), "devices") : NULL;
    bool found = false;

    if (!m)
        return -1;
    for (; *elements; elements++) {
        for (xmlNode *n = xml_child(devices, *elements); n; n = xml_element(n->next, *elements)) {
            _cleanup_free_ char *alias = tuning_text(n, "alias@name");
            _cleanup_free_ char *target = tuning_text(n, "target@name");

            found = found || !name || (alias && strcmp(alias, name) == 0) ||
                    (target && strcmp(target, name) == 0);
        }
    }
    if (!found)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has no line '%s'",
                         machine_name(m), name ? name : "console");
    l = line_new(stream, true);
    if (!l || stream_attach(stream, &echo_ops, l) < 0)
        return -1;
    take(l);
    return 0;
}

int test_domain_open_console(struct session *session, const remote_domain_open_console_args *args,
                             struct stream *stream)
{
    static const char *const elements[] = {"console", "serial", "parallel", NULL};

    if (check_flags(args->flags, VIR_DOMAIN_CONSOLE_FORCE | VIR_DOMAIN_CONSOLE_SAFE) < 0)
        return -1;
    return open_line(session, &args->dom, elements, args->dev_name ? *args->dev_name : NULL,
                     stream);
}

int test_domain_open_channel(struct session *session, const remote_domain_open_channel_args *args,
                             struct stream *stream)
{
    static const char *const elements[] = {"channel", NULL};

    if (check_flags(args->flags, VIR_DOMAIN_CHANNEL_FORCE) < 0)
        return -1;
    return open_line(session, &args->dom, elements, args->name ? *args->name : NULL, stream);
}
