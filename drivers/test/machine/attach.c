/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices that come, go and change, live and in the config. A change is made in copies of the
 * definitions, which take their places when all of it was right: so a caller sees all of a change
 * or nothing.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/device.h"
#include "drivers/domain/devices.h"
#include "drivers/forms/forms.h"
#include "drivers/machine/emit.h"
#include "drivers/reply.h"
#include "drivers/test/guest/agent.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* One change of one definition: what is asked for, and what there is to tell afterwards. */
struct change {
    const xmlNode *device; /* as the caller describes it; NULL: the alias names it */
    const char *alias;
    unsigned flags;
    bool live;
    bool agent; /* it is the channel of the guest's agent */
    char *told; /* the alias of what changed; owned */
    char *old_source, *new_source;
};

static void change_done(struct change *c)
{
    free(c->told);
    free(c->old_source);
    free(c->new_source);
}

static xmlNode *devices_of(const struct definition *d)
{
    return xml_child(definition_root(d), "devices");
}

static bool attach_is(const xmlNode *device, const char *element)
{
    return xmlStrEqual(device->name, BAD_CAST element);
}

/* What is there of what the caller means, or NULL with VIR_ERR_DEVICE_MISSING. */
static xmlNode *attach_find(const struct definition *d, const struct change *c)
{
    xmlNode *found = c->alias ? device_find_alias(devices_of(d), c->alias)
                              : device_find(devices_of(d), c->device);

    if (!found && c->alias)
        error_set(VIR_FROM_DOMAIN, VIR_ERR_DEVICE_MISSING, "domain '%s' has no device '%s'",
                  d->name, c->alias);
    else if (!found)
        error_set(VIR_FROM_DOMAIN, VIR_ERR_DEVICE_MISSING, "domain '%s' has no such <%s>", d->name,
                  c->device->name);
    return found;
}

/* The source of a disk, malloc'ed; NULL: it is empty. */
static char *attach_source_of(const xmlNode *disk)
{
    static const char *const paths[] = {"source@file", "source@dev", "source@volume", "source@name",
                                        "source@dir"};
    char *source = NULL;

    for (size_t i = 0; i < ARRAY_SIZE(paths) && !source; i++)
        source = xml_path_get(disk, paths[i]);
    return source;
}

/* ---- the changes: 0, or -1 with the error set ---- */

static int attach_run(struct definition *d, struct change *c)
{
    static const char *const single[] = {"memballoon", "emulator", "iommu", "vsock", "tpm"};
    xmlNode *devices = devices_of(d), *copy;
    _cleanup_free_ char *mac = xml_path_get(c->device, "mac@address");
    bool taken = attach_is(c->device, "disk") || (attach_is(c->device, "interface") && mac);

    if (taken && device_find(devices, c->device))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' has such a <%s> already", d->name, c->device->name);
    for (size_t i = 0; i < ARRAY_SIZE(single); i++) {
        if (attach_is(c->device, single[i]) && xml_child(devices, single[i]))
            return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID,
                             "domain '%s' has its one <%s> already", d->name, single[i]);
    }
    copy = xml_copy_node((xmlNode *)(uintptr_t)c->device, devices_of(d)->doc);
    if (!copy)
        return error_oom(VIR_FROM_DOMAIN);
    xmlAddChild(devices, copy);
    if (devices_complete(definition_root(d)) < 0)
        return -1;
    c->told = device_alias(copy);
    c->agent = agent_is_channel(copy);
    if (c->live && c->told && !xml_child(copy, "alias"))
        xml_add(copy, "alias", "name", c->told, NULL);
    return 0;
}

static int attach_detach(struct definition *d, struct change *c)
{
    xmlNode *found = attach_find(d, c);

    if (!found)
        return -1;
    c->told = device_alias(found);
    c->agent = agent_is_channel(found);
    xmlUnlinkNode(found);
    xmlFreeNode(found);
    return 0;
}

/* A live disk keeps its source, unless it is a drive for media. */
static int check_media(const struct definition *d, const xmlNode *found, const struct change *c)
{
    _cleanup_free_ char *kind = xml_attribute(found, "device");
    bool media = kind && (strcmp(kind, "cdrom") == 0 || strcmp(kind, "floppy") == 0);

    if (c->live && !media && c->old_source &&
        (!c->new_source || strcmp(c->old_source, c->new_source) != 0))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_UNSUPPORTED,
                         "the source of a running disk of '%s' can not change", d->name);
    return 0;
}

static int attach_update(struct definition *d, struct change *c)
{
    static const char *const changing[] = {"disk", "interface", "graphics", "memory"};
    bool known = false;
    xmlNode *found, *copy;

    for (size_t i = 0; i < ARRAY_SIZE(changing); i++)
        known = known || attach_is(c->device, changing[i]);
    if (!known)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_UNSUPPORTED,
                         "a <%s> can not be updated", c->device->name);
    found =
        attach_is(c->device, "graphics") ? xml_child(devices_of(d), "graphics") : attach_find(d, c);
    if (!found)
        return c->device && attach_is(c->device, "graphics")
                   ? error_set(VIR_FROM_DOMAIN, VIR_ERR_DEVICE_MISSING,
                               "domain '%s' has no <graphics>", d->name)
                   : -1;
    c->told = device_alias(found);
    if (attach_is(found, "disk")) {
        c->old_source = attach_source_of(found);
        c->new_source = attach_source_of(c->device);
        if (check_media(d, found, c) < 0)
            return -1;
    }
    copy = xml_copy_node((xmlNode *)(uintptr_t)c->device, devices_of(d)->doc);
    if (!copy)
        return error_oom(VIR_FROM_DOMAIN);
    /* What the hypervisor once decided stays as long as the caller says nothing else. */
    for (xmlNode *n = xml_child(found, NULL), *next; n; n = next) {
        next = xml_element(n->next, NULL);
        if ((attach_is(n, "address") || attach_is(n, "alias") || attach_is(n, "target")) &&
            !xml_child(copy, (const char *)n->name)) {
            xmlUnlinkNode(n);
            xmlAddChild(copy, n);
        }
    }
    xmlReplaceNode(found, copy);
    xmlFreeNode(found);
    return devices_complete(definition_root(d));
}

/* ---- both sides ---- */

typedef int (*change_fn)(struct definition *d, struct change *c);
typedef void (*tell_fn)(struct world *w, const struct machine *m, const struct change *c);

/* Makes the change in a copy, NULL for a side that is not meant. */
static int attach_try(const struct definition *d, change_fn make, struct change *c,
                      struct definition **ret_copy)
{
    if (!d)
        return 0;
    *ret_copy = definition_copy(d);
    if (!*ret_copy || !definition_edit(*ret_copy) || make(*ret_copy, c) < 0)
        return -1;
    form_apply(&domain_form, definition_root(*ret_copy), !c->live);
    return 0;
}

static void take_place(struct definition **place, struct definition **copy)
{
    if (*copy) {
        definition_free(*place);
        *place = take(*copy);
    }
}

static int attach_apply(struct session *session, const remote_nonnull_domain *dom,
                        struct change *wanted, unsigned known, change_fn make, tell_fn tell)
{
    _cleanup_(definition_freep) struct definition *live = NULL, *config = NULL;
    _cleanup_(change_done) struct change in_live = *wanted, in_config = *wanted;
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, dom);
    struct affected to;

    in_live.live = true;
    if (!m || check_flags(wanted->flags, known) < 0 ||
        machine_affected(m, wanted->flags & AFFECT_FLAGS, &to) < 0 ||
        attach_try(to.live, make, &in_live, &live) < 0 ||
        attach_try(to.config, make, &in_config, &config) < 0)
        return -1;
    take_place(&m->live, &live);
    take_place(&m->config, &config);
    if (to.live && in_live.told)
        tell(w, m, &in_live);
    return 0;
}

/* Reads the XML of one device: an element that <devices> may have. */
static int read_device(const char *xml, xmlDoc **ret_doc, struct change *ret_change)
{
    if (xml_parse(VIR_FROM_DOMAIN, xml, "device XML", ret_doc) < 0)
        return -1;
    ret_change->device = xmlDocGetRootElement(*ret_doc);
    if (!devices_known(ret_change->device))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR, "<%s> is not a device",
                         ret_change->device->name);
    return 0;
}

static int change_device(struct session *session, const remote_nonnull_domain *dom, const char *xml,
                         unsigned flags, unsigned known, change_fn make, tell_fn tell)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    struct change c = {.flags = flags};

    if (read_device(xml, &doc, &c) < 0)
        return -1;
    return attach_apply(session, dom, &c, known, make, tell);
}

/* The agent of a guest comes and goes with its channel. */
static void tell_agent(struct world *w, const struct machine *m, const struct change *c, int state)
{
    if (c->agent)
        emit_agent(m, state, VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL);
}

static void tell_added(struct world *w, const struct machine *m, const struct change *c)
{
    emit_device_added(m, c->told);
    tell_agent(w, m, c, VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED);
}

static void tell_removed(struct world *w, const struct machine *m, const struct change *c)
{
    tell_agent(w, m, c, VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED);
    emit_device_removed(m, c->told);
}

/* A tray opens for what was in it, and closes on what is new. */
static void tell_updated(struct world *w, const struct machine *m, const struct change *c)
{
    bool same = c->old_source && c->new_source && strcmp(c->old_source, c->new_source) == 0;

    if (!c->old_source && !c->new_source)
        return;
    if (c->old_source && !same)
        emit_tray_change(m, c->told, VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN);
    if (c->new_source && !same)
        emit_tray_change(m, c->told, VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE);
}

int test_domain_attach_device(struct session *session, const remote_domain_attach_device_args *args)
{
    return change_device(session, &args->dom, args->xml, VIR_DOMAIN_AFFECT_LIVE, AFFECT_FLAGS,
                         attach_run, tell_added);
}

int test_domain_attach_device_flags(struct session *session,
                                    const remote_domain_attach_device_flags_args *args)
{
    return change_device(session, &args->dom, args->xml, args->flags, AFFECT_FLAGS, attach_run,
                         tell_added);
}

int test_domain_detach_device(struct session *session, const remote_domain_detach_device_args *args)
{
    return change_device(session, &args->dom, args->xml, VIR_DOMAIN_AFFECT_LIVE, AFFECT_FLAGS,
                         attach_detach, tell_removed);
}

int test_domain_detach_device_flags(struct session *session,
                                    const remote_domain_detach_device_flags_args *args)
{
    return change_device(session, &args->dom, args->xml, args->flags, AFFECT_FLAGS, attach_detach,
                         tell_removed);
}

int test_domain_update_device_flags(struct session *session,
                                    const remote_domain_update_device_flags_args *args)
{
    return change_device(session, &args->dom, args->xml, args->flags,
                         AFFECT_FLAGS | VIR_DOMAIN_DEVICE_MODIFY_FORCE, attach_update,
                         tell_updated);
}

int test_domain_detach_device_alias(struct session *session,
                                    const remote_domain_detach_device_alias_args *args)
{
    struct change c = {.alias = args->alias, .flags = args->flags};

    return attach_apply(session, &args->dom, &c, AFFECT_FLAGS, attach_detach, tell_removed);
}
