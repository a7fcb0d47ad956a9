/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The calls that the test driver shares with others, by room; ops.h says what OP is. */
#pragma once

#include "drivers/interface/ops.h"
#include "drivers/network/ops.h"
#include "drivers/node/ops.h"
#include "drivers/nodedev/ops.h"
#include "drivers/nwfilter/ops.h"
#include "drivers/secret/ops.h"
#include "drivers/storage/ops.h"

/* clang-format off */
#define ROOM_OPS(OP) \
    NETWORK_OPS(OP) \
    INTERFACE_OPS(OP) \
    SECRET_OPS(OP) \
    NWFILTER_OPS(OP) \
    STORAGE_OPS(OP) \
    NODEDEV_OPS(OP) \
    NODE_OPS(OP)
/* clang-format on */
