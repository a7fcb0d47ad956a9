/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads JSON by descent. What is deeper than DEPTH is refused, so that no text eats the stack. */
#include "drivers/test/guest/json.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"

enum { DEPTH = 32 };

static bool read_value(const char **at, int depth, struct json *ret);

static void skip_blanks(const char **at)
{
    *at += strspn(*at, " \t\r\n");
}

/* Says whether the character is next, and goes behind it. */
static bool skip(const char **at, char c)
{
    skip_blanks(at);
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static void put_utf8(char **to, unsigned code)
{
    if (code < 0x80) {
        *(*to)++ = (char)code;
    } else if (code < 0x800) {
        *(*to)++ = (char)(0xc0 | code >> 6);
        *(*to)++ = (char)(0x80 | (code & 0x3f));
    } else {
        *(*to)++ = (char)(0xe0 | code >> 12);
        *(*to)++ = (char)(0x80 | (code >> 6 & 0x3f));
        *(*to)++ = (char)(0x80 | (code & 0x3f));
    }
}

/* Behind a backslash; what it makes is never longer than what it is read from. */
static bool read_escape(const char **at, char **to)
{
    static const char from[] = "\"\\/bfnrt", as[] = "\"\\/\b\f\n\r\t";
    const char *known = **at ? strchr(from, **at) : NULL;
    unsigned code = 0;

    if (known) {
        *(*to)++ = as[known - from];
        (*at)++;
        return true;
    }
    if (*(*at)++ != 'u')
        return false;
    for (int i = 0; i < 4; i++, (*at)++) {
        const char *digits = "0123456789abcdef", *d = **at ? strchr(digits, **at | 0x20) : NULL;

        if (!d)
            return false;
        code = code * 16 + (unsigned)(d - digits);
    }
    if (!code || (code >= 0xd800 && code < 0xe000)) /* pairs are not put together */
        return false;
    put_utf8(to, code);
    return true;
}

/* NULL: it is no string, or no memory. */
static char *read_string(const char **at)
{
    _cleanup_free_ char *text = NULL;
    char *to;

    if (!skip(at, '"'))
        return NULL;
    to = text = malloc(strlen(*at) + 1);
    while (text && **at != '"') {
        if ((unsigned char)**at < ' ')
            return NULL;
        if (**at == '\\') {
            (*at)++;
            if (!read_escape(at, &to))
                return NULL;
        } else {
            *to++ = *(*at)++;
        }
    }
    if (!text)
        return NULL;
    (*at)++;
    *to = '\0';
    return take(text);
}

static bool read_number(const char **at, struct json *ret)
{
    char *end;

    if (**at != '-' && (**at < '0' || **at > '9'))
        return false;
    strtod(*at, &end);
    ret->text = strndup(*at, (size_t)(end - *at));
    *at = end;
    return ret->text && !strpbrk(ret->text, "xXnNiI");
}

static bool read_children(const char **at, int depth, struct json *ret)
{
    bool object = ret->kind == JSON_OBJECT;
    char close = object ? '}' : ']';
    struct json **last = &ret->children;

    if (depth >= DEPTH)
        return false;
    if (skip(at, close))
        return true;
    do {
        struct json *j = *last = calloc(1, sizeof(*j));

        if (!j)
            return false;
        last = &j->next;
        if (object) {
            j->name = read_string(at);
            if (!j->name || !skip(at, ':'))
                return false;
        }
        if (!read_value(at, depth + 1, j))
            return false;
    } while (skip(at, ','));
    return skip(at, close);
}

static bool read_value(const char **at, int depth, struct json *ret)
{
    static const struct {
        const char *word;
        enum json_kind kind;
    } words[] = {{"null", JSON_NULL}, {"true", JSON_TRUE}, {"false", JSON_FALSE}};

    skip_blanks(at);
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (strncmp(*at, words[i].word, strlen(words[i].word)) == 0) {
            *at += strlen(words[i].word);
            ret->kind = words[i].kind;
            return true;
        }
    }
    if (**at == '"') {
        ret->kind = JSON_STRING;
        ret->text = read_string(at);
        return ret->text;
    }
    if (**at == '{' || **at == '[') {
        ret->kind = *(*at)++ == '{' ? JSON_OBJECT : JSON_ARRAY;
        return read_children(at, depth, ret);
    }
    ret->kind = JSON_NUMBER;
    return read_number(at, ret);
}

void json_free(struct json *j)
{
    while (j) {
        struct json *next = j->next;

        json_free(j->children);
        free(j->name);
        free(j->text);
        free(j);
        j = next;
    }
}

struct json *json_parse(const char *text)
{
    _cleanup_(json_freep) struct json *j = calloc(1, sizeof(*j));

    if (!j || !read_value(&text, 0, j))
        return NULL;
    skip_blanks(&text);
    return *text ? NULL : take(j);
}

const struct json *json_get(const struct json *j, const char *name)
{
    if (!j || j->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *c = j->children; c; c = c->next) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

const char *json_get_text(const struct json *j, const char *name)
{
    const struct json *c = json_get(j, name);

    return c && c->kind == JSON_STRING ? c->text : NULL;
}

void json_quote(FILE *f, const char *text)
{
    fputc('"', f);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(f, "\\%c", *c);
        else if ((unsigned char)*c < ' ')
            fprintf(f, "\\u%04x", (unsigned char)*c);
        else
            fputc(*c, f);
    }
    fputc('"', f);
}
