/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of virtual networks and their ports, said once: a driver that has them puts this list into
 * its table. */
#pragma once

#include "drivers/calls.h"

/* clang-format off */
#define NETWORK_OPS(OP) \
    OP(connect_num_of_networks) \
    OP(connect_list_networks) \
    OP(connect_num_of_defined_networks) \
    OP(connect_list_defined_networks) \
    OP(connect_list_all_networks) \
    OP(network_lookup_by_uuid) \
    OP(network_lookup_by_name) \
    OP(network_create_xml) \
    OP(network_create_xml_flags) \
    OP(network_define_xml) \
    OP(network_define_xml_flags) \
    OP(network_create) \
    OP(network_destroy) \
    OP(network_undefine) \
    OP(network_get_xml_desc) \
    OP(network_get_bridge_name) \
    OP(network_get_autostart) \
    OP(network_set_autostart) \
    OP(network_is_active) \
    OP(network_is_persistent) \
    OP(connect_network_event_register_any) \
    OP(connect_network_event_deregister_any) \
    OP(network_update) \
    OP(network_get_metadata) \
    OP(network_set_metadata) \
    OP(network_list_all_ports) \
    OP(network_port_lookup_by_uuid) \
    OP(network_port_create_xml) \
    OP(network_port_delete) \
    OP(network_port_get_xml_desc) \
    OP(network_port_get_parameters) \
    OP(network_port_set_parameters) \
    OP(network_get_dhcp_leases)
/* clang-format on */

NETWORK_OPS(CALL_DECLARE)
