/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Volumes: finding, making, changing, deleting. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "drivers/forms/validate.h"

/* ---- finding ---- */

int storage_pool_num_of_volumes(struct session *session,
                                const remote_storage_pool_num_of_volumes_args *args,
                                remote_storage_pool_num_of_volumes_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find_active(room, &args->pool);

    if (!p)
        return -1;
    ret->num = (int)p->volumes.n;
    return 0;
}

int storage_pool_list_volumes(struct session *session,
                              const remote_storage_pool_list_volumes_args *args,
                              remote_storage_pool_list_volumes_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find_active(room, &args->pool);

    return p ? reply_names(&p->volumes, true, args->maxnames, &ret->names) : -1;
}

static bool volume_passes(const struct xml_object *o, unsigned flags)
{
    return true;
}

static int fill_volume(const struct xml_object *o, void *item)
{
    return volume_ref((const struct volume *)o, item);
}

int storage_pool_list_all_volumes(struct session *session,
                                  const remote_storage_pool_list_all_volumes_args *args,
                                  remote_storage_pool_list_all_volumes_ret *ret)
{
    const struct reply_list list = {0, volume_passes, sizeof(remote_nonnull_storage_vol),
                                    fill_volume};
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find_active(room, &args->pool);

    if (!p || check_flags(args->flags, 0) < 0)
        return -1;
    return reply_all(&p->volumes, &list, args->need_results, &ret->vols, &ret->ret);
}

int storage_vol_lookup_by_name(struct session *session,
                               const remote_storage_vol_lookup_by_name_args *args,
                               remote_storage_vol_lookup_by_name_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct storage_pool *p = pool_find_active(room, &args->pool);
    const struct xml_object *o = p ? objects_name(&p->volumes, args->name) : NULL;

    return o ? fill_volume(o, &ret->vol) : -1;
}

int storage_vol_lookup_by_key(struct session *session,
                              const remote_storage_vol_lookup_by_key_args *args,
                              remote_storage_vol_lookup_by_key_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find_key(room, args->key);

    return v ? volume_ref(v, &ret->vol) : -1;
}

int storage_vol_lookup_by_path(struct session *session,
                               const remote_storage_vol_lookup_by_path_args *args,
                               remote_storage_vol_lookup_by_path_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find_path(room, args->path);

    return v ? volume_ref(v, &ret->vol) : -1;
}

/* ---- making and deleting ---- */

static int volume_validate(unsigned flags, const char *xml)
{
    return validate_document(flags & VIR_STORAGE_VOL_CREATE_VALIDATE, volume_kind.schema,
                             "storagevol", xml);
}

int storage_vol_create_xml(struct session *session, const remote_storage_vol_create_xml_args *args,
                           remote_storage_vol_create_xml_ret *ret)
{
    struct volume *v = NULL;
    struct storage_room *room = storage_room_of(session);

    if (check_flags(args->flags, VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA |
                                     VIR_STORAGE_VOL_CREATE_VALIDATE) < 0 ||
        volume_validate(args->flags, args->xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    struct storage_pool *p = pool_find_active(room, &args->pool);

    if (!p || volume_make(p, args->xml, NULL, &v) < 0)
        return -1;
    return volume_ref(v, &ret->vol);
}

int storage_vol_create_xml_from(struct session *session,
                                const remote_storage_vol_create_xml_from_args *args,
                                remote_storage_vol_create_xml_from_ret *ret)
{
    const unsigned known = VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA |
                           VIR_STORAGE_VOL_CREATE_REFLINK | VIR_STORAGE_VOL_CREATE_VALIDATE;
    struct volume *v = NULL;
    struct storage_room *room = storage_room_of(session);

    if (check_flags(args->flags, known) < 0 || volume_validate(args->flags, args->xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    struct storage_pool *p = pool_find_active(room, &args->pool);
    const struct volume *like = p ? volume_find(room, &args->clonevol) : NULL;

    if (!like || volume_make(p, args->xml, like, &v) < 0)
        return -1;
    return volume_ref(v, &ret->vol);
}

int storage_vol_delete(struct session *session, const remote_storage_vol_delete_args *args)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct volume *v = volume_find(room, &args->vol);

    if (!v || check_flags(args->flags, VIR_STORAGE_VOL_DELETE_ZEROED |
                                           VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS) < 0)
        return -1;
    if (room->backend->unmake(room, v, args->flags) < 0)
        return -1;
    pool_count(v->pool, -(long long)v->allocation);
    v->pool->n_elsewhere -= v->elsewhere;
    objects_remove(&v->pool->volumes, &v->o);
    return 0;
}

/* ---- one ---- */

int storage_vol_get_xml_desc(struct session *session,
                             const remote_storage_vol_get_xml_desc_args *args,
                             remote_storage_vol_get_xml_desc_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find(room, &args->vol);

    if (!v || check_flags(args->flags, 0) < 0)
        return -1;
    ret->xml = xml_object_format(&v->o, false);
    return ret->xml ? 0 : -1;
}

int storage_vol_get_path(struct session *session, const remote_storage_vol_get_path_args *args,
                         remote_storage_vol_get_path_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find(room, &args->vol);

    return v ? reply_text(&ret->name, v->path) : -1;
}

int storage_vol_get_info(struct session *session, const remote_storage_vol_get_info_args *args,
                         remote_storage_vol_get_info_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find(room, &args->vol);

    if (!v)
        return -1;
    ret->type = (char)v->pool->type->volume;
    ret->capacity = v->capacity;
    ret->allocation = v->allocation;
    return 0;
}

/* Its file is as long as the volume is large. */
int storage_vol_get_info_flags(struct session *session,
                               const remote_storage_vol_get_info_flags_args *args,
                               remote_storage_vol_get_info_flags_ret *ret)
{
    struct storage_room *room = storage_room_of(session);
    READ_GUARD(room->guard);
    const struct volume *v = volume_find(room, &args->vol);

    if (!v || check_flags(args->flags, VIR_STORAGE_VOL_GET_PHYSICAL) < 0)
        return -1;
    ret->type = (char)v->pool->type->volume;
    ret->capacity = v->capacity;
    ret->allocation = args->flags & VIR_STORAGE_VOL_GET_PHYSICAL ? v->capacity : v->allocation;
    return 0;
}

/* ---- changing ---- */

int storage_vol_resize(struct session *session, const remote_storage_vol_resize_args *args)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct volume *v = volume_find(room, &args->vol);
    unsigned long long to = args->capacity, more = 0;
    bool shrink = args->flags & VIR_STORAGE_VOL_RESIZE_SHRINK;

    if (!v || check_flags(args->flags, (VIR_STORAGE_VOL_RESIZE_SHRINK << 1) - 1) < 0)
        return -1;
    if (args->flags & VIR_STORAGE_VOL_RESIZE_DELTA) {
        if (shrink ? to > v->capacity : to > v->pool->capacity)
            return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                             "volume '%s' can not change by %llu bytes", v->o.name, to);
        to = shrink ? v->capacity - to : v->capacity + to;
    }
    if (to < v->capacity && !shrink)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                         "volume '%s' is larger, and shrinks only when asked to", v->o.name);
    if (args->flags & VIR_STORAGE_VOL_RESIZE_ALLOCATE && to > v->allocation)
        more = to - v->allocation;
    if (more > pool_available(v->pool) || to > v->pool->capacity)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                         "pool '%s' has not the room for volume '%s'", v->pool->o.name, v->o.name);
    if (room->backend->resize(room, v, to, args->flags) < 0)
        return -1;
    pool_count(v->pool, (long long)more);
    v->allocation += more;
    if (v->allocation > to) {
        pool_count(v->pool, -(long long)(v->allocation - to));
        v->allocation = to;
    }
    v->capacity = to;
    volume_put_sizes(v);
    return 0;
}

static int wipe_volume(struct session *session, const remote_nonnull_storage_vol *vol,
                       unsigned algorithm, unsigned flags)
{
    struct storage_room *room = storage_room_of(session);
    WRITE_GUARD(room->guard);
    struct volume *v = volume_find(room, vol);

    if (!v || check_flags(flags, 0) < 0)
        return -1;
    if (algorithm > VIR_STORAGE_VOL_WIPE_ALG_TRIM)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG, "wiping has no algorithm %u",
                         algorithm);
    return room->backend->wipe(room, v, algorithm);
}

int storage_vol_wipe(struct session *session, const remote_storage_vol_wipe_args *args)
{
    return wipe_volume(session, &args->vol, VIR_STORAGE_VOL_WIPE_ALG_ZERO, args->flags);
}

int storage_vol_wipe_pattern(struct session *session,
                             const remote_storage_vol_wipe_pattern_args *args)
{
    return wipe_volume(session, &args->vol, args->algorithm, args->flags);
}
