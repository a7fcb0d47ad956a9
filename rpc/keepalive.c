/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes keepalive messages: a header with nothing behind it, serial 0.
 */
#include "rpc/keepalive.h"

#include "protocol/message.h"
#include "protocol/program.h"

int keepalive_append(struct buf *to, int procedure)
{
    const struct frame_header h = {
        .program = keepalive_program.number,
        .version = keepalive_program.version,
        .procedure = procedure,
        .type = VIR_NET_MESSAGE,
    };

    return message_append(to, &h, NULL, NULL);
}
