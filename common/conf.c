/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One pass over the bytes, which none of the functions leaves: each asks conf_peek() what is there.
 */
#include "common/conf.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"

struct conf_reader {
    const char *path, *at, *end;
    unsigned line;
    const char *key; /* whose value is read; NULL: none */
};

/* ---- bytes ---- */

/* The byte that is next; 0 at the end. The text has no zero byte. */
static char conf_peek(const struct conf_reader *r)
{
    return r->at < r->end ? *r->at : '\0';
}

static void conf_advance(struct conf_reader *r)
{
    r->line += *r->at++ == '\n';
}

/* What isalpha() and isdigit() say depends on the locale. */
static bool conf_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool conf_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool conf_is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static void conf_skip_blanks(struct conf_reader *r)
{
    while (conf_peek(r) == ' ' || conf_peek(r) == '\t')
        conf_advance(r);
}

static void conf_skip_comment(struct conf_reader *r)
{
    while (conf_peek(r) && !conf_is_line_end(conf_peek(r)))
        conf_advance(r);
}

static void conf_skip_lines(struct conf_reader *r)
{
    for (;;) {
        conf_skip_blanks(r);
        if (conf_peek(r) == '#')
            conf_skip_comment(r);
        else if (conf_is_line_end(conf_peek(r)))
            conf_advance(r);
        else
            return;
    }
}

static int conf_wrong(const struct conf_reader *r, const char *what)
{
    if (r->key)
        return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%u: key '%s': %s", r->path,
                         r->line, r->key, what);
    return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%u: %s", r->path, r->line, what);
}

static char *conf_copy(const char *from, const char *end)
{
    char *copy = strndup(from, (size_t)(end - from));

    if (!copy)
        error_oom(VIR_FROM_CONF);
    return copy;
}

/* ---- values ---- */

static void conf_value_clear(struct conf_value *value)
{
    for (size_t i = 0; i < value->n_items; i++)
        conf_value_clear(&value->items[i]);
    free(value->items);
    free(value->text);
    *value = (struct conf_value){0};
}

static int conf_parse_number(struct conf_reader *r, struct conf_value *ret)
{
    bool negative = conf_peek(r) == '-';
    int64_t n = 0;

    if (negative || conf_peek(r) == '+')
        conf_advance(r);
    if (!conf_is_digit(conf_peek(r)))
        return conf_wrong(r, "a number has no digits");
    for (; conf_is_digit(conf_peek(r)); conf_advance(r)) {
        int digit = conf_peek(r) - '0';

        if (__builtin_mul_overflow(n, (int64_t)10, &n) ||
            __builtin_add_overflow(n, (int64_t)(negative ? -digit : digit), &n))
            return conf_wrong(r, "a number is too large");
    }
    ret->type = CONF_NUMBER;
    ret->number = n;
    return 0;
}

/* The text up to the mark, which is a quote or three of them. */
static int conf_parse_text(struct conf_reader *r, struct conf_value *ret)
{
    char quote = conf_peek(r);
    bool many_lines = r->end - r->at >= 3 && memcmp(r->at, "\"\"\"", 3) == 0;
    ptrdiff_t mark = many_lines ? 3 : 1;
    const char *from = r->at + mark;

    r->at = from;
    for (; conf_peek(r); conf_advance(r)) {
        if (!many_lines && conf_is_line_end(conf_peek(r)))
            break;
        if (conf_peek(r) != quote ||
            (many_lines && (r->end - r->at < 3 || memcmp(r->at, "\"\"\"", 3) != 0)))
            continue;
        ret->type = CONF_TEXT;
        ret->text = conf_copy(from, r->at);
        r->at += mark;
        return ret->text ? 0 : -1;
    }
    return conf_wrong(r, many_lines ? "a text has no three quotes at its end"
                                    : "a text has no quote at its end");
}

static int conf_parse_value(struct conf_reader *r, int depth, struct conf_value *ret);

/* The array of n with room for one more, in steps that double; NULL with the error set: as it was.
 */
static void *conf_grow(void *array, size_t n, size_t size)
{
    void *more = n & (n - 1) ? array : reallocarray(array, n ? 2 * n : 1, size);

    if (!more)
        error_oom(VIR_FROM_CONF);
    return more;
}

/* Takes over what *item owns. */
static int conf_list_add(struct conf_value *list, struct conf_value *item)
{
    struct conf_value *more = conf_grow(list->items, list->n_items, sizeof(*more));

    if (!more)
        return -1;
    list->items = more;
    more[list->n_items++] = *item;
    return 0;
}

static int conf_parse_list(struct conf_reader *r, int depth, struct conf_value *ret)
{
    if (depth >= CONF_MAX_DEPTH)
        return conf_wrong(r, "lists are too deep in each other");
    ret->type = CONF_LIST;
    conf_advance(r);
    for (conf_skip_lines(r); conf_peek(r) != ']'; conf_skip_lines(r)) {
        struct conf_value item = {0};

        if (!conf_peek(r))
            return conf_wrong(r, "a list has no ] at its end");
        if (conf_parse_value(r, depth + 1, &item) < 0 || conf_list_add(ret, &item) < 0) {
            conf_value_clear(&item);
            return -1;
        }
        conf_skip_lines(r);
        if (conf_peek(r) == ',')
            conf_advance(r);
        else if (conf_peek(r) != ']')
            return conf_wrong(r, "a list has neither comma nor ] after a value");
    }
    conf_advance(r);
    return 0;
}

static int conf_parse_value(struct conf_reader *r, int depth, struct conf_value *ret)
{
    char c = conf_peek(r);

    if (c == '"' || c == '\'')
        return conf_parse_text(r, ret);
    if (c == '[')
        return conf_parse_list(r, depth, ret);
    if (conf_is_digit(c) || c == '-' || c == '+')
        return conf_parse_number(r, ret);
    return conf_wrong(r, "there is no number, no text in quotes and no [ list ]");
}

/* ---- settings ---- */

static int conf_parse_key(struct conf_reader *r, char **ret)
{
    const char *from = r->at;

    if (!conf_is_letter(conf_peek(r)))
        return conf_wrong(r, "there is no key, which begins with a letter");
    while (conf_is_letter(conf_peek(r)) || conf_is_digit(conf_peek(r)) || conf_peek(r) == '_')
        conf_advance(r);
    *ret = conf_copy(from, r->at);
    return *ret ? 0 : -1;
}

/* KEY = VALUE and what ends it. */
static int conf_parse_entry(struct conf_reader *r, struct conf_entry *ret)
{
    ret->line = r->line;
    if (conf_parse_key(r, &ret->key) < 0)
        return -1;
    r->key = ret->key;
    conf_skip_blanks(r);
    if (conf_peek(r) != '=')
        return conf_wrong(r, "there is no = after it");
    conf_advance(r);
    conf_skip_blanks(r);
    if (conf_parse_value(r, 0, &ret->value) < 0)
        return -1;
    conf_skip_blanks(r);
    if (conf_peek(r) == ';')
        conf_advance(r);
    else if (conf_peek(r) && conf_peek(r) != '#' && !conf_is_line_end(conf_peek(r)))
        return conf_wrong(r, "something follows its value on the same line");
    r->key = NULL;
    return 0;
}

static void conf_entry_clear(struct conf_entry *entry)
{
    conf_value_clear(&entry->value);
    free(entry->key);
}

static int conf_add_entry(struct conf *conf, struct conf_entry *entry)
{
    struct conf_entry *more = conf_grow(conf->entries, conf->n_entries, sizeof(*more));

    if (!more)
        return -1;
    conf->entries = more;
    more[conf->n_entries++] = *entry;
    *entry = (struct conf_entry){0};
    return 0;
}

int conf_parse(const char *path, const char *text, size_t len, struct conf *ret)
{
    struct conf_reader r = {.path = path, .at = text, .end = text + len, .line = 1};
    _cleanup_(conf_clear) struct conf conf = {0};

    if (len > CONF_MAX_BYTES)
        return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s: it has more than %d bytes", path,
                         CONF_MAX_BYTES);
    if (len > 0 && memchr(text, '\0', len))
        return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX,
                         "%s: this is no text: it has a zero byte", path);
    for (conf_skip_lines(&r); conf_peek(&r); conf_skip_lines(&r)) {
        _cleanup_(conf_entry_clear) struct conf_entry entry = {0};

        if (conf_parse_entry(&r, &entry) < 0 || conf_add_entry(&conf, &entry) < 0)
            return -1;
    }
    *ret = conf;
    conf = (struct conf){0};
    return 0;
}

int conf_read(FILE *f, const char *path, struct conf *ret)
{
    _cleanup_(buf_free) struct buf text = {0};
    size_t n;

    do {
        uint8_t *room = buf_reserve(&text, 4096);

        if (!room)
            return -1;
        errno = 0;
        n = fread(room, 1, 4096, f);
        buf_added(&text, n);
    } while (n > 0 && buf_len(&text) <= CONF_MAX_BYTES);
    if (ferror(f))
        return error_set_errno(VIR_FROM_CONF, errno, "cannot read '%s'", path);
    return conf_parse(path, (const char *)buf_bytes(&text), buf_len(&text), ret);
}

const struct conf_entry *conf_find(const struct conf *conf, const char *key)
{
    for (size_t i = 0; i < conf->n_entries; i++) {
        if (strcmp(conf->entries[i].key, key) == 0)
            return &conf->entries[i];
    }
    return NULL;
}

void conf_clear(struct conf *conf)
{
    for (size_t i = 0; i < conf->n_entries; i++)
        conf_entry_clear(&conf->entries[i]);
    free(conf->entries);
    *conf = (struct conf){0};
}
