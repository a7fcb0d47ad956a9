/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that open consoles and channels. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/device.h"
#include "drivers/reply.h"
#include "drivers/test/guest/agent.h"
#include "drivers/test/guest/channels.h"
#include "drivers/test/guest/console.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* What virDomainOpenConsole or virDomainOpenChannel means. */
struct wanted {
    const char *const *elements; /* the first of the first of them counts; ends with NULL */
    const char *name;            /* an alias or the target of a channel; NULL: the first */
    bool force;
};

static const char *const consoles[] = {"console", "serial", "parallel", NULL};

/* The device that another one shows: <console> with a serial target is that serial line. */
static const xmlNode *chardev_behind(const xmlNode *devices, const xmlNode *n)
{
    _cleanup_free_ char *type = xml_is(n, "console") ? xml_path_get(n, "target@type") : NULL;
    _cleanup_free_ char *port = NULL;

    if (!type || strcmp(type, "serial") != 0)
        return n;
    port = xml_path_get(n, "target@port");
    for (const xmlNode *s = xml_child(devices, "serial"); s; s = xml_element(s->next, "serial")) {
        _cleanup_free_ char *own = xml_path_get(s, "target@port");

        if (own && port && strcmp(own, port) == 0)
            return s;
    }
    return n;
}

static bool chardev_is_called(const xmlNode *n, const char *name)
{
    _cleanup_free_ char *alias = device_alias(n), *target = xml_path_get(n, "target@name");

    return (alias && strcmp(alias, name) == 0) || (target && strcmp(target, name) == 0);
}

static const xmlNode *chardev_find_device(const struct machine *m, const struct wanted *wanted)
{
    const xmlNode *devices = xml_child(definition_root(m->live), "devices");

    for (const char *const *e = wanted->elements; *e; e++) {
        for (xmlNode *n = xml_child(devices, *e); n; n = xml_element(n->next, *e)) {
            if (!wanted->name || chardev_is_called(n, wanted->name))
                return chardev_behind(devices, n);
        }
    }
    error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has no line '%s'", machine_name(m),
              wanted->name ? wanted->name : *wanted->elements);
    return NULL;
}

/* The guest is at the first serial line or other console, and its agent at its channel; elsewhere
 * nobody is. */
static const struct chardev_kind *chardev_kind(const struct machine *m, const xmlNode *device)
{
    static const struct wanted first = {.elements = consoles};

    if (agent_is_channel(device))
        return &agent_line;
    return !xml_is(device, "channel") && !xml_is(device, "parallel") &&
                   device == chardev_find_device(m, &first)
               ? &console_line
               : &chardev_echo;
}

static int chardev_open_device(struct session *session, const remote_nonnull_domain *dom,
                               const struct wanted *wanted, struct stream *stream)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, dom);
    const xmlNode *device = m ? chardev_find_device(m, wanted) : NULL;
    _cleanup_free_ char *alias = NULL;

    if (!device)
        return -1;
    alias = device_alias(device);
    return alias ? chardev_open(m, chardev_kind(m, device), alias, wanted->force, session, stream)
                 : error_oom(VIR_FROM_TEST);
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
    return chardev_open_device(session, &args->dom, &wanted, stream);
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
    return chardev_open_device(session, &args->dom, &wanted, stream);
}
