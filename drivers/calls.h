/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that drivers share. A room below drivers/ has its calls in a list, OP(x), one a line: each
 * is a function that is called like the member of the table of operations that it is for.
 *
 *     NETWORK_OPS(CALL_DECLARE)                                       in drivers/network/ops.h
 *     const struct remote_ops ops = {NETWORK_OPS(CALL_ENTRY) ...};    in a driver that has them
 */
#pragma once

#include "protocol/remote_ops.h"

#define CALL_DECLARE(call) extern __typeof__(*((struct remote_ops *)0)->call) call;
#define CALL_ENTRY(call)   .call = call,
