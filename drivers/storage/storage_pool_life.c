/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage pools: their lives, and who hears of them. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/event_hub.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"

/* ---- events ---- */

static void emit_pool(struct storage_room *room, const struct xml_object *o, int event)
{
    const struct hub_key key = {o->uuid, sizeof(o->uuid)};
    remote_storage_pool_event_lifecycle_msg m = {.pool.name = o->name, .event = event};

    memcpy(m.pool.uuid, o->uuid, sizeof(m.pool.uuid));
    hub_emit(room->hub, HUB_STORAGE_POOL, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE, &key, &m.callbackID);
}

void pool_emit_refresh(struct storage_room *room, const struct xml_object *o)
{
    const struct hub_key key = {o->uuid, sizeof(o->uuid)};
    remote_storage_pool_event_refresh_msg m = {.pool.name = o->name};

    memcpy(m.pool.uuid, o->uuid, sizeof(m.pool.uuid));
    hub_emit(room->hub, HUB_STORAGE_POOL, VIR_STORAGE_POOL_EVENT_ID_REFRESH, &key, &m.callbackID);
}

int connect_storage_pool_event_register_any(
    struct session *session, const remote_connect_storage_pool_event_register_any_args *args,
    remote_connect_storage_pool_event_register_any_ret *ret)
{
    const struct hub_key key = {args->pool ? args->pool->uuid : NULL, sizeof(args->pool->uuid)};

    return hub_subscribe_to(storage_room_of(session)->hub, session, HUB_STORAGE_POOL, args->eventID,
                            args->pool ? &key : NULL, &ret->callbackID);
}

int connect_storage_pool_event_deregister_any(
    struct session *session, const remote_connect_storage_pool_event_deregister_any_args *args)
{
    return hub_unsubscribe_from(storage_room_of(session)->hub, session, HUB_STORAGE_POOL,
                                args->callbackID);
}

/* ---- lives ---- */

/* Places a pool of that XML among the others. */
static int place_pool(struct storage_room *room, const char *xml, bool live,
                      struct xml_object **ret_object)
{
    struct objects *pools = &room->pools;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (schema_parse(pool_kind.schema, xml, &doc) < 0 || pool_check_source(pools, doc) < 0 ||
        objects_place(pools, doc, live, false, ret_object) < 0)
        return -1;
    take(doc);
    return 0;
}

int storage_pool_define_xml(struct session *session,
                            const remote_storage_pool_define_xml_args *args,
                            remote_storage_pool_define_xml_ret *ret)
{
    struct xml_object *o = NULL;
    struct storage_room *room = storage_room_of(session);

    if (check_flags(args->flags, VIR_STORAGE_POOL_DEFINE_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_STORAGE_POOL_DEFINE_VALIDATE, pool_kind.schema,
                          "storagepool", args->xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (place_pool(room, args->xml, false, &o) < 0)
        return -1;
    emit_pool(room, o, VIR_STORAGE_POOL_EVENT_DEFINED);
    return reply_object(o, &ret->pool.name, ret->pool.uuid);
}

/* Has the host build and start a pool that has become active; when it can't, it is no more. */
static int start_pool(struct storage_room *room, struct xml_object *o, unsigned flags)
{
    struct storage_pool *p = (struct storage_pool *)o;

    if ((flags && room->backend->build && room->backend->build(room, p, flags) < 0) ||
        (room->backend->start && room->backend->start(room, p) < 0)) {
        xml_object_stop(&room->pools, o);
        return -1;
    }
    return 0;
}

int storage_pool_create_xml(struct session *session,
                            const remote_storage_pool_create_xml_args *args,
                            remote_storage_pool_create_xml_ret *ret)
{
    const unsigned known = VIR_STORAGE_POOL_CREATE_WITH_BUILD |
                           VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE |
                           VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE;
    struct xml_object *o = NULL;
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);

    if (check_flags(args->flags, known) < 0 || place_pool(room, args->xml, true, &o) < 0 ||
        start_pool(room, o, args->flags) < 0)
        return -1;
    if (args->flags)
        emit_pool(room, o, VIR_STORAGE_POOL_EVENT_CREATED);
    emit_pool(room, o, VIR_STORAGE_POOL_EVENT_STARTED);
    return reply_object(o, &ret->pool.name, ret->pool.uuid);
}

int storage_pool_create(struct session *session, const remote_storage_pool_create_args *args)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_inactive(&room->pools, args->pool.uuid);

    if (!o ||
        check_flags(args->flags, (VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE << 1) - 1) < 0 ||
        xml_object_start(&room->pools, o) < 0 || start_pool(room, o, args->flags) < 0)
        return -1;
    emit_pool(room, o, VIR_STORAGE_POOL_EVENT_STARTED);
    return 0;
}

int storage_pool_destroy(struct session *session, const remote_storage_pool_destroy_args *args)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_active(&room->pools, args->pool.uuid);

    if (!o || (room->backend->stop && room->backend->stop(room, (struct storage_pool *)o) < 0))
        return -1;
    emit_pool(room, o, VIR_STORAGE_POOL_EVENT_STOPPED);
    xml_object_stop(&room->pools, o);
    return 0;
}

int storage_pool_undefine(struct session *session, const remote_storage_pool_undefine_args *args)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_inactive(&room->pools, args->pool.uuid);

    if (!o)
        return -1;
    emit_pool(room, o, VIR_STORAGE_POOL_EVENT_UNDEFINED);
    objects_remove(&room->pools, o);
    return 0;
}

int storage_pool_build(struct session *session, const remote_storage_pool_build_args *args)
{
    struct storage_room *room = storage_room_of(session);
    struct xml_object *o;

    if (check_flags(args->flags, (VIR_STORAGE_POOL_BUILD_OVERWRITE << 1) - 1) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    o = objects_inactive(&room->pools, args->pool.uuid);
    if (!o || (room->backend->build &&
               room->backend->build(room, (struct storage_pool *)o, args->flags) < 0))
        return -1;
    emit_pool(room, o, VIR_STORAGE_POOL_EVENT_CREATED);
    return 0;
}

int storage_pool_delete(struct session *session, const remote_storage_pool_delete_args *args)
{
    struct storage_room *room = storage_room_of(session);
    struct xml_object *o;

    if (check_flags(args->flags, VIR_STORAGE_POOL_DELETE_ZEROED) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    o = objects_inactive(&room->pools, args->pool.uuid);
    if (!o || (room->backend->remove &&
               room->backend->remove(room, (struct storage_pool *)o, args->flags) < 0))
        return -1;
    emit_pool(room, o, VIR_STORAGE_POOL_EVENT_DELETED);
    return 0;
}

int storage_pool_refresh(struct session *session, const remote_storage_pool_refresh_args *args)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_active(&room->pools, args->pool.uuid);

    if (!o || check_flags(args->flags, 0) < 0 ||
        (room->backend->refresh && room->backend->refresh(room, (struct storage_pool *)o) < 0))
        return -1;
    pool_emit_refresh(room, o);
    return 0;
}
