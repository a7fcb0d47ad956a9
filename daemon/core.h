/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The procedures that concern the connection itself: authentication, open, close, features. The
 * daemon answers them, no driver does.
 */
#pragma once

#include "protocol/remote_ops.h"

struct frame_header;
struct peer;

extern const struct remote_ops core_ops;

/* What follows an answered call: a closed connection ends once its reply is out. */
void core_after_reply(struct peer *peer, const struct frame_header *header);
