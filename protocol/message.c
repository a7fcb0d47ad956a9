/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Puts a structure or an error behind a header, and reads errors.
 */
#include "protocol/message.h"

#include <arpa/inet.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "protocol/codec.h"

int message_append_fds(struct buf *to, const struct frame_header *header, xdrproc_t codec,
                       const void *payload, unsigned n_fds)
{
    static const uint8_t zeros[VIR_NET_MESSAGE_NUM_FDS_MAX];
    const uint32_t count = htonl(n_fds);
    ptrdiff_t start = frame_begin(to, header);

    if (start < 0)
        return -1;
    if ((n_fds && buf_append(to, &count, sizeof(count)) < 0) ||
        codec_encode(to, codec, payload) < 0 || !buf_reserve(to, n_fds + 1)) {
        to->end = to->start + (size_t)start;
        return -1;
    }
    if (frame_end(to, start) < 0)
        return -1;
    return buf_append(to, zeros, n_fds); /* there is room */
}

int message_append(struct buf *to, const struct frame_header *header, xdrproc_t codec,
                   const void *payload)
{
    return message_append_fds(to, header, codec, payload, 0);
}

int message_append_error(struct buf *to, const struct frame_header *header, const struct error *e)
{
    struct frame_header h = *header;
    char *message = (char *)(uintptr_t)error_text(e), *str1 = e->str1, *str2 = e->str2,
         *str3 = e->str3;
    virNetMessageError wire = {
        .code = e->code,
        .domain = e->domain,
        .level = e->level,
        .message = &message,
        .str1 = str1 ? &str1 : NULL,
        .str2 = str2 ? &str2 : NULL,
        .str3 = str3 ? &str3 : NULL,
        .int1 = e->int1,
        .int2 = e->int2,
    };

    h.status = VIR_NET_ERROR;
    return message_append(to, &h, (xdrproc_t)xdr_virNetMessageError, &wire);
}

/* Steals the text of an optional string. */
static char *message_text_of(virNetMessageString s)
{
    return s ? take(*s) : NULL;
}

int message_read_error(const uint8_t *payload, size_t len, struct error *ret)
{
    virNetMessageError wire = {0};

    if (codec_decode(payload, len, (xdrproc_t)xdr_virNetMessageError, &wire) < 0)
        return -1;
    error_clear(ret);
    *ret = (struct error){
        .code = wire.code,
        .domain = wire.domain,
        .level = wire.level,
        .message = message_text_of(wire.message),
        .str1 = message_text_of(wire.str1),
        .str2 = message_text_of(wire.str2),
        .str3 = message_text_of(wire.str3),
        .int1 = wire.int1,
        .int2 = wire.int2,
    };
    codec_free((xdrproc_t)xdr_virNetMessageError, &wire);
    return 0;
}
