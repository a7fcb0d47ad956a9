/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls about the host itself, said once: a driver that has them puts this list into its table. */
#pragma once

#include "drivers/calls.h"

/* clang-format off */
#define NODE_OPS(OP) \
    OP(node_get_info) \
    OP(node_get_cells_free_memory) \
    OP(node_get_free_memory) \
    OP(node_get_cpu_map) \
    OP(node_get_cpu_stats) \
    OP(connect_get_sysinfo) \
    OP(node_get_free_pages) \
    OP(node_alloc_pages) \
    OP(node_get_memory_stats) \
    OP(node_get_memory_parameters) \
    OP(node_set_memory_parameters) \
    OP(node_suspend_for_duration)
/* clang-format on */

NODE_OPS(CALL_DECLARE)
