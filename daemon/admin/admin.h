/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The administration program: a look at servers, pools and clients, and their limits at run time.
 */
#pragma once

#include "protocol/admin_ops.h"

extern const struct admin_ops admin_ops;
