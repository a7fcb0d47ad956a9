/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JSON that callers send to a guest's agent or a monitor: read into a tree, and texts quoted. */
#pragma once

#include <stdio.h>

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json {
    enum json_kind kind;
    char *name;            /* within an object; or NULL */
    char *text;            /* of a string or a number; or NULL */
    struct json *children; /* of an array or an object */
    struct json *next;
};

/* Reads one value and nothing behind it. NULL: it is none, or no memory; no error set. */
struct json *json_parse(const char *text);

/* Accepts NULL. */
void json_free(struct json *j);

static inline void json_freep(struct json **j)
{
    json_free(*j);
}

/* The member of an object; NULL: j is no object, or has none of that name. Accepts NULL. */
const struct json *json_get(const struct json *j, const char *name);

/* The text of a string that is a member; NULL: there is none. Accepts NULL. */
const char *json_get_text(const struct json *j, const char *name);

/* Writes a text with its quotes. */
void json_quote(FILE *f, const char *text);
