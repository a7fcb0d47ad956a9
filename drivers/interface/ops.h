/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of the host's interfaces, said once: a driver that has them puts this list into its table.
 */
#pragma once

#include "drivers/calls.h"

/* clang-format off */
#define INTERFACE_OPS(OP) \
    OP(connect_num_of_interfaces) \
    OP(connect_num_of_defined_interfaces) \
    OP(connect_list_interfaces) \
    OP(connect_list_defined_interfaces) \
    OP(connect_list_all_interfaces) \
    OP(interface_lookup_by_name) \
    OP(interface_lookup_by_mac_string) \
    OP(interface_define_xml) \
    OP(interface_undefine) \
    OP(interface_create) \
    OP(interface_destroy) \
    OP(interface_get_xml_desc) \
    OP(interface_is_active) \
    OP(interface_change_begin) \
    OP(interface_change_commit) \
    OP(interface_change_rollback)
/* clang-format on */

INTERFACE_OPS(CALL_DECLARE)
