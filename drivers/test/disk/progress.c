/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Progress by the clock. */
#include "common/clock.h"
#include "drivers/test/disk/progress.h"

/* a * b / c, at most what fits. */
static uint64_t progress_ratio(uint64_t a, uint64_t b, uint64_t c)
{
    unsigned __int128 r = c ? (unsigned __int128)a * b / c : 0;

    return r > UINT64_MAX ? UINT64_MAX : (uint64_t)r;
}

void progress_begin(struct progress *p, unsigned long long total, uint64_t ns, uint64_t now)
{
    *p = (struct progress){.total = total, .since = now, .natural = ns, .pace = ns};
}

void progress_limit(struct progress *p, unsigned long long bytes_per_second, uint64_t now)
{
    uint64_t limited = bytes_per_second ? progress_ratio(p->total, NS_PER_S, bytes_per_second) : 0;

    p->done = progress_done(p, now);
    p->since = now;
    p->pace = limited > p->natural ? limited : p->natural;
}

unsigned long long progress_done(const struct progress *p, uint64_t now)
{
    uint64_t more =
        now >= progress_end(p) ? p->total : progress_ratio(p->total, now - p->since, p->pace);

    return more < p->total - p->done ? p->done + more : p->total;
}

uint64_t progress_end(const struct progress *p)
{
    uint64_t left = p->total ? progress_ratio(p->pace, p->total - p->done, p->total) : p->pace;

    return left < UINT64_MAX - p->since ? p->since + left : UINT64_MAX;
}
