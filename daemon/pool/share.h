/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What one user may have of a limit that all users share, and what all of them together may.
 *
 * Users are those who are not trusted: root and the daemon's own user, on sockets that are not for
 * readers, are bounded by the limit alone, of which they have the last quarter for themselves. With
 * 100 percent for one user neither is so: all are bounded by the limit alone.
 */
#pragma once

#include <stddef.h>

/* What all users together may have of it; of any limit at least one. */
static inline size_t share_of_all_users(size_t limit, unsigned percent)
{
    return percent >= 100 ? limit : limit - limit / 4;
}

/* What one user may have of it. */
static inline size_t share_of_user(size_t limit, unsigned percent)
{
    size_t all = share_of_all_users(limit, percent),
           share = limit / 100 * percent + limit % 100 * percent / 100;

    if (share > all)
        return all;
    return share || !limit ? share : 1;
}
