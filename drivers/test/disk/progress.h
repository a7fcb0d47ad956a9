/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How far something has come that takes its time: so many bytes in so many nanoseconds, unless a
 * limit in bytes a second makes it slower. Nothing counts: the clock says how far it is.
 */
#pragma once

#include <stdint.h>

struct progress {
    unsigned long long total, done; /* bytes; done when it was `since` */
    uint64_t since;                 /* ns of the world's time */
    uint64_t natural, pace;         /* ns for the total: without a limit, and now */
};

/* Begins now. */
void progress_begin(struct progress *p, unsigned long long total, uint64_t ns, uint64_t now);

/* Goes on at no more than that many bytes a second; 0: no limit. */
void progress_limit(struct progress *p, unsigned long long bytes_per_second, uint64_t now);

/* The bytes that are done by now. */
unsigned long long progress_done(const struct progress *p, uint64_t now);

/* When all of them are. */
uint64_t progress_end(const struct progress *p);
