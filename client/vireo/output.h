/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a command found, for people or for programs.
 *
 * A command makes one JSON value; with --json it is printed as it is, without it the same value is
 * laid out as text. So the two can't disagree: the columns of a table are the keys of its objects.
 * In text null is "-", booleans are yes and no, and numbers of keys that end with _bytes, _kib or
 * _ns are amounts for people, under the key without that end.
 *
 * Strings of a peer may hold anything: what is not UTF-8 or would steer a terminal is shown as '?'.
 */
#pragma once

#include <json-c/json.h>

#include "client/vireo/command.h"

/* Puts a member in. A NULL string is null. */
void output_string(struct json_object *o, const char *key, const char *value);
void output_number(struct json_object *o, const char *key, unsigned long long value);
void output_bool(struct json_object *o, const char *key, bool value);

/* An array of objects as a table whose columns are the NULL-terminated keys. */
void output_table(const struct context *c, struct json_object *rows, const char *const *keys);

/* One object: a line a member. */
void output_record(const struct context *c, struct json_object *record);

/* A single string, as {"key": value} in JSON. */
void output_text(const struct context *c, const char *key, const char *value);

/* What the functions above have kept of a command with several operands, as an array. */
void output_several(struct context *c);

/* A JSON object on a line of its own, for what has no end to put in an array. */
void output_line(struct json_object *o);

/* Frees; accepts NULL. */
static inline void json_putp(struct json_object **o)
{
    json_object_put(*o);
}
