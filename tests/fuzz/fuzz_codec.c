/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One frame: its payload is decoded as the tables say; what decodes is written again and decodes.
 */
#include <stdlib.h>

#include "common/buf.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct program *const programs[] = {&remote_program, &qemu_program, &lxc_program,
                                                 &admin_program};

/* Decodes, encodes, and decodes what was encoded. */
static void round_trip(const struct frame *f, xdrproc_t codec, size_t size)
{
    void *value = calloc(1, size + 1), *again = calloc(1, size + 1);
    struct buf b = {0};

    if (codec && codec_decode(f->payload, f->payload_len, codec, value) == 0) {
        if (codec_encode(&b, codec, value) < 0 || buf_len(&b) > f->payload_len ||
            codec_decode(buf_bytes(&b), buf_len(&b), codec, again) < 0)
            __builtin_trap();
        codec_free(codec, again);
        codec_free(codec, value);
    }
    buf_free(&b);
    free(again);
    free(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const struct proc *proc;
    struct frame f;
    size_t need;

    if (frame_parse(bytes, len, &f, &need) != FRAME_READY)
        return 0;
    round_trip(&f, (xdrproc_t)xdr_virNetMessageError, sizeof(virNetMessageError));
    for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
        proc = program_proc(programs[i], f.header.procedure);
        if (f.header.program != programs[i]->number || !proc)
            continue;
        round_trip(&f, proc->args_codec, proc->args_size);
        round_trip(&f, proc->ret_codec, proc->ret_size);
    }
    return 0;
}
