/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What people and programs write on a machine: name, title, description, metadata. */
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/event_hub.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/xml.h"

static const char *metadata_element(int type)
{
    return type == VIR_DOMAIN_METADATA_TITLE ? "title" : "description";
}

static int metadata_check_type(int type, const char *uri)
{
    if (type < 0 || type > VIR_DOMAIN_METADATA_ELEMENT)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "metadata has no type %d", type);
    if (type == VIR_DOMAIN_METADATA_ELEMENT && (!uri || !*uri))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "a metadata element has a namespace");
    return 0;
}

int machine_domain_get_metadata(struct session *session,
                                const remote_domain_get_metadata_args *args,
                                remote_domain_get_metadata_ret *ret)
{
    const char *uri = args->uri ? *args->uri : NULL;
    const struct definition *d;
    struct affected of;
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        metadata_check_type(args->type, uri) < 0 || machine_seen(m, args->flags, &of) < 0)
        return -1;
    d = of.live ? of.live : of.config;
    ret->metadata = args->type == VIR_DOMAIN_METADATA_ELEMENT
                        ? definition_metadata(d, uri)
                        : definition_text(d, metadata_element(args->type));
    if (!ret->metadata)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_NO_DOMAIN_METADATA, "domain '%s' has no such one",
                         machine_name(m));
    return 0;
}

static int metadata_change(struct definition *d, const remote_domain_set_metadata_args *args)
{
    const char *text = args->metadata ? *args->metadata : NULL;

    if (!d)
        return 0;
    if (args->type == VIR_DOMAIN_METADATA_ELEMENT)
        return definition_set_metadata(d, args->key ? *args->key : NULL, *args->uri, text);
    return definition_set_text(d, metadata_element(args->type), text);
}

int machine_domain_set_metadata(struct session *session,
                                const remote_domain_set_metadata_args *args)
{
    const char *uri = args->uri ? *args->uri : NULL;
    struct affected to;
    remote_nonnull_domain ref;
    CHANGE_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        metadata_check_type(args->type, uri) < 0 || machine_changed(m, args->flags, &to) < 0 ||
        metadata_change(to.live, args) < 0 || metadata_change(to.config, args) < 0 ||
        machine_ref(m, &ref) < 0)
        return -1;
    hub_emit_metadata(m->table->hub, &ref, args->type, uri);
    free(ref.name);
    return 0;
}

int machine_domain_rename(struct session *session, const remote_domain_rename_args *args,
                          remote_domain_rename_ret *ret)
{
    const char *name = args->new_name ? *args->new_name : "";
    CHANGE_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (xml_check_text(name, "the name") < 0 || definition_check_name(name) < 0)
        return -1;
    if (!*name || strchr(name, '/'))
        return error_set(FROM_DRIVER, VIR_ERR_XML_ERROR, "'%s' is not a name", name);
    if (machine_active(m))
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID, "domain '%s' is running",
                         machine_name(m));
    if (machine_table_name(m->table, name))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID,
                         "there is a domain '%s' already", name);
    m->table->hypervisor->lifecycle(m, VIR_DOMAIN_EVENT_UNDEFINED,
                                    VIR_DOMAIN_EVENT_UNDEFINED_RENAMED);
    if (!definition_edit(m->config) || definition_set_name(m->config, name) < 0 ||
        (m->saved && (!definition_edit(m->saved) || definition_set_name(m->saved, name) < 0)) ||
        machine_table_rename(m, name) < 0)
        return -1;
    m->table->hypervisor->lifecycle(m, VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_RENAMED);
    return 0;
}
