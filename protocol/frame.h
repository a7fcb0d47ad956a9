/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Frames: where a message starts and ends, and what its header says. Bytes in, outcome out.
 *
 *     | length u32 | program | version | procedure | type | serial | status | payload ... |
 *       counts itself        six words of four bytes, all big endian
 *
 * Messages of the types with file descriptors start their payload with a count; that many bytes of
 * value 0, each carrying one descriptor, follow the frame and are not part of its length.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/net.h"

struct buf;

enum {
    FRAME_LENGTH_LEN = 4,
    FRAME_HEADER_LEN = 24,
    FRAME_MIN = FRAME_LENGTH_LEN + FRAME_HEADER_LEN,
    FRAME_MAX = VIR_NET_MESSAGE_MAX + FRAME_LENGTH_LEN,
};

struct frame_header {
    uint32_t program, version;
    int32_t procedure;
    int32_t type; /* virNetMessageType, or anything that a peer made up */
    uint32_t serial;
    int32_t status;
};

/* One whole frame inside somebody's bytes. */
struct frame {
    struct frame_header header;
    const uint8_t *payload; /* behind the count of descriptors */
    size_t payload_len;
    size_t len;     /* of the whole frame */
    uint32_t n_fds; /* descriptors that follow the frame */
};

enum frame_outcome {
    FRAME_READY = 0,
    FRAME_PARTIAL = 1, /* *ret_need tells how many bytes from the front would do */
};

/*
 * Parses the front of a run of bytes. FRAME_READY: *ret is filled and points into the bytes.
 * FRAME_PARTIAL: *ret_need is the length to wait for (4 until the length word is there). -1 with
 * VIR_ERR_RPC set: the length is outside FRAME_MIN..FRAME_MAX, or more than
 * VIR_NET_MESSAGE_NUM_FDS_MAX descriptors are announced; the peer can't be followed any further.
 */
int frame_parse(const uint8_t *bytes, size_t len, struct frame *ret, size_t *ret_need);

/* Reads the FRAME_HEADER_LEN bytes behind the length word; believes everything. */
void frame_header_read(const uint8_t *bytes, struct frame_header *ret);

/*
 * Starts a frame at the end of *to and returns where it starts (for frame_end), or -1 without
 * memory. The payload is what is appended then; for the types with descriptors it starts with their
 * count, which the caller appends.
 */
ptrdiff_t frame_begin(struct buf *to, const struct frame_header *header);

/* Writes the length of the frame that started at start. 0, or -1 with VIR_ERR_RPC set and the
 * frame taken back when it is longer than FRAME_MAX. */
int frame_end(struct buf *to, ptrdiff_t start);

/* Gives a whole frame another serial. */
void frame_set_serial(uint8_t *frame, uint32_t serial);

static inline bool frame_type_has_fds(int32_t type)
{
    return type == VIR_NET_CALL_WITH_FDS || type == VIR_NET_REPLY_WITH_FDS;
}
