/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Cuts a run of bytes into frames, and makes frames. No system calls.
 */
#include "protocol/frame.h"

#include <string.h>
#include <arpa/inet.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/error.h"

static uint32_t get_word(const uint8_t *bytes)
{
    uint32_t word;

    memcpy(&word, bytes, sizeof(word));
    return ntohl(word);
}

static void put_word(uint8_t *bytes, uint32_t word)
{
    word = htonl(word);
    memcpy(bytes, &word, sizeof(word));
}

void frame_header_read(const uint8_t *bytes, struct frame_header *ret)
{
    *ret = (struct frame_header){
        .program = get_word(bytes),
        .version = get_word(bytes + 4),
        .procedure = (int32_t)get_word(bytes + 8),
        .type = (int32_t)get_word(bytes + 12),
        .serial = get_word(bytes + 16),
        .status = (int32_t)get_word(bytes + 20),
    };
}

/* Takes the count of descriptors from the front of the payload. */
static int frame_parse_fds(struct frame *f)
{
    if (f->payload_len < 4)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC,
                         "a message with descriptors ends before their count");
    f->n_fds = get_word(f->payload);
    if (f->n_fds > VIR_NET_MESSAGE_NUM_FDS_MAX)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "%u descriptors are announced, %d allowed",
                         f->n_fds, VIR_NET_MESSAGE_NUM_FDS_MAX);
    f->payload += 4;
    f->payload_len -= 4;
    return 0;
}

int frame_parse(const uint8_t *bytes, size_t len, struct frame *ret, size_t *ret_need)
{
    struct frame f = {0};
    uint32_t total;

    if (len < FRAME_LENGTH_LEN) {
        *ret_need = FRAME_LENGTH_LEN;
        return FRAME_PARTIAL;
    }
    total = get_word(bytes);
    if (total < FRAME_MIN || total > FRAME_MAX)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "a frame of %u bytes is outside %d..%d", total,
                         FRAME_MIN, FRAME_MAX);
    if (len < total) {
        *ret_need = total;
        return FRAME_PARTIAL;
    }
    frame_header_read(bytes + FRAME_LENGTH_LEN, &f.header);
    f.len = total;
    f.payload = bytes + FRAME_MIN;
    f.payload_len = total - FRAME_MIN;
    if (frame_type_has_fds(f.header.type) && frame_parse_fds(&f) < 0)
        return -1;
    *ret = f;
    return FRAME_READY;
}

ptrdiff_t frame_begin(struct buf *to, const struct frame_header *h)
{
    size_t start = buf_len(to);
    uint8_t *room = buf_reserve(to, FRAME_MIN);

    if (!room)
        return -1;
    put_word(room, 0);
    put_word(room + 4, h->program);
    put_word(room + 8, h->version);
    put_word(room + 12, (uint32_t)h->procedure);
    put_word(room + 16, (uint32_t)h->type);
    put_word(room + 20, h->serial);
    put_word(room + 24, (uint32_t)h->status);
    buf_added(to, FRAME_MIN);
    return (ptrdiff_t)start;
}

int frame_end(struct buf *to, ptrdiff_t start)
{
    size_t len = buf_len(to) - (size_t)start;

    if (len > FRAME_MAX) {
        to->end = to->start + (size_t)start;
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC,
                         "a message of %zu bytes is over the limit of %d", len, FRAME_MAX);
    }
    put_word(buf_bytes(to) + start, (uint32_t)len);
    return 0;
}

void frame_set_serial(uint8_t *frame, uint32_t serial)
{
    put_word(frame + FRAME_LENGTH_LEN + 16, serial);
}
