/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bytes of a volume: sparse, kept in memory, all 0 where nothing was written. What all of a
 * world's volumes hold is bounded by their quota. Not locked: the world is held.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { BYTES_PAGE = 65536 };

struct bytes_quota {
    size_t used, max;
};

struct bytes {
    unsigned char **pages; /* NULL: a page of zeros */
    size_t n_pages;
};

/* 0, or -1: VIR_ERR_OPERATION_FAILED past the quota, or no memory. */
int bytes_write(struct bytes *b, struct bytes_quota *q, unsigned long long offset, const void *from,
                size_t len);

void bytes_read(const struct bytes *b, unsigned long long offset, void *to, size_t len);

/* How far it goes on as at the offset, up to len: a hole or data. */
unsigned long long bytes_run(const struct bytes *b, unsigned long long offset,
                             unsigned long long len, bool *ret_hole);

/* Makes zeros of a range. */
void bytes_zero(struct bytes *b, struct bytes_quota *q, unsigned long long offset,
                unsigned long long len);

/* Makes to, which is empty, a copy. 0 or -1, then to is empty again. */
int bytes_copy(struct bytes *to, struct bytes_quota *q, const struct bytes *from);

void bytes_free(struct bytes *b, struct bytes_quota *q);
