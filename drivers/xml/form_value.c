/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the values of a form are written. */
#include "drivers/xml/form.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/cpuset.h"
#include "drivers/xml/xml.h"

/* Reads an unsigned number, with blanks around it. */
static bool form_read_number(const char *text, int base, unsigned long long *ret_number)
{
    char *end;

    while (isspace((unsigned char)*text))
        text++;
    if (!isdigit((unsigned char)*text))
        return false;
    errno = 0;
    *ret_number = strtoull(text, &end, base);
    if (errno || end == text)
        return false;
    return end[strspn(end, " \t\r\n")] == 0;
}

static char *form_keep(const char *text, size_t len)
{
    char *copy = strndup(text, len);

    if (!copy)
        error_note_lost();
    return copy;
}

/* Most values are written as they were: nothing is copied then. */
static char *form_print(const char *value, const char *layout, int width, unsigned long long number)
{
    char text[32];
    int len = snprintf(text, sizeof(text), layout, width, number);

    return strcmp(text, value) == 0 ? NULL : form_keep(text, (size_t)len);
}

/* Digits that are a number as it is written. */
static bool form_is_plain(const char *value)
{
    size_t len = strspn(value, "0123456789");

    return len && !value[len] && (*value != '0' || len == 1) && len < 19;
}

static char *form_write_decimal(const char *value, int base)
{
    unsigned long long number;

    if (form_is_plain(value) || !form_read_number(value, base, &number))
        return NULL;
    return form_print(value, "%0*llu", 0, number);
}

static char *form_write_int(const char *value)
{
    long long number;
    char *end;

    if (form_is_plain(value))
        return NULL;
    errno = 0;
    number = strtoll(value, &end, 10);
    if (errno || end == value || end[strspn(end, " \t\r\n")] != 0)
        return NULL;
    return form_print(value, "%0*lld", 0, (unsigned long long)number);
}

static char *form_write_mac(const char *value)
{
    unsigned part[6];
    char *text;
    int end = 0;

    if (sscanf(value, "%2x:%2x:%2x:%2x:%2x:%2x%n", &part[0], &part[1], &part[2], &part[3], &part[4],
               &part[5], &end) != 6 ||
        value[end])
        return NULL;
    if (asprintf(&text, "%02x:%02x:%02x:%02x:%02x:%02x", part[0], part[1], part[2], part[3],
                 part[4], part[5]) >= 0)
        return text;
    error_note_lost();
    return NULL;
}

static char *form_write_cpuset(const char *value)
{
    unsigned char map[CPUSET_BYTES];
    char *text;

    if (!cpuset_read(value, map))
        return NULL;
    text = cpuset_format(map, sizeof(map));
    if (!text)
        error_note_lost();
    return text;
}

/* words is "old:new old:new". */
static char *form_rename(const char *words, const char *value)
{
    size_t len = strlen(value);

    for (const char *w = words; *w;) {
        size_t word = strcspn(w, " ");

        if (word > len && strncmp(w, value, len) == 0 && w[len] == ':')
            return form_keep(w + len + 1, word - len - 1);
        w += word;
        w += *w == ' ';
    }
    return NULL;
}

char *form_value(const struct form *form, const char *value)
{
    unsigned char uuid[16];
    char text[UUID_TEXT];
    unsigned long long number;

    switch ((enum form_kind)form->kind) {
    case FORM_WORD:
        return form_rename(form->words, value);
    case FORM_UINT:
        return form_write_decimal(value, 10);
    case FORM_NUMBER:
        return form_write_decimal(value, 0);
    case FORM_INT:
        return form_write_int(value);
    case FORM_HEX:
        return form_read_number(value, 0, &number)
                   ? form_print(value, "0x%0*llx", form->width, number)
                   : NULL;
    case FORM_CAPITAL_HEX:
        return form_read_number(value, 0, &number)
                   ? form_print(value, "0x%0*llX", form->width, number)
                   : NULL;
    case FORM_OCTAL:
        return form_read_number(value, 8, &number)
                   ? form_print(value, "%0*llo", form->width, number)
                   : NULL;
    case FORM_MAC:
        return form_write_mac(value);
    case FORM_UUID:
        return uuid_parse(value, uuid) < 0 ? NULL
                                           : form_keep(uuid_format(uuid, text), UUID_TEXT - 1);
    case FORM_CPUSET:
        return form_write_cpuset(value);
    case FORM_NONE:
    case FORM_STRING:
    case FORM_SIZE:
    case FORM_FREE:
    case FORM_METADATA:
        break;
    }
    return NULL;
}

char *form_amount(const struct form *form, const char *value, const char *unit)
{
    unsigned long long number, from = amount_unit(unit ? unit : form->unit),
                               to = amount_unit(form->words);
    char text[24];

    if (!from || !to || !form_read_number(value, 10, &number) ||
        __builtin_mul_overflow(number, from, &number))
        return NULL;
    snprintf(text, sizeof(text), "%llu", number / to + (number % to != 0));
    return form_keep(text, sizeof(text));
}
