/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any run of bytes: frames are cut from its front until something is missing or wrong. */
#include "protocol/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct frame f;
    size_t need;

    while (frame_parse(bytes, len, &f, &need) == FRAME_READY) {
        if (f.len > len || f.payload + f.payload_len != bytes + f.len)
            __builtin_trap();
        bytes += f.len;
        len -= f.len;
    }
    return 0;
}
