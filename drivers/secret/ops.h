/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of secrets, said once: a driver that has them puts this list into its table. */
#pragma once

#include "drivers/calls.h"

/* clang-format off */
#define SECRET_OPS(OP) \
    OP(connect_num_of_secrets) \
    OP(connect_list_secrets) \
    OP(connect_list_all_secrets) \
    OP(secret_lookup_by_uuid) \
    OP(secret_lookup_by_usage) \
    OP(secret_define_xml) \
    OP(secret_undefine) \
    OP(secret_get_xml_desc) \
    OP(secret_set_value) \
    OP(secret_get_value) \
    OP(connect_secret_event_register_any) \
    OP(connect_secret_event_deregister_any)
/* clang-format on */

SECRET_OPS(CALL_DECLARE)
