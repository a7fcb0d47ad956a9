/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of the host's devices, said once: a driver that has them puts this list into its table. */
#pragma once

#include "drivers/calls.h"

/* clang-format off */
#define NODEDEV_OPS(OP) \
    OP(node_num_of_devices) \
    OP(node_list_devices) \
    OP(connect_list_all_node_devices) \
    OP(node_device_lookup_by_name) \
    OP(node_device_lookup_scsi_host_by_wwn) \
    OP(node_device_get_xml_desc) \
    OP(node_device_get_parent) \
    OP(node_device_num_of_caps) \
    OP(node_device_list_caps) \
    OP(node_device_is_active) \
    OP(node_device_is_persistent) \
    OP(node_device_create_xml) \
    OP(node_device_destroy) \
    OP(node_device_define_xml) \
    OP(node_device_undefine) \
    OP(node_device_create) \
    OP(node_device_get_autostart) \
    OP(node_device_set_autostart) \
    OP(node_device_update) \
    OP(node_device_dettach) \
    OP(node_device_detach_flags) \
    OP(node_device_re_attach) \
    OP(node_device_reset) \
    OP(connect_node_device_event_register_any) \
    OP(connect_node_device_event_deregister_any)
/* clang-format on */

NODEDEV_OPS(CALL_DECLARE)
