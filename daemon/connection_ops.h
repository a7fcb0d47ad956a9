/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The procedures that concern the connection itself: authentication, open, close, features. The
 * daemon answers them, no driver does.
 */
#pragma once

#include <stdbool.h>

#include "protocol/remote_ops.h"

struct frame_header;

extern const struct remote_ops connection_ops;

/* Returns true if the connection ends once the answer to that call is out. */
bool connection_ends_after(const struct frame_header *header);
