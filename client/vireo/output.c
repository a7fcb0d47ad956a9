/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON values as text: tables with columns as wide as their widest cell, records, single values.
 */
#include "client/vireo/output.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "client/vireo/text/amount.h"
#include "client/vireo/text/colour.h"
#include "common/cleanup.h"

enum { MAX_COLUMNS = 12 };

/* How many bytes the UTF-8 character at s has; 0 when it is none. */
static int utf8_length(const unsigned char *s)
{
    int n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

    if (s[0] > 0xf4)
        return 0;
    for (int i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    }
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
        (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return n;
}

/* json-c escapes control characters but passes other bytes through: JSON must be UTF-8. */
static struct json_object *string_new(const char *value)
{
    _cleanup_free_ char *clean = strdup(value);

    if (!clean)
        return NULL;
    for (unsigned char *s = (unsigned char *)clean; *s;) {
        int n = utf8_length(s);
        if (n == 0)
            *s = '?';
        s += n ? n : 1;
    }
    return json_object_new_string(clean);
}

void output_string(struct json_object *o, const char *key, const char *value)
{
    json_object_object_add(o, key, value ? string_new(value) : NULL);
}

void output_number(struct json_object *o, const char *key, unsigned long long value)
{
    json_object_object_add(o, key, json_object_new_uint64(value));
}

void output_bool(struct json_object *o, const char *key, bool value)
{
    json_object_object_add(o, key, json_object_new_boolean(value));
}

/* The ends of keys whose numbers are amounts; people read the key without them. */
static const struct amount_key {
    const char *end;
    enum amount_unit unit;
} amount_keys[] = {
    {"_bytes", AMOUNT_BYTES},
    {"_kib", AMOUNT_KIB},
    {"_ns", AMOUNT_NS},
};

/* The unit of a key's numbers, and how long the key is for people. */
static enum amount_unit key_unit(const char *key, size_t *ret_length)
{
    *ret_length = strlen(key);
    for (size_t i = 0; i < ARRAY_SIZE(amount_keys); i++) {
        size_t n = strlen(amount_keys[i].end);

        if (*ret_length > n && strcmp(key + *ret_length - n, amount_keys[i].end) == 0) {
            *ret_length -= n;
            return amount_keys[i].unit;
        }
    }
    return AMOUNT_NONE;
}

/* The text of a cell. Borrowed from the value. */
static const char *cell_text(struct json_object *value)
{
    if (!value)
        return "-";
    if (json_object_is_type(value, json_type_boolean))
        return json_object_get_boolean(value) ? "yes" : "no";
    if (json_object_is_type(value, json_type_string))
        return json_object_get_string(value);
    return json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN);
}

static int text_width(const char *text)
{
    int n = 0;

    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

/* Prints padded with blanks; the last cell of a line (pad 0) is not. */
static void print_cell(const char *text, int pad, bool upper, enum colour colour)
{
    int blanks = pad - text_width(text);

    if (colour != COLOUR_PLAIN)
        fputs(colour_begin(stdout, colour), stdout);

    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        putchar(upper ? toupper(byte) : byte < 0x20 || byte == 0x7f ? '?' : byte);
    }
    if (colour != COLOUR_PLAIN)
        fputs(colour_begin(stdout, COLOUR_PLAIN), stdout);
    while (blanks-- > 0)
        putchar(' ');
}

static enum colour cell_colour(const char *key, const char *text)
{
    return strcmp(key, "state") == 0 ? colour_of_state(text) : COLOUR_PLAIN;
}

static void print_json(struct json_object *value, int flags)
{
    puts(json_object_to_json_string_ext(value, flags | JSON_C_TO_STRING_NOSLASHESCAPE));
}

/* One of several values waits for the others. */
static void print_value(const struct context *c, struct json_object *value)
{
    if (c->several)
        json_object_array_add(c->several, json_object_get(value));
    else
        print_json(value, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED);
}

void output_several(struct context *c)
{
    _cleanup_(json_putp) struct json_object *several = take(c->several);

    if (several)
        print_value(c, several);
}

void output_line(struct json_object *o)
{
    print_json(o, JSON_C_TO_STRING_PLAIN);
}

void output_table(const struct context *c, struct json_object *rows, const char *const *keys)
{
    size_t n_rows = json_object_array_length(rows);
    int widths[MAX_COLUMNS] = {0};
    int n = 0;

    if (c->json) {
        print_value(c, rows);
        return;
    }
    for (; n < MAX_COLUMNS && keys[n]; n++) {
        widths[n] = text_width(keys[n]);
        for (size_t r = 0; r < n_rows; r++) {
            struct json_object *row = json_object_array_get_idx(rows, r);
            int w = text_width(cell_text(json_object_object_get(row, keys[n])));
            widths[n] = w > widths[n] ? w : widths[n];
        }
    }
    for (int i = 0; i < n; i++)
        print_cell(keys[i], i + 1 < n ? widths[i] + 2 : 0, true, COLOUR_BOLD);
    putchar('\n');
    for (size_t r = 0; r < n_rows; r++) {
        struct json_object *row = json_object_array_get_idx(rows, r);
        for (int i = 0; i < n; i++) {
            const char *text = cell_text(json_object_object_get(row, keys[i]));
            print_cell(text, i + 1 < n ? widths[i] + 2 : 0, false, cell_colour(keys[i], text));
        }
        putchar('\n');
    }
}

static unsigned records_printed; /* a blank line stands between two */

void output_record(const struct context *c, struct json_object *record)
{
    int widest = 0;

    if (c->json) {
        print_value(c, record);
        return;
    }
    if (records_printed++)
        putchar('\n');
    json_object_object_foreach(record, key, unused)
    {
        (void)unused;
        size_t length;
        key_unit(key, &length);
        widest = (int)length > widest ? (int)length : widest;
    }
    json_object_object_foreach(record, name, value)
    {
        size_t length;
        char amount[AMOUNT_TEXT_MAX];
        enum amount_unit unit = key_unit(name, &length);
        _cleanup_free_ char *label = strndup(name, length);
        print_cell(label ? label : name, widest + 2, false, COLOUR_PLAIN);
        const char *text = unit && value ? amount_text(amount, unit, json_object_get_uint64(value))
                                         : cell_text(value);
        print_cell(text, 0, false, cell_colour(name, text));
        putchar('\n');
    }
}

void output_text(const struct context *c, const char *key, const char *value)
{
    if (c->json) {
        _cleanup_(json_putp) struct json_object *o = json_object_new_object();
        output_string(o, key, value);
        print_value(c, o);
        return;
    }
    size_t n = strlen(value);
    fwrite(value, 1, n, stdout);
    if (n == 0 || value[n - 1] != '\n')
        putchar('\n');
}
