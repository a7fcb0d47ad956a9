/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operations of the families besides domains; ops.h says what OP is. */
#pragma once

#include "drivers/interface/ops.h"
#include "drivers/network/ops.h"
#include "drivers/nwfilter/ops.h"
#include "drivers/secret/ops.h"

/* clang-format off */
#define STORAGE_POOL_OPS(OP) \
    OP(connect_num_of_storage_pools) OP(connect_num_of_defined_storage_pools) \
    OP(connect_list_storage_pools) OP(connect_list_defined_storage_pools) \
    OP(connect_list_all_storage_pools) OP(connect_find_storage_pool_sources) OP(connect_get_storage_pool_capabilities) \
    OP(storage_pool_lookup_by_uuid) OP(storage_pool_lookup_by_name) \
    OP(storage_pool_lookup_by_volume) OP(storage_pool_lookup_by_target_path) \
    OP(storage_pool_define_xml) OP(storage_pool_create_xml) OP(storage_pool_create) \
    OP(storage_pool_destroy) OP(storage_pool_undefine) OP(storage_pool_build) \
    OP(storage_pool_delete) OP(storage_pool_refresh) OP(storage_pool_get_info) \
    OP(storage_pool_get_xml_desc) OP(storage_pool_get_autostart) OP(storage_pool_set_autostart) \
    OP(storage_pool_is_active) OP(storage_pool_is_persistent) \
    OP(connect_storage_pool_event_register_any) OP(connect_storage_pool_event_deregister_any)

#define STORAGE_VOL_OPS(OP) \
    OP(storage_pool_num_of_volumes) OP(storage_pool_list_volumes) \
    OP(storage_pool_list_all_volumes) OP(storage_vol_lookup_by_name) \
    OP(storage_vol_lookup_by_key) OP(storage_vol_lookup_by_path) OP(storage_vol_create_xml) \
    OP(storage_vol_create_xml_from) OP(storage_vol_delete) OP(storage_vol_get_xml_desc) \
    OP(storage_vol_get_path) OP(storage_vol_get_info) OP(storage_vol_get_info_flags) \
    OP(storage_vol_resize) OP(storage_vol_wipe) OP(storage_vol_wipe_pattern) \
    OP(storage_vol_upload) OP(storage_vol_download)

#define NODE_DEVICE_OPS(OP) \
    OP(node_num_of_devices) OP(node_list_devices) OP(connect_list_all_node_devices) \
    OP(node_device_lookup_by_name) OP(node_device_lookup_scsi_host_by_wwn) \
    OP(node_device_get_xml_desc) OP(node_device_get_parent) OP(node_device_num_of_caps) \
    OP(node_device_list_caps) OP(node_device_is_active) OP(node_device_is_persistent) \
    OP(node_device_create_xml) OP(node_device_destroy) OP(node_device_define_xml) \
    OP(node_device_undefine) OP(node_device_create) OP(node_device_get_autostart) \
    OP(node_device_set_autostart) OP(node_device_update) OP(node_device_dettach) \
    OP(node_device_detach_flags) OP(node_device_re_attach) OP(node_device_reset) \
    OP(connect_node_device_event_register_any) OP(connect_node_device_event_deregister_any)

/* Those that are shared with other drivers. */
#define ROOM_OPS(OP) \
    NETWORK_OPS(OP) \
    INTERFACE_OPS(OP) \
    SECRET_OPS(OP) \
    NWFILTER_OPS(OP)

#define FAMILY_OPS(OP) \
    STORAGE_POOL_OPS(OP) STORAGE_VOL_OPS(OP) \
    NODE_DEVICE_OPS(OP)
/* clang-format on */
