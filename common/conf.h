/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clang-format off */
/*
 * Files of settings in libvirt's format, as text in memory.
 *
 *     key = 5                  a whole number in decimal, with a sign or without
 *     key = "text"; k2 = 'a'   no escapes; the text ends on its line; ; or a new line ends a setting
 *     key = """text"""         of as many lines as it likes
 *     key = [ "a", "b", ]      a list, of as many lines and comments as it likes
 *     # a comment, which may follow a setting, too
 *
 * A key has letters, digits and _. The same key may come twice, and the first one counts.
 */
/* clang-format on */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A file may be so long, and lists in lists so deep. */
enum { CONF_MAX_BYTES = 1024 * 1024, CONF_MAX_DEPTH = 8 };

enum conf_type { CONF_NUMBER, CONF_TEXT, CONF_LIST };

struct conf_value {
    enum conf_type type;
    int64_t number;
    char *text;               /* of CONF_TEXT; has no zero byte */
    struct conf_value *items; /* of CONF_LIST */
    size_t n_items;
};

struct conf_entry {
    char *key;
    unsigned line; /* on which the key stands, from 1 */
    struct conf_value value;
};

/* All zero is a file without settings. Nothing here takes a lock. */
struct conf {
    struct conf_entry *entries; /* in the file's order */
    size_t n_entries;
};

/* Reads the settings in a text of len bytes. Returns 0, or -1 with an error (VIR_FROM_CONF,
 * VIR_ERR_CONF_SYNTAX with `path`, the line, and the key where one was begun; or no memory), *ret
 * untouched. End with conf_clear. */
int conf_parse(const char *path, const char *text, size_t len, struct conf *ret);

/* The same with all that f has to give; also -1 if that cannot be read, or is too long. */
int conf_read(FILE *f, const char *path, struct conf *ret);

/* The first setting of that key, or NULL. */
const struct conf_entry *conf_find(const struct conf *conf, const char *key);

/* Frees what *conf owns, and makes it empty. */
void conf_clear(struct conf *conf);
