/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The two messages of the keepalive program.
 */
#pragma once

struct buf;

/* Appends a PING or PONG (KEEPALIVE_PROC_*). 0 or -1 without memory. */
int keepalive_append(struct buf *to, int procedure);
