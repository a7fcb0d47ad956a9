/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bytes of open consoles and channels, which go back and forth. */
#include "drivers/test/guest/channels.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/stream.h"
#include "drivers/test/world/world.h"

enum { MOST = 1 << 20 }; /* bytes that nobody has read, either way */

/* ---- ends ---- */

static void channels_end(struct chardev_session *l)
{
    LIST_REMOVE(l, link);
    l->machine = NULL;
    stream_wake(l->stream);
}

static void chardev_free(struct chardev_session *l)
{
    buf_free(&l->typed);
    buf_free(&l->said);
    free(l->device);
    free(l);
}
DEFINE_CLEANUP(struct chardev_session *, chardev_free)

static void chardev_done(void *opaque)
{
    struct chardev_session *l = opaque;
    WRITE_WORLD(w, l->session);

    if (l->machine)
        LIST_REMOVE(l, link);
    chardev_free(l);
}

void chardev_wake(const struct machine *m)
{
    const struct chardev_session *l;

    LIST_FOREACH (l, &test_machine(m)->chardevs, link)
        stream_wake(l->stream);
}

void chardev_meet(struct machine *m)
{
    struct chardev_session *l;

    LIST_FOREACH (l, &test_machine(m)->chardevs, link)
        l->met = false;
    chardev_wake(m);
}

void chardev_end(struct world *w, struct machine *m)
{
    struct chardev_session *l;

    while ((l = LIST_FIRST(&test_machine(m)->chardevs)))
        channels_end(l);
}

/* ---- bytes ---- */

int chardev_say(struct chardev_session *l, const void *bytes, size_t len)
{
    if (buf_len(&l->said) + len > MOST)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "%s answered %zu bytes that nobody read", l->device, buf_len(&l->said));
    return buf_append(&l->said, bytes, len) < 0 ? error_oom(VIR_FROM_TEST) : 0;
}

static int echo_heard(struct world *w, struct chardev_session *l)
{
    int r = chardev_say(l, buf_bytes(&l->typed), buf_len(&l->typed));

    buf_reset(&l->typed);
    return r;
}

const struct chardev_kind chardev_echo = {.heard = echo_heard};

/* If the guest runs, it hears what was typed. */
static int channels_pump(struct world *w, struct chardev_session *l)
{
    if (!l->machine || l->machine->state != VIR_DOMAIN_RUNNING)
        return 0;
    if (!l->met && l->kind->meets && l->kind->meets(l) < 0)
        return -1;
    l->met = true;
    return buf_len(&l->typed) ? l->kind->heard(w, l) : 0;
}

static ssize_t chardev_read(void *opaque, void *room, size_t size, unsigned long long *ret_hole)
{
    struct chardev_session *l = opaque;
    WRITE_WORLD(w, l->session);
    size_t n;

    if (channels_pump(w, l) < 0)
        return -1;
    n = buf_len(&l->said) < size ? buf_len(&l->said) : size;
    if (!n)
        return l->machine ? STREAM_LATER : 0;
    memcpy(room, buf_bytes(&l->said), n);
    buf_eat(&l->said, n);
    return (ssize_t)n;
}

/* What comes for a line that has ended is lost: its caller is about to hear of the end. */
static int chardev_write(void *opaque, const void *bytes, size_t len)
{
    struct chardev_session *l = opaque;
    WRITE_WORLD(w, l->session);

    if (!l->machine)
        return 0;
    if (buf_len(&l->typed) + len > MOST)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "the guest has not heard the last %zu bytes for %s", buf_len(&l->typed),
                         l->device);
    if (buf_append(&l->typed, bytes, len) < 0)
        return error_oom(VIR_FROM_TEST);
    if (channels_pump(w, l) < 0)
        return -1;
    stream_wake(l->stream);
    return 0;
}

static int chardev_finish(void *opaque)
{
    struct chardev_session *l = opaque;
    WRITE_WORLD(w, l->session);

    if (l->machine)
        channels_end(l);
    return 0;
}

static const struct stream_ops chardev_ops = {
    .read = chardev_read, .write = chardev_write, .finish = chardev_finish, .done = chardev_done};

int chardev_open(struct machine *m, const struct chardev_kind *kind, const char *device, bool force,
                 struct session *session, struct stream *stream)
{
    _cleanup_(chardev_freep) struct chardev_session *l = calloc(1, sizeof(*l));
    struct chardev_session *other;

    if (!l || !(l->device = strdup(device)))
        return error_oom(VIR_FROM_TEST);
    l->session = session;
    l->stream = stream;
    l->kind = kind;
    LIST_FOREACH (other, &test_machine(m)->chardevs, link) {
        if (strcmp(other->device, device) == 0)
            break;
    }
    if (other && !force)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "somebody has %s of domain '%s' open", device, machine_name(m));
    if (other)
        channels_end(other);
    if (stream_attach(stream, &chardev_ops, l) < 0)
        return -1;
    l->machine = m;
    LIST_INSERT_HEAD(&test_machine(m)->chardevs, l, link);
    take(l);
    return 0;
}
