/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What people and programs write on a network: title, description, metadata. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/event_hub.h"
#include "drivers/network/network.h"
#include "drivers/network/ops.h"
#include "drivers/reply.h"
#include "drivers/session.h"

enum { LIVE = VIR_NETWORK_UPDATE_AFFECT_LIVE, CONFIG = VIR_NETWORK_UPDATE_AFFECT_CONFIG };

/* The network, if it has the documents that the flags mean; *flags 0 becomes what is true now. */
static struct xml_object *find_documents(struct network_room *room,
                                         const remote_nonnull_network *net, unsigned *flags)
{
    struct xml_object *o = objects_uuid(&room->networks, net->uuid);

    if (!o || check_flags(*flags, LIVE | CONFIG) < 0)
        return NULL;
    if (!*flags)
        *flags = o->live ? LIVE : CONFIG;
    if ((*flags & LIVE && !o->live) || (*flags & CONFIG && !o->config)) {
        error_set(VIR_FROM_NETWORK, VIR_ERR_OPERATION_INVALID, "network '%s' is %s", o->name,
                  o->live ? "transient" : "not active");
        return NULL;
    }
    return o;
}

static int check_metadata_type(int type, const char *uri)
{
    if (type < VIR_NETWORK_METADATA_DESCRIPTION || type > VIR_NETWORK_METADATA_ELEMENT)
        return error_set(VIR_FROM_NETWORK, VIR_ERR_INVALID_ARG, "metadata has no type %d", type);
    if (type == VIR_NETWORK_METADATA_ELEMENT && (!uri || !*uri))
        return error_set(VIR_FROM_NETWORK, VIR_ERR_INVALID_ARG,
                         "a metadata element has a namespace");
    return 0;
}

static const char *network_element(int type)
{
    return type == VIR_NETWORK_METADATA_TITLE ? "title" : "description";
}

int network_get_metadata(struct session *session, const remote_network_get_metadata_args *args,
                         remote_network_get_metadata_ret *ret)
{
    const char *uri = args->uri ? *args->uri : NULL;
    unsigned flags = args->flags;
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_documents(room, &args->network, &flags);
    const xmlNode *root;

    if (!o || check_metadata_type(args->type, uri) < 0)
        return -1;
    root = xmlDocGetRootElement(flags & LIVE ? o->live : o->config);
    ret->metadata = args->type == VIR_NETWORK_METADATA_ELEMENT
                        ? schema_metadata(root, uri)
                        : schema_text(root, network_element(args->type));
    if (!ret->metadata)
        return error_set(VIR_FROM_NETWORK, VIR_ERR_NO_NETWORK_METADATA,
                         "network '%s' has no such one", o->name);
    return 0;
}

static int change_metadata(xmlDoc *doc, const remote_network_set_metadata_args *args)
{
    const char *text = args->metadata ? *args->metadata : NULL;
    xmlNode *root = xmlDocGetRootElement(doc);

    if (args->type == VIR_NETWORK_METADATA_ELEMENT)
        return schema_set_metadata(&network_schema, root, args->key ? *args->key : NULL, *args->uri,
                                   text);
    return schema_set_text(&network_schema, root, network_element(args->type), text);
}

int network_set_metadata(struct session *session, const remote_network_set_metadata_args *args)
{
    unsigned flags = args->flags;
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_documents(room, &args->network, &flags);
    remote_network_event_callback_metadata_change_msg m = {.type = args->type, .nsuri = args->uri};
    struct hub_key key;

    if (!o || check_metadata_type(args->type, args->uri ? *args->uri : NULL) < 0 ||
        (flags & LIVE && change_metadata(o->live, args) < 0) ||
        (flags & CONFIG && change_metadata(o->config, args) < 0))
        return -1;
    key = (struct hub_key){o->uuid, sizeof(o->uuid)};
    m.net.name = o->name;
    memcpy(m.net.uuid, o->uuid, sizeof(m.net.uuid));
    hub_emit(room->hub, HUB_NETWORK, VIR_NETWORK_EVENT_ID_METADATA_CHANGE, &key, &m.callbackID);
    return 0;
}
