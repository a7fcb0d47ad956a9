/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Grows by doubling; moves the content to the front when that makes enough room.
 */
#include "common/buf.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"

enum { BUF_FIRST = 256 };

uint8_t *buf_reserve(struct buf *b, size_t n)
{
    size_t len = buf_len(b), size;
    uint8_t *data;

    if (buf_room(b) >= n)
        return b->data + b->end;
    if (n > SIZE_MAX / 2 - len) {
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    /* Moving is cheap only while the content is small beside what was eaten. */
    if (b->size - len >= n && b->start >= len) {
        memmove(b->data, b->data + b->start, len);
        b->start = 0;
        b->end = len;
        return b->data + b->end;
    }
    size = b->size < BUF_FIRST ? BUF_FIRST : b->size;
    while (size - len < n)
        size *= 2;
    /* The system moves what is large without copying it, if nothing was eaten. */
    data = b->start ? malloc(size) : realloc(b->data, size);
    if (!data) {
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    if (b->start) {
        memcpy(data, b->data + b->start, len);
        free(b->data);
    }
    *b = (struct buf){.data = data, .end = len, .size = size};
    return b->data + b->end;
}

void buf_eat(struct buf *b, size_t n)
{
    b->start += n;
    if (b->start == b->end)
        buf_reset(b);
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}
