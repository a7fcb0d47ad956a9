/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A run of bytes that grows at its end and is eaten from its front.
 *
 *     data                 data + start          data + end           data + size
 *     | eaten              | the content         | room               |
 *
 * A zeroed struct buf is empty and valid. Not locked: one owner at a time.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
    uint8_t *data;
    size_t start, end, size;
};

/* The content. */
static inline uint8_t *buf_bytes(const struct buf *b)
{
    return b->data + b->start;
}

static inline size_t buf_len(const struct buf *b)
{
    return b->end - b->start;
}

/* Room behind the content that is there without growing. */
static inline size_t buf_room(const struct buf *b)
{
    return b->size - b->end;
}

/* Makes sure of n bytes of room and returns where they start, or NULL (VIR_ERR_NO_MEMORY set).
 * Content may move; the bytes count only after buf_added(). */
uint8_t *buf_reserve(struct buf *b, size_t n);

/* n of the reserved bytes are content now. */
static inline void buf_added(struct buf *b, size_t n)
{
    b->end += n;
}

/* Appends a copy; 0, or -1 without memory. */
static inline int buf_append(struct buf *b, const void *bytes, size_t n)
{
    uint8_t *room = buf_room(b) >= n ? b->data + b->end : buf_reserve(b, n);

    if (!n)
        return 0;
    if (!room)
        return -1;
    memcpy(room, bytes, n);
    b->end += n;
    return 0;
}

/* Forgets n bytes at the front, n <= buf_len(). */
void buf_eat(struct buf *b, size_t n);

/* Forgets the content, keeps the memory. */
static inline void buf_reset(struct buf *b)
{
    b->start = b->end = 0;
}

/* Forgets the content and gives the memory back. */
void buf_free(struct buf *b);
