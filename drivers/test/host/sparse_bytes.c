/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A directory of pages. It grows to the last page that was written, and counts like them: a byte
 * far behind costs as much memory as it takes.
 */
#include "drivers/test/host/sparse_bytes.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"

/* Takes n bytes of the quota, if there are as many. */
static int take_quota(struct bytes_quota *q, size_t n)
{
    if (n > q->max - q->used)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                         "the volumes hold as many bytes as they may, %zu MiB", q->max >> 20);
    q->used += n;
    return 0;
}

static int want_page(struct bytes *b, struct bytes_quota *q, size_t i, unsigned char **ret_page)
{
    unsigned char **pages;
    size_t more;

    if (i >= b->n_pages) {
        more = (i + 1 - b->n_pages) * sizeof(*pages);
        if (take_quota(q, more) < 0)
            return -1;
        pages = reallocarray(b->pages, i + 1, sizeof(*pages));
        if (!pages) {
            q->used -= more;
            return error_oom(VIR_FROM_STORAGE);
        }
        memset(pages + b->n_pages, 0, more);
        b->pages = pages;
        b->n_pages = i + 1;
    }
    if (!b->pages[i]) {
        if (take_quota(q, BYTES_PAGE) < 0)
            return -1;
        b->pages[i] = calloc(1, BYTES_PAGE);
        if (!b->pages[i]) {
            q->used -= BYTES_PAGE;
            return error_oom(VIR_FROM_STORAGE);
        }
    }
    *ret_page = b->pages[i];
    return 0;
}

static bool has_page(const struct bytes *b, unsigned long long i)
{
    return i < b->n_pages && b->pages[i];
}

/* How much of len is inside the page of the offset. */
static size_t in_page(unsigned long long offset, unsigned long long len)
{
    size_t rest = BYTES_PAGE - (size_t)(offset % BYTES_PAGE);

    return len < rest ? (size_t)len : rest;
}

int bytes_write(struct bytes *b, struct bytes_quota *q, unsigned long long offset, const void *from,
                size_t len)
{
    const unsigned char *at = from;
    unsigned char *page = NULL;

    if (offset > LLONG_MAX || len > LLONG_MAX - offset)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_OVERFLOW, "an offset of %llu", offset);
    for (size_t n; len; len -= n, at += n, offset += n) {
        n = in_page(offset, len);
        if (want_page(b, q, (size_t)(offset / BYTES_PAGE), &page) < 0)
            return -1;
        memcpy(page + offset % BYTES_PAGE, at, n);
    }
    return 0;
}

void bytes_read(const struct bytes *b, unsigned long long offset, void *to, size_t len)
{
    unsigned char *at = to;

    for (size_t n; len; len -= n, at += n, offset += n) {
        n = in_page(offset, len);
        if (has_page(b, offset / BYTES_PAGE))
            memcpy(at, b->pages[offset / BYTES_PAGE] + offset % BYTES_PAGE, n);
        else
            memset(at, 0, n);
    }
}

unsigned long long bytes_run(const struct bytes *b, unsigned long long offset,
                             unsigned long long len, bool *ret_hole)
{
    bool hole = !has_page(b, offset / BYTES_PAGE);
    unsigned long long run = 0;

    while (run < len && !has_page(b, (offset + run) / BYTES_PAGE) == hole) {
        if (hole && (offset + run) / BYTES_PAGE >= b->n_pages)
            run = len; /* nothing is behind the directory */
        else
            run += in_page(offset + run, len - run);
    }
    *ret_hole = hole;
    return run;
}

void bytes_zero(struct bytes *b, struct bytes_quota *q, unsigned long long offset,
                unsigned long long len)
{
    for (size_t n; len && offset / BYTES_PAGE < b->n_pages; len -= n, offset += n) {
        size_t i = (size_t)(offset / BYTES_PAGE);

        n = in_page(offset, len);
        if (!b->pages[i])
            continue;
        if (n < BYTES_PAGE) {
            memset(b->pages[i] + offset % BYTES_PAGE, 0, n);
            continue;
        }
        free(b->pages[i]);
        b->pages[i] = NULL;
        q->used -= BYTES_PAGE;
    }
}

int bytes_copy(struct bytes *to, struct bytes_quota *q, const struct bytes *from)
{
    for (size_t i = 0; i < from->n_pages; i++) {
        if (from->pages[i] && bytes_write(to, q, (unsigned long long)i * BYTES_PAGE, from->pages[i],
                                          BYTES_PAGE) < 0) {
            bytes_free(to, q);
            return -1;
        }
    }
    return 0;
}

void bytes_free(struct bytes *b, struct bytes_quota *q)
{
    bytes_zero(b, q, 0, (unsigned long long)b->n_pages * BYTES_PAGE);
    q->used -= b->n_pages * sizeof(*b->pages);
    free(b->pages);
    *b = (struct bytes){0};
}
