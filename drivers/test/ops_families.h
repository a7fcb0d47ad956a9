/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operations of the families besides domains; ops.h says what OP is. */
#pragma once

/* clang-format off */
#define NETWORK_OPS(OP) \
    OP(connect_num_of_networks) OP(connect_list_networks) OP(connect_num_of_defined_networks) \
    OP(connect_list_defined_networks) OP(connect_list_all_networks) OP(network_lookup_by_uuid) \
    OP(network_lookup_by_name) OP(network_create_xml) OP(network_create_xml_flags) \
    OP(network_define_xml) OP(network_define_xml_flags) OP(network_create) OP(network_destroy) \
    OP(network_undefine) OP(network_get_xml_desc) OP(network_get_bridge_name) \
    OP(network_get_autostart) OP(network_set_autostart) OP(network_is_active) \
    OP(network_is_persistent) OP(connect_network_event_register_any) \
    OP(connect_network_event_deregister_any)

#define FAMILY_OPS(OP) \
    NETWORK_OPS(OP)
/* clang-format on */
