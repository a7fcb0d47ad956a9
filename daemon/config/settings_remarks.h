/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is odd about a file of settings that can be read all the same: kept until there is a log to
 * tell it to, which that file decides about.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { SETTINGS_REMARKS_MAX = 100 };

/* All zero is none. */
struct settings_remarks {
    bool sockets_passed; /* the caller's: systemd opened the sockets, whose keys don't count then */
    char *texts[SETTINGS_REMARKS_MAX]; /* owned */
    size_t n, more;                    /* kept; beyond those */
};

/* Adds a line. remarks may be NULL: nobody asks. Without memory the line is only counted. */
void settings_remark(struct settings_remarks *remarks, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Logs each as a warning. */
void settings_remarks_log(const struct settings_remarks *remarks);

/* Frees all, and makes it empty. */
void settings_remarks_clear(struct settings_remarks *remarks);
