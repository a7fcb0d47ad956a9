/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whole messages: a header with a structure or an error behind it, appended to a buffer.
 */
#pragma once

#include <rpc/rpc.h>

#include "protocol/frame.h"

struct buf;
struct error;

/* Appends header + payload of the codec (NULL: none). 0, or -1 with the error set and *to as it
 * was. */
int message_append(struct buf *to, const struct frame_header *header, xdrproc_t codec,
                   const void *payload);

/* The same with so many descriptors to follow: the count and a byte for each are there, and the
 * descriptors are to be sent with the last n_fds bytes. The header's type says that they come;
 * n_fds 0: a message without. */
int message_append_fds(struct buf *to, const struct frame_header *header, xdrproc_t codec,
                       const void *payload, unsigned n_fds);

/* Appends an error; the header's status is made VIR_NET_ERROR. */
int message_append_error(struct buf *to, const struct frame_header *header, const struct error *e);

/* Decodes the error of a reply into *ret (replaced; to be cleared by the caller). 0 or -1. */
int message_read_error(const uint8_t *payload, size_t len, struct error *ret);
