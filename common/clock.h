/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The monotonic clock as a number, and how many nanoseconds longer units have. */
#pragma once

#include <stdint.h>
#include <time.h>

enum { NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

static inline int64_t clock_now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

static inline int64_t clock_now_ms(void)
{
    return clock_now_ns() / NS_PER_MS;
}
