/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Network filters are definitions only. A binding says which filter is on a port, and keeps the
 * filter from being undefined.
 */
#include "drivers/nwfilter/nwfilter.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/nwfilter/backend.h"
#include "drivers/nwfilter/ops.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"

/* ---- documents ---- */

static const char *const filter_order[] = {"uuid", NULL};
static const struct schema filter_schema = {"filter", VIR_FROM_NWFILTER, filter_order,
                                            ARRAY_SIZE(filter_order)};

static int read_filter(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                       unsigned char *ret_uuid)
{
    _cleanup_free_ char *name = xml_attribute(root, "name"), *chain = xml_attribute(root, "chain");

    if (!name || !*name)
        return error_set(VIR_FROM_NWFILTER, VIR_ERR_INTERNAL_ERROR, "<filter> has no name");
    if (schema_uuid(kind->schema, root, ret_uuid) < 0)
        return -1;
    if (!chain)
        xml_set(root, "chain", "root");
    *ret_name = take(name);
    return 0;
}

const struct xml_object_kind filter_kind = {
    .schema = &filter_schema,
    .size = sizeof(struct xml_object),
    .missing = VIR_ERR_NO_NWFILTER,
    .domain = VIR_FROM_NWFILTER,
    .read = read_filter,
};

static const char *const binding_order[] = {"owner", "portdev", "linkdev",
                                            "mac",   NULL,      "filterref"};
static const struct schema binding_schema = {"filterbinding", VIR_FROM_NWFILTER, binding_order,
                                             ARRAY_SIZE(binding_order)};

/* The filter of a binding, malloc'ed; NULL: it names none. */
static char *filter_of(const xmlNode *root)
{
    return xml_attribute(xml_child(root, "filterref"), "filter");
}

static int read_binding(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                        unsigned char *ret_uuid)
{
    _cleanup_free_ char *port = xml_attribute(xml_child(root, "portdev"), "name");
    _cleanup_free_ char *filter = filter_of(root);

    if (!port || !*port || !filter)
        return error_set(VIR_FROM_NWFILTER, VIR_ERR_INTERNAL_ERROR, "<filterbinding> has no <%s>",
                         filter ? "portdev" : "filterref");
    *ret_name = take(port);
    return 0;
}

const struct xml_object_kind binding_kind = {
    .schema = &binding_schema,
    .size = sizeof(struct xml_object),
    .missing = VIR_ERR_NO_NWFILTER_BINDING,
    .domain = VIR_FROM_NWFILTER,
    .no_uuid = true,
    .undefined = true,
    .read = read_binding,
};

void nwfilter_room_init(struct nwfilter_room *room)
{
    objects_init(&room->filters, &filter_kind);
    objects_init(&room->bindings, &binding_kind);
}

void nwfilter_room_done(struct nwfilter_room *room)
{
    objects_done(&room->filters);
    objects_done(&room->bindings);
}

/* ---- filters ---- */

static int fill_filter(const struct xml_object *o, void *item)
{
    remote_nonnull_nwfilter *filter = item;

    return reply_object(o, &filter->name, filter->uuid);
}

static bool any_passes(const struct xml_object *o, unsigned flags)
{
    return true;
}

int connect_num_of_nwfilters(struct session *session, remote_connect_num_of_nwfilters_ret *ret)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);

    ret->num = (int)room->filters.n;
    return 0;
}

int connect_list_nwfilters(struct session *session, const remote_connect_list_nwfilters_args *args,
                           remote_connect_list_nwfilters_ret *ret)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);

    return reply_names(&room->filters, false, args->maxnames, &ret->names);
}

int connect_list_all_nwfilters(struct session *session,
                               const remote_connect_list_all_nwfilters_args *args,
                               remote_connect_list_all_nwfilters_ret *ret)
{
    const struct reply_list list = {0, any_passes, sizeof(remote_nonnull_nwfilter), fill_filter};
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    return reply_all(&room->filters, &list, args->need_results, &ret->filters, &ret->ret);
}

int nwfilter_lookup_by_uuid(struct session *session,
                            const remote_nwfilter_lookup_by_uuid_args *args,
                            remote_nwfilter_lookup_by_uuid_ret *ret)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_uuid(&room->filters, args->uuid);

    return o ? fill_filter(o, &ret->nwfilter) : -1;
}

int nwfilter_lookup_by_name(struct session *session,
                            const remote_nwfilter_lookup_by_name_args *args,
                            remote_nwfilter_lookup_by_name_ret *ret)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->filters, args->name);

    return o ? fill_filter(o, &ret->nwfilter) : -1;
}

static int define_filter(struct session *session, const char *xml, unsigned flags,
                         remote_nonnull_nwfilter *ret_filter)
{
    struct xml_object *o = NULL;
    struct nwfilter_room *room = nwfilter_room_of(session);

    if (check_flags(flags, VIR_NWFILTER_DEFINE_VALIDATE) < 0 ||
        validate_document(flags & VIR_NWFILTER_DEFINE_VALIDATE, &filter_schema, "nwfilter", xml) <
            0)
        return -1;
    WRITE_GUARD(room->guard);
    if (objects_define(&room->filters, xml, &o) < 0)
        return -1;
    return fill_filter(o, ret_filter);
}

int nwfilter_define_xml(struct session *session, const remote_nwfilter_define_xml_args *args,
                        remote_nwfilter_define_xml_ret *ret)
{
    return define_filter(session, args->xml, 0, &ret->nwfilter);
}

int nwfilter_define_xml_flags(struct session *session,
                              const remote_nwfilter_define_xml_flags_args *args,
                              remote_nwfilter_define_xml_flags_ret *ret)
{
    return define_filter(session, args->xml, args->flags, &ret->nwfilter);
}

int nwfilter_undefine(struct session *session, const remote_nwfilter_undefine_args *args)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_uuid(&room->filters, args->nwfilter.uuid);

    if (!o)
        return -1;
    for (const struct xml_object *b = room->bindings.first; b; b = b->next) {
        _cleanup_free_ char *filter = filter_of(xmlDocGetRootElement(b->live));

        if (filter && strcmp(filter, o->name) == 0)
            return error_set(VIR_FROM_NWFILTER, VIR_ERR_OPERATION_INVALID,
                             "filter '%s' is on port '%s'", o->name, b->name);
    }
    objects_remove(&room->filters, o);
    return 0;
}

int nwfilter_get_xml_desc(struct session *session, const remote_nwfilter_get_xml_desc_args *args,
                          remote_nwfilter_get_xml_desc_ret *ret)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_uuid(&room->filters, args->nwfilter.uuid);

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    ret->xml = xml_object_format(o, false);
    return ret->xml ? 0 : -1;
}

/* ---- bindings ---- */

static int fill_binding(const struct xml_object *o, void *item)
{
    remote_nonnull_nwfilter_binding *binding = item;

    binding->filtername = filter_of(xmlDocGetRootElement(o->live));
    if (!binding->filtername)
        return error_oom(VIR_FROM_NWFILTER);
    return reply_text(&binding->portdev, o->name);
}

int connect_list_all_nwfilter_bindings(struct session *session,
                                       const remote_connect_list_all_nwfilter_bindings_args *args,
                                       remote_connect_list_all_nwfilter_bindings_ret *ret)
{
    const struct reply_list list = {0, any_passes, sizeof(remote_nonnull_nwfilter_binding),
                                    fill_binding};
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    return reply_all(&room->bindings, &list, args->need_results, &ret->bindings, &ret->ret);
}

int nwfilter_binding_lookup_by_port_dev(struct session *session,
                                        const remote_nwfilter_binding_lookup_by_port_dev_args *args,
                                        remote_nwfilter_binding_lookup_by_port_dev_ret *ret)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->bindings, args->name);

    return o ? fill_binding(o, &ret->nwfilter) : -1;
}

int nwfilter_binding_create_xml(struct session *session,
                                const remote_nwfilter_binding_create_xml_args *args,
                                remote_nwfilter_binding_create_xml_ret *ret)
{
    const struct xml_object *filter;
    _cleanup_free_ char *name = NULL;
    struct xml_object *o = NULL;
    struct nwfilter_room *room = nwfilter_room_of(session);

    if (check_flags(args->flags, VIR_NWFILTER_BINDING_CREATE_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_NWFILTER_BINDING_CREATE_VALIDATE, &binding_schema,
                          "nwfilterbinding", args->xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (objects_create(&room->bindings, args->xml, true, &o) < 0)
        return -1;
    name = filter_of(xmlDocGetRootElement(o->live));
    filter = name ? objects_name(&room->filters, name) : NULL;
    if (!filter || (room->backend->bind && room->backend->bind(room, o, filter) < 0)) {
        objects_remove(&room->bindings, o);
        return -1;
    }
    return fill_binding(o, &ret->nwfilter);
}

int nwfilter_binding_delete(struct session *session,
                            const remote_nwfilter_binding_delete_args *args)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_name(&room->bindings, args->nwfilter.portdev);

    if (!o)
        return -1;
    if (room->backend->unbind)
        room->backend->unbind(room, o);
    objects_remove(&room->bindings, o);
    return 0;
}

int nwfilter_binding_get_xml_desc(struct session *session,
                                  const remote_nwfilter_binding_get_xml_desc_args *args,
                                  remote_nwfilter_binding_get_xml_desc_ret *ret)
{
    struct nwfilter_room *room = nwfilter_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->bindings, args->nwfilter.portdev);

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    ret->xml = xml_object_format(o, false);
    return ret->xml ? 0 : -1;
}
