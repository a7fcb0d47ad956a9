/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding storage pools, and what one is asked and told about itself. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/object/reply_objects.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/storage/storage.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

static int fill(const struct xml_object *o, void *item)
{
    remote_nonnull_storage_pool *pool = item;

    return reply_object(o, &pool->name, pool->uuid);
}

/* ---- finding ---- */

int test_connect_num_of_storage_pools(struct session *session,
                                      remote_connect_num_of_storage_pools_ret *ret)
{
    READ_WORLD(w, session);

    ret->num = reply_count(&w->families.pools, true);
    return 0;
}

int test_connect_num_of_defined_storage_pools(struct session *session,
                                              remote_connect_num_of_defined_storage_pools_ret *ret)
{
    READ_WORLD(w, session);

    ret->num = reply_count(&w->families.pools, false);
    return 0;
}

int test_connect_list_storage_pools(struct session *session,
                                    const remote_connect_list_storage_pools_args *args,
                                    remote_connect_list_storage_pools_ret *ret)
{
    READ_WORLD(w, session);

    return reply_names(&w->families.pools, true, args->maxnames, &ret->names);
}

int test_connect_list_defined_storage_pools(
    struct session *session, const remote_connect_list_defined_storage_pools_args *args,
    remote_connect_list_defined_storage_pools_ret *ret)
{
    READ_WORLD(w, session);

    return reply_names(&w->families.pools, false, args->maxnames, &ret->names);
}

static bool passes(const struct xml_object *o, unsigned flags)
{
    const unsigned types = flags & ~(VIR_CONNECT_LIST_STORAGE_POOLS_DIR - 1U);

    return reply_passes(o, flags) &&
           (!types || types & ((const struct storage_pool *)o)->type->filter);
}

int test_connect_list_all_storage_pools(struct session *session,
                                        const remote_connect_list_all_storage_pools_args *args,
                                        remote_connect_list_all_storage_pools_ret *ret)
{
    const struct reply_list list = {args->flags, passes, sizeof(remote_nonnull_storage_pool), fill};
    READ_WORLD(w, session);

    if (check_flags(args->flags, (VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT << 1) - 1) < 0)
        return -1;
    return reply_all(&w->families.pools, &list, args->need_results, &ret->pools, &ret->ret);
}

int test_storage_pool_lookup_by_uuid(struct session *session,
                                     const remote_storage_pool_lookup_by_uuid_args *args,
                                     remote_storage_pool_lookup_by_uuid_ret *ret)
{
    READ_WORLD(w, session);
    const struct xml_object *o = objects_uuid(&w->families.pools, args->uuid);

    return o ? fill(o, &ret->pool) : -1;
}

int test_storage_pool_lookup_by_name(struct session *session,
                                     const remote_storage_pool_lookup_by_name_args *args,
                                     remote_storage_pool_lookup_by_name_ret *ret)
{
    READ_WORLD(w, session);
    const struct xml_object *o = objects_name(&w->families.pools, args->name);

    return o ? fill(o, &ret->pool) : -1;
}

int test_storage_pool_lookup_by_volume(struct session *session,
                                       const remote_storage_pool_lookup_by_volume_args *args,
                                       remote_storage_pool_lookup_by_volume_ret *ret)
{
    READ_WORLD(w, session);
    const struct xml_object *o = objects_name(&w->families.pools, args->vol.pool);

    return o ? fill(o, &ret->pool) : -1;
}

int test_storage_pool_lookup_by_target_path(
    struct session *session, const remote_storage_pool_lookup_by_target_path_args *args,
    remote_storage_pool_lookup_by_target_path_ret *ret)
{
    READ_WORLD(w, session);

    for (const struct xml_object *o = w->families.pools.first; o; o = o->next) {
        if (o->live && strcmp(((const struct storage_pool *)o)->target, args->path) == 0)
            return fill(o, &ret->pool);
    }
    return error_set(VIR_FROM_TEST, VIR_ERR_NO_STORAGE_POOL, "no active pool has the target %s",
                     args->path);
}

/* ---- one ---- */

int test_storage_pool_get_info(struct session *session,
                               const remote_storage_pool_get_info_args *args,
                               remote_storage_pool_get_info_ret *ret)
{
    READ_WORLD(w, session);
    const struct storage_pool *p = pool_find(w, &args->pool);

    if (!p)
        return -1;
    ret->state = p->o.live ? VIR_STORAGE_POOL_RUNNING : VIR_STORAGE_POOL_INACTIVE;
    ret->capacity = POOL_CAPACITY;
    ret->allocation = p->allocation;
    ret->available = POOL_CAPACITY - p->allocation;
    return 0;
}

int test_storage_pool_get_xml_desc(struct session *session,
                                   const remote_storage_pool_get_xml_desc_args *args,
                                   remote_storage_pool_get_xml_desc_ret *ret)
{
    READ_WORLD(w, session);
    const struct storage_pool *p = pool_find(w, &args->pool);

    if (!p || check_flags(args->flags, VIR_STORAGE_XML_INACTIVE) < 0)
        return -1;
    ret->xml = xml_object_format(&p->o, args->flags & VIR_STORAGE_XML_INACTIVE);
    return ret->xml ? 0 : -1;
}

int test_storage_pool_get_autostart(struct session *session,
                                    const remote_storage_pool_get_autostart_args *args,
                                    remote_storage_pool_get_autostart_ret *ret)
{
    READ_WORLD(w, session);
    const struct storage_pool *p = pool_find(w, &args->pool);

    if (!p)
        return -1;
    ret->autostart = p->o.autostart;
    return 0;
}

int test_storage_pool_set_autostart(struct session *session,
                                    const remote_storage_pool_set_autostart_args *args)
{
    WRITE_WORLD(w, session);
    struct storage_pool *p = pool_find(w, &args->pool);

    if (!p)
        return -1;
    if (!p->o.config)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG, "pool '%s' is transient",
                         p->o.name);
    p->o.autostart = args->autostart;
    return 0;
}

int test_storage_pool_is_active(struct session *session,
                                const remote_storage_pool_is_active_args *args,
                                remote_storage_pool_is_active_ret *ret)
{
    READ_WORLD(w, session);
    const struct storage_pool *p = pool_find(w, &args->pool);

    if (!p)
        return -1;
    ret->active = p->o.live != NULL;
    return 0;
}

int test_storage_pool_is_persistent(struct session *session,
                                    const remote_storage_pool_is_persistent_args *args,
                                    remote_storage_pool_is_persistent_ret *ret)
{
    READ_WORLD(w, session);
    const struct storage_pool *p = pool_find(w, &args->pool);

    if (!p)
        return -1;
    ret->persistent = p->o.config != NULL;
    return 0;
}

/* ---- what could be a pool ---- */

static const char logical_sources[] = "<sources>\n"
                                      "  <source>\n"
                                      "    <device path='/dev/sda20'/>\n"
                                      "    <name>testvg1</name>\n"
                                      "    <format type='lvm2'/>\n"
                                      "  </source>\n"
                                      "  <source>\n"
                                      "    <device path='/dev/sda21'/>\n"
                                      "    <name>testvg2</name>\n"
                                      "    <format type='lvm2'/>\n"
                                      "  </source>\n"
                                      "</sources>\n";

/* The exports of a host: one. */
static int netfs_sources(const char *spec, char **ret_xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL, *found = NULL;
    _cleanup_free_ char *host = NULL;
    xmlNode *n;

    if (spec && xml_parse(VIR_FROM_STORAGE, spec, "<source>", &doc) < 0)
        return -1;
    if (doc && !xml_is(xmlDocGetRootElement(doc), "source"))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "the root element is <%s>, not <source>",
                         (const char *)xmlDocGetRootElement(doc)->name);
    host = doc ? xml_attribute(xml_child(xmlDocGetRootElement(doc), "host"), "name") : NULL;
    if (!host)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the exports of which host? <source> names none");
    if (xml_parse(VIR_FROM_STORAGE,
                  "<sources><source><host/><dir path='/testshare'/><format type='nfs'/></source>"
                  "</sources>",
                  "the exports", &found) < 0)
        return -1;
    n = xml_child(xml_child(xmlDocGetRootElement(found), "source"), "host");
    xmlSetProp(n, BAD_CAST "name", BAD_CAST host);
    *ret_xml = xml_format(xmlDocGetRootElement(found));
    return *ret_xml ? 0 : -1;
}

int test_connect_find_storage_pool_sources(
    struct session *session, const remote_connect_find_storage_pool_sources_args *args,
    remote_connect_find_storage_pool_sources_ret *ret)
{
    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (strcmp(args->type, "logical") == 0)
        return reply_text(&ret->xml, logical_sources);
    if (strcmp(args->type, "netfs") == 0)
        return netfs_sources(args->srcSpec ? *args->srcSpec : NULL, &ret->xml);
    return error_set(VIR_FROM_TEST, VIR_ERR_NO_SUPPORT, "sources of pools of type '%s'",
                     args->type);
}
