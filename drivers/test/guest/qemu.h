/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operations of the QEMU program: as ops.h has those of REMOTE. */
#pragma once

#include "protocol/qemu_ops.h"

/* clang-format off */
#define QEMU_OPS(OP) \
    OP(domain_monitor_command) OP(domain_monitor_command_with_files) OP(domain_agent_command) \
    OP(connect_domain_monitor_event_register) OP(connect_domain_monitor_event_deregister)
/* clang-format on */

#define QEMU_DECLARE(op) extern __typeof__(*((struct qemu_ops *)0)->op) test_##op;
QEMU_OPS(QEMU_DECLARE)
#undef QEMU_DECLARE
