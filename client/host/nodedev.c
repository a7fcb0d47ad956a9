/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The parent of a device: asked for once, and the handle's from then on.
 */
#include "client/core/api.h"

VIREO_API const char *virNodeDeviceGetParent(virNodeDevicePtr dev)
{
    RET(remote, REMOTE_PROC_NODE_DEVICE_GET_PARENT, remote_node_device_get_parent_ret);
    virConnectPtr conn = api_node_device(dev);
    char *known = NULL, *parent;

    if (!conn)
        return NULL;
    parent = atomic_load(&dev->base.memo);
    if (parent)
        return parent;
    if (GET(conn, NODE_DEVICE_GET_PARENT, node_device_get_parent, .name = dev->wire.name) < 0)
        return NULL;
    parent = api_optional(ret.parentName);
    if (parent && !atomic_compare_exchange_strong(&dev->base.memo, &known, parent)) {
        free(parent); /* another thread asked too */
        parent = known;
    }
    return parent;
}
