/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What texts of daemon.conf may be, beyond their types. */
#pragma once

#include <sys/types.h>

/* Where a key stands, for errors: file, line, key. */
struct setting_place {
    const char *file;
    unsigned line;
    const char *key;
};

/* Says with an error what is wrong with a text, or returns 0. */
typedef int (*text_check)(const struct setting_place *place, const char *text);

/* Sets the error that the key at that place is wrong, and how. Returns -1. */
int setting_error(const struct setting_place *place, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

int setting_check_any(const struct setting_place *place, const char *text);
int setting_check_absolute(const struct setting_place *place, const char *text);
int setting_check_file(const struct setting_place *place, const char *text);
int setting_check_auth(const struct setting_place *place, const char *text);
int setting_check_uuid(const struct setting_place *place, const char *text);
int setting_check_uuid_source(const struct setting_place *place, const char *text);
int setting_check_log_filters(const struct setting_place *place, const char *text);
int setting_check_log_outputs(const struct setting_place *place, const char *text);

/* Reads permissions: octal digits, of which those of owner, group and others count. Returns 0 or
 * -1, without an error. */
int setting_parse_perms(const char *text, mode_t *ret);
