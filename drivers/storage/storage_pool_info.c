/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding storage pools, and what one is asked and told about itself. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "drivers/xml/xml.h"

static int fill_pool(const struct xml_object *o, void *item)
{
    remote_nonnull_storage_pool *pool = item;

    return reply_object(o, &pool->name, pool->uuid);
}

/* ---- finding ---- */

int connect_num_of_storage_pools(struct session *session,
                                 remote_connect_num_of_storage_pools_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);

    ret->num = reply_count(&room->pools, true);
    return 0;
}

int connect_num_of_defined_storage_pools(struct session *session,
                                         remote_connect_num_of_defined_storage_pools_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);

    ret->num = reply_count(&room->pools, false);
    return 0;
}

int connect_list_storage_pools(struct session *session,
                               const remote_connect_list_storage_pools_args *args,
                               remote_connect_list_storage_pools_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);

    return reply_names(&room->pools, true, args->maxnames, &ret->names);
}

int connect_list_defined_storage_pools(struct session *session,
                                       const remote_connect_list_defined_storage_pools_args *args,
                                       remote_connect_list_defined_storage_pools_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);

    return reply_names(&room->pools, false, args->maxnames, &ret->names);
}

static bool pool_passes(const struct xml_object *o, unsigned flags)
{
    const unsigned types = flags & ~(VIR_CONNECT_LIST_STORAGE_POOLS_DIR - 1U);

    return reply_passes(o, flags) &&
           (!types || types & ((const struct storage_pool *)o)->type->filter);
}

int connect_list_all_storage_pools(struct session *session,
                                   const remote_connect_list_all_storage_pools_args *args,
                                   remote_connect_list_all_storage_pools_ret *ret)
{
    const struct reply_list list = {args->flags, pool_passes, sizeof(remote_nonnull_storage_pool),
                                    fill_pool};
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, (VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT << 1) - 1) < 0)
        return -1;
    return reply_all(&room->pools, &list, args->need_results, &ret->pools, &ret->ret);
}

int storage_pool_lookup_by_uuid(struct session *session,
                                const remote_storage_pool_lookup_by_uuid_args *args,
                                remote_storage_pool_lookup_by_uuid_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_uuid(&room->pools, args->uuid);

    return o ? fill_pool(o, &ret->pool) : -1;
}

int storage_pool_lookup_by_name(struct session *session,
                                const remote_storage_pool_lookup_by_name_args *args,
                                remote_storage_pool_lookup_by_name_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->pools, args->name);

    return o ? fill_pool(o, &ret->pool) : -1;
}

int storage_pool_lookup_by_volume(struct session *session,
                                  const remote_storage_pool_lookup_by_volume_args *args,
                                  remote_storage_pool_lookup_by_volume_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->pools, args->vol.pool);

    return o ? fill_pool(o, &ret->pool) : -1;
}

int storage_pool_lookup_by_target_path(struct session *session,
                                       const remote_storage_pool_lookup_by_target_path_args *args,
                                       remote_storage_pool_lookup_by_target_path_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);

    for (const struct xml_object *o = room->pools.first; o; o = o->next) {
        if (o->live && strcmp(((const struct storage_pool *)o)->target, args->path) == 0)
            return fill_pool(o, &ret->pool);
    }
    return error_set(FROM_DRIVER, VIR_ERR_NO_STORAGE_POOL, "no active pool has the target %s",
                     args->path);
}

/* ---- one ---- */

int storage_pool_get_info(struct session *session, const remote_storage_pool_get_info_args *args,
                          remote_storage_pool_get_info_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find(room, &args->pool);

    if (!p)
        return -1;
    ret->state = p->o.live ? VIR_STORAGE_POOL_RUNNING : VIR_STORAGE_POOL_INACTIVE;
    ret->capacity = p->capacity;
    ret->allocation = p->allocation;
    ret->available = pool_available(p);
    return 0;
}

int storage_pool_get_xml_desc(struct session *session,
                              const remote_storage_pool_get_xml_desc_args *args,
                              remote_storage_pool_get_xml_desc_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find(room, &args->pool);

    if (!p || check_flags(args->flags, VIR_STORAGE_XML_INACTIVE) < 0)
        return -1;
    ret->xml = xml_object_format(&p->o, args->flags & VIR_STORAGE_XML_INACTIVE);
    return ret->xml ? 0 : -1;
}

int storage_pool_get_autostart(struct session *session,
                               const remote_storage_pool_get_autostart_args *args,
                               remote_storage_pool_get_autostart_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find(room, &args->pool);

    if (!p)
        return -1;
    ret->autostart = p->o.autostart;
    return 0;
}

int storage_pool_set_autostart(struct session *session,
                               const remote_storage_pool_set_autostart_args *args)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct storage_pool *p = pool_find(room, &args->pool);

    if (!p)
        return -1;
    if (!p->o.config)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG, "pool '%s' is transient",
                         p->o.name);
    p->o.autostart = args->autostart;
    return 0;
}

int storage_pool_is_active(struct session *session, const remote_storage_pool_is_active_args *args,
                           remote_storage_pool_is_active_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find(room, &args->pool);

    if (!p)
        return -1;
    ret->active = p->o.live != NULL;
    return 0;
}

int storage_pool_is_persistent(struct session *session,
                               const remote_storage_pool_is_persistent_args *args,
                               remote_storage_pool_is_persistent_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find(room, &args->pool);

    if (!p)
        return -1;
    ret->persistent = p->o.config != NULL;
    return 0;
}

/* ---- what could be a pool ---- */

int connect_find_storage_pool_sources(struct session *session,
                                      const remote_connect_find_storage_pool_sources_args *args,
                                      remote_connect_find_storage_pool_sources_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    const char *spec = args->srcSpec ? *args->srcSpec : NULL;
    int r = 1;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (room->backend->find_sources)
        r = room->backend->find_sources(room, args->type, spec, &ret->xml);
    return r > 0 ? error_set(FROM_DRIVER, VIR_ERR_NO_SUPPORT, "sources of pools of type '%s'",
                             args->type)
                 : r;
}
