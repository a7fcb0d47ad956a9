/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening consoles and channels, and the bytes that go back and forth. */
#include "drivers/test/lines.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/stream.h"
#include "drivers/test/agent.h"
#include "drivers/test/console.h"
#include "drivers/test/definition.h"
#include "drivers/test/device.h"
#include "drivers/test/ops.h"
#include "drivers/test/reply.h"
#include "drivers/test/tuning.h"
#include "drivers/test/world.h"
#include "drivers/test/xml.h"

enum { MOST = 1 << 20 }; /* bytes that nobody has read, either way */

/* ---- ends ---- */

static void end(struct line *l)
{
    LIST_REMOVE(l, link);
    l->machine = NULL;
    stream_wake(l->stream);
}

static void line_free(struct line *l)
{
    buf_free(&l->typed);
    buf_free(&l->said);
    free(l->device);
    free(l);
}
DEFINE_CLEANUP(struct line *, line_free)

static void line_done(void *opaque)
{
    struct line *l = opaque;
    WRITE_WORLD(w, l->session);

    if (l->machine)
        LIST_REMOVE(l, link);
    line_free(l);
}

void lines_wake(const struct machine *m)
{
    const struct line *l;

    LIST_FOREACH (l, &m->lines, link)
        stream_wake(l->stream);
}

void lines_meet(struct machine *m)
{
    struct line *l;

    LIST_FOREACH (l, &m->lines, link)
        l->met = false;
    lines_wake(m);
}

void lines_end(struct machine *m)
{
    struct line *l;

    while ((l = LIST_FIRST(&m->lines)))
        end(l);
}

/* ---- bytes ---- */

int line_say(struct line *l, const void *bytes, size_t len)
{
    if (buf_len(&l->said) + len > MOST)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "%s answered %zu bytes that nobody read", l->device, buf_len(&l->said));
    return buf_append(&l->said, bytes, len) < 0 ? error_oom(VIR_FROM_TEST) : 0;
}

static int echo_heard(struct world *w, struct line *l)
{
    int r = line_say(l, buf_bytes(&l->typed), buf_len(&l->typed));

    buf_reset(&l->typed);
    return r;
}

const struct line_kind line_echo = {.heard = echo_heard};

/* If the guest runs, it hears what was typed. */
static int pump(struct world *w, struct line *l)
{
    if (!l->machine || l->machine->state != VIR_DOMAIN_RUNNING)
        return 0;
    if (!l->met && l->kind->meets && l->kind->meets(l) < 0)
        return -1;
    l->met = true;
    return buf_len(&l->typed) ? l->kind->heard(w, l) : 0;
}

static ssize_t line_read(void *opaque, void *room, size_t size, unsigned long long *ret_hole)
{
    struct line *l = opaque;
    WRITE_WORLD(w, l->session);
    size_t n;

    if (pump(w, l) < 0)
        return -1;
    n = buf_len(&l->said) < size ? buf_len(&l->said) : size;
    if (!n)
        return l->machine ? STREAM_LATER : 0;
    memcpy(room, buf_bytes(&l->said), n);
    buf_eat(&l->said, n);
    return (ssize_t)n;
}

/* What comes for a line that has ended is lost: its caller is about to hear of the end. */
static int line_write(void *opaque, const void *bytes, size_t len)
{
    struct line *l = opaque;
    WRITE_WORLD(w, l->session);

    if (!l->machine)
        return 0;
    if (buf_len(&l->typed) + len > MOST)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "the guest has not heard the last %zu bytes for %s", buf_len(&l->typed),
                         l->device);
    if (buf_append(&l->typed, bytes, len) < 0)
        return error_oom(VIR_FROM_TEST);
    if (pump(w, l) < 0)
        return -1;
    stream_wake(l->stream);
    return 0;
}

static int line_finish(void *opaque)
{
    struct line *l = opaque;
    WRITE_WORLD(w, l->session);

    if (l->machine)
        end(l);
    return 0;
}

static const struct stream_ops line_ops = {
    .read = line_read, .write = line_write, .finish = line_finish, .done = line_done};

/* ---- opening ---- */

/* What virDomainOpenConsole or virDomainOpenChannel means. */
struct wanted {
    const char *const *elements; /* the first of the first of them counts; ends with NULL */
    const char *name;            /* an alias or the target of a channel; NULL: the first */
    bool force;
};

static const char *const consoles[] = {"console", "serial", "parallel", NULL};

/* The device that another one shows: <console> with a serial target is that serial line. */
static const xmlNode *behind(const xmlNode *devices, const xmlNode *n)
{
    _cleanup_free_ char *type = xml_is(n, "console") ? tuning_text(n, "target@type") : NULL;
    _cleanup_free_ char *port = NULL;

    if (!type || strcmp(type, "serial") != 0)
        return n;
    port = tuning_text(n, "target@port");
    for (const xmlNode *s = xml_child(devices, "serial"); s; s = xml_element(s->next, "serial")) {
        _cleanup_free_ char *own = tuning_text(s, "target@port");

        if (own && port && strcmp(own, port) == 0)
            return s;
    }
    return n;
}

static bool is_called(const xmlNode *n, const char *name)
{
    _cleanup_free_ char *alias = device_alias(n), *target = tuning_text(n, "target@name");

    return (alias && strcmp(alias, name) == 0) || (target && strcmp(target, name) == 0);
}

static const xmlNode *find_device(const struct machine *m, const struct wanted *wanted)
{
    const xmlNode *devices = xml_child(definition_root(m->live), "devices");

    for (const char *const *e = wanted->elements; *e; e++) {
        for (xmlNode *n = xml_child(devices, *e); n; n = xml_element(n->next, *e)) {
            if (!wanted->name || is_called(n, wanted->name))
                return behind(devices, n);
        }
    }
    error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has no line '%s'", machine_name(m),
              wanted->name ? wanted->name : *wanted->elements);
    return NULL;
}

/* Nobody has the device open, or loses it now. */
static int make_free(struct machine *m, const char *device, bool force)
{
    struct line *l;

    LIST_FOREACH (l, &m->lines, link) {
        if (strcmp(l->device, device) == 0)
            break;
    }
    if (l && !force)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "somebody has %s of domain '%s' open", device, machine_name(m));
    if (l)
        end(l);
    return 0;
}

/* The guest is at the first serial line or other console, and its agent at its channel; elsewhere
 * nobody is. */
static const struct line_kind *kind_of(const struct machine *m, const xmlNode *device)
{
    static const struct wanted first = {.elements = consoles};

    if (agent_is_channel(device))
        return &agent_line;
    return !xml_is(device, "channel") && !xml_is(device, "parallel") &&
                   device == find_device(m, &first)
               ? &console_line
               : &line_echo;
}

static int open_line(struct session *session, const remote_nonnull_domain *dom,
                     const struct wanted *wanted, struct stream *stream)
{
    _cleanup_(line_freep) struct line *l = calloc(1, sizeof(*l));
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, dom);
    const xmlNode *device = m ? find_device(m, wanted) : NULL;

    if (!device)
        return -1;
    if (!l)
        return error_oom(VIR_FROM_TEST);
    l->session = session;
    l->stream = stream;
    l->kind = kind_of(m, device);
    l->device = device_alias(device);
    if (!l->device)
        return error_oom(VIR_FROM_TEST);
    if (make_free(m, l->device, wanted->force) < 0 || stream_attach(stream, &line_ops, l) < 0)
        return -1;
    l->machine = m;
    LIST_INSERT_HEAD(&m->lines, l, link);
    take(l);
    return 0;
}

int test_domain_open_console(struct session *session, const remote_domain_open_console_args *args,
                             struct stream *stream)
{
    const struct wanted wanted = {.elements = consoles,
                                  .name = args->dev_name ? *args->dev_name : NULL,
                                  .force = args->flags & VIR_DOMAIN_CONSOLE_FORCE};

    /* SAFE asks for what is so anyway: nobody else can open it. */
    if (check_flags(args->flags, VIR_DOMAIN_CONSOLE_FORCE | VIR_DOMAIN_CONSOLE_SAFE) < 0)
        return -1;
    return open_line(session, &args->dom, &wanted, stream);
}

int test_domain_open_channel(struct session *session, const remote_domain_open_channel_args *args,
                             struct stream *stream)
{
    static const char *const elements[] = {"channel", NULL};
    const struct wanted wanted = {.elements = elements,
                                  .name = args->name ? *args->name : NULL,
                                  .force = args->flags & VIR_DOMAIN_CHANNEL_FORCE};

    if (check_flags(args->flags, VIR_DOMAIN_CHANNEL_FORCE) < 0)
        return -1;
    return open_line(session, &args->dom, &wanted, stream);
}
