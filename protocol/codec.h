/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Structures to bytes and back, through rpcgen's codecs. Any thread; nothing is kept.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <rpc/rpc.h>

struct buf;

/* Appends the structure's XDR form. codec NULL: nothing to append. 0, or -1 with the error set
 * (VIR_ERR_RPC: a text or an array is longer than the protocol allows) and *to as before. */
int codec_encode(struct buf *to, xdrproc_t codec, const void *from);

/* Fills *to (zeroed by the caller) from the bytes; surplus bytes are ignored, as libvirt does.
 * Costs memory in proportion to len only. 0, or -1 with VIR_ERR_RPC set and nothing to free.
 * On success the caller frees with codec_free. */
int codec_decode(const uint8_t *bytes, size_t len, xdrproc_t codec, void *to);

/* Frees what a decoded (or filled with malloc) structure holds, not the structure. */
void codec_free(xdrproc_t codec, void *of);
