/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding secrets: by UUID, by what they are for, and all that pass a filter. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/uuid.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/secret/ops.h"
#include "drivers/secret/secret.h"
#include "drivers/session.h"

int secret_ref(const struct xml_object *o, void *item)
{
    remote_nonnull_secret *secret = item;

    secret->usageType = ((const struct secret *)o)->usage;
    return reply_object(o, &secret->usageID, secret->uuid);
}

struct secret *secret_find(struct secret_room *room, const remote_nonnull_secret *secret)
{
    return (struct secret *)objects_uuid(&room->secrets, secret->uuid);
}

struct secret *secret_of_usage(const struct secret_room *room, int type, const char *id)
{
    struct xml_object *o = objects_by_name(&room->secrets, id);

    while (o && (strcmp(o->name, id) != 0 || ((struct secret *)o)->usage != type))
        o = o->next_of_name;
    return type == VIR_SECRET_USAGE_TYPE_NONE ? NULL : (struct secret *)o;
}

int connect_num_of_secrets(struct session *session, remote_connect_num_of_secrets_ret *ret)
{
    struct secret_room *room = secret_room_of(session);
    READ_GUARD(room->guard);

    ret->num = (int)room->secrets.n;
    return 0;
}

int connect_list_secrets(struct session *session, const remote_connect_list_secrets_args *args,
                         remote_connect_list_secrets_ret *ret)
{
    struct secret_room *room = secret_room_of(session);
    READ_GUARD(room->guard);
    size_t n = room->secrets.n;
    char text[UUID_TEXT];

    if (args->maxuuids < 0)
        return error_set(VIR_FROM_SECRET, VIR_ERR_INVALID_ARG, "room for %d UUIDs", args->maxuuids);
    if (n > (size_t)args->maxuuids)
        n = (size_t)args->maxuuids;
    ret->uuids.uuids_val = calloc(n + 1, sizeof(char *));
    if (!ret->uuids.uuids_val)
        return error_oom(VIR_FROM_SECRET);
    for (const struct xml_object *o = room->secrets.first; o && ret->uuids.uuids_len < n;
         o = o->next) {
        if (reply_text(&ret->uuids.uuids_val[ret->uuids.uuids_len], uuid_format(o->uuid, text)) < 0)
            return -1;
        ret->uuids.uuids_len++;
    }
    return 0;
}

static bool secret_passes(const struct xml_object *o, unsigned flags)
{
    const struct secret *s = (const struct secret *)o;
    const unsigned ephemeral = VIR_CONNECT_LIST_SECRETS_EPHEMERAL,
                   no_ephemeral = VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL,
                   private = VIR_CONNECT_LIST_SECRETS_PRIVATE,
                   no_private = VIR_CONNECT_LIST_SECRETS_NO_PRIVATE;

    return (!(flags & (ephemeral | no_ephemeral)) ||
            (flags & (s->ephemeral ? ephemeral : no_ephemeral))) &&
           (!(flags & (private | no_private)) || (flags & (s->private ? private : no_private)));
}

int connect_list_all_secrets(struct session *session,
                             const remote_connect_list_all_secrets_args *args,
                             remote_connect_list_all_secrets_ret *ret)
{
    const struct reply_list list = {args->flags, secret_passes, sizeof(remote_nonnull_secret),
                                    secret_ref};
    struct secret_room *room = secret_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, (VIR_CONNECT_LIST_SECRETS_NO_PRIVATE << 1) - 1) < 0)
        return -1;
    return reply_all(&room->secrets, &list, args->need_results, &ret->secrets, &ret->ret);
}

int secret_lookup_by_uuid(struct session *session, const remote_secret_lookup_by_uuid_args *args,
                          remote_secret_lookup_by_uuid_ret *ret)
{
    struct secret_room *room = secret_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_uuid(&room->secrets, args->uuid);

    return o ? secret_ref(o, &ret->secret) : -1;
}

int secret_lookup_by_usage(struct session *session, const remote_secret_lookup_by_usage_args *args,
                           remote_secret_lookup_by_usage_ret *ret)
{
    struct secret_room *room = secret_room_of(session);
    READ_GUARD(room->guard);
    const struct secret *s = secret_of_usage(room, args->usageType, args->usageID);

    if (!s)
        return error_set(VIR_FROM_SECRET, VIR_ERR_NO_SECRET, "none is for '%s'", args->usageID);
    return secret_ref(&s->o, &ret->secret);
}
