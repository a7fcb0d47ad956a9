/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of network filters and their bindings, said once: a driver that has them puts this list
 * into its table. */
#pragma once

#include "drivers/calls.h"

/* clang-format off */
#define NWFILTER_OPS(OP) \
    OP(connect_num_of_nwfilters) \
    OP(connect_list_nwfilters) \
    OP(connect_list_all_nwfilters) \
    OP(nwfilter_lookup_by_uuid) \
    OP(nwfilter_lookup_by_name) \
    OP(nwfilter_define_xml) \
    OP(nwfilter_define_xml_flags) \
    OP(nwfilter_undefine) \
    OP(nwfilter_get_xml_desc) \
    OP(connect_list_all_nwfilter_bindings) \
    OP(nwfilter_binding_lookup_by_port_dev) \
    OP(nwfilter_binding_create_xml) \
    OP(nwfilter_binding_delete) \
    OP(nwfilter_binding_get_xml_desc)
/* clang-format on */

NWFILTER_OPS(CALL_DECLARE)
