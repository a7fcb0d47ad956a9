/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JSON that callers send to a guest's agent or a monitor, read by json-c within bounds. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "common/error.h"

enum { JSON_DEPTH = 32 };

/* json-c says little of memory that it lacks, but errno was 0 before. */
static inline void json_note_lost(bool known)
{
    if (known || errno == ENOMEM)
        error_note_lost();
}

/* json-c goes on without the name of a member that it had no memory for, and crashes when it comes
 * to the value. This is seen at the colon between them. */
static inline bool json_lacks_name(const struct json_tokener *tokener)
{
    const struct json_tokener_srec *level = &tokener->stack[tokener->depth];

    return level->saved_state == json_tokener_state_object_value && !level->obj_field_name;
}

/* Reads one value and nothing behind it. NULL: it is none (or null), or too deep, or no memory,
 * which is noted (error_note_lost); no error set. */
static inline struct json_object *json_read(const char *text)
{
    struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH + 1);
    const char *end = text + strlen(text) + 1; /* with the end */
    struct json_object *json = NULL;
    bool lost = !tokener, more = !lost;

    if (tokener)
        json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    while (more && !lost && text < end) {
        const char *colon = memchr(text, ':', (size_t)(end - text));
        const char *next = colon ? colon + 1 : end;

        errno = 0;
        json = json_tokener_parse_ex(tokener, text, (int)(next - text));
        more = json_tokener_get_error(tokener) == json_tokener_continue;
        lost = errno == ENOMEM || (more && json_lacks_name(tokener));
        text = next;
    }
    if (lost) {
        error_note_lost();
        json_object_put(json);
        json = NULL;
    }
    if (tokener)
        json_tokener_free(tokener);
    return json;
}

static inline void json_freep(struct json_object **json)
{
    json_object_put(*json);
}

/* The member of an object; NULL: json is no object, or has none of that name. Accepts NULL. */
static inline struct json_object *json_get(const struct json_object *json, const char *name)
{
    struct json_object *member = NULL;

    json_object_object_get_ex(json, name, &member);
    return member;
}

/* The text of a string that is a member; NULL: there is none, or a byte 0 is in it. Accepts NULL.
 */
static inline const char *json_get_text(const struct json_object *json, const char *name)
{
    struct json_object *member = json_get(json, name);
    const char *text =
        json_object_is_type(member, json_type_string) ? json_object_get_string(member) : NULL;

    return text && strlen(text) == (size_t)json_object_get_string_len(member) ? text : NULL;
}

/* Writes a value, or a text with its quotes. */
static inline void json_write(FILE *f, struct json_object *json)
{
    const char *text;

    errno = 0;
    text = json_object_to_json_string_ext(json,
                                          JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    json_note_lost(!text);
    fputs(text ? text : "", f);
}

static inline void json_quote(FILE *f, const char *text)
{
    struct json_object *string = json_object_new_string(text);

    if (string)
        json_write(f, string);
    else
        error_note_lost();
    json_object_put(string);
}
