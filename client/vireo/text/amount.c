/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sizes in powers of 1024, times in the two largest units that they have.
 */
#include "client/vireo/text/amount.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char amount_letters[] = "KMGT";

static void amount_write_bytes(char *text, double n)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", NULL};
    int u = 0;

    /* 1023.96 would be written as 1024.0. */
    for (; n >= 1023.95 && units[u + 1]; u++)
        n /= 1024;
    int length = snprintf(text, AMOUNT_TEXT_MAX, "%.1f", n);
    if (text[length - 1] == '0')
        length -= 2;
    snprintf(text + length, (size_t)(AMOUNT_TEXT_MAX - length), " %s", units[u]);
}

static void amount_write_ns(char *text, unsigned long long ns)
{
    static const unsigned long long second = 1000000000;
    unsigned long long s = ns / second;

    if (ns < second / 1000)
        snprintf(text, AMOUNT_TEXT_MAX, "%.1f us", (double)ns / 1000);
    else if (ns < second)
        snprintf(text, AMOUNT_TEXT_MAX, "%.1f ms", (double)ns / 1000000);
    else if (s < 60)
        snprintf(text, AMOUNT_TEXT_MAX, "%.1f s", (double)ns / (double)second);
    else if (s < 3600)
        snprintf(text, AMOUNT_TEXT_MAX, "%llum %llus", s / 60, s % 60);
    else if (s < 86400)
        snprintf(text, AMOUNT_TEXT_MAX, "%lluh %llum", s / 3600, s / 60 % 60);
    else
        snprintf(text, AMOUNT_TEXT_MAX, "%llud %lluh", s / 86400, s / 3600 % 24);
}

const char *amount_text(char text[AMOUNT_TEXT_MAX], enum amount_unit unit, unsigned long long n)
{
    if (unit == AMOUNT_NS)
        amount_write_ns(text, n);
    else if (unit == AMOUNT_NONE)
        snprintf(text, AMOUNT_TEXT_MAX, "%llu", n);
    else
        amount_write_bytes(text, unit == AMOUNT_KIB ? (double)n * 1024 : (double)n);
    return text;
}

/* How many bytes a unit is; 0: it is none. */
static double amount_of_unit(const char *unit)
{
    const char *letter = *unit ? strchr(amount_letters, *unit & ~0x20) : NULL;
    bool decimal = letter && strcasecmp(unit + 1, "B") == 0;

    if (!letter || (unit[1] && !decimal && strcasecmp(unit + 1, "iB") != 0))
        return 0;
    double n = 1;
    for (const char *l = amount_letters; l <= letter; l++)
        n *= decimal ? 1000 : 1024;
    return n;
}

bool amount_parse_kib(const char *text, unsigned long *ret_kib, bool *ret_bare)
{
    size_t digits = strspn(text, "0123456789");
    size_t fraction = text[digits] == '.' ? strspn(text + digits + 1, "0123456789") : 0;
    const char *unit = text + digits + (fraction ? fraction + 1 : 0);
    /* The digits alone: strtod() would take the locale's point and "1e3". */
    double n = 0, place = 1;

    if (!digits || digits > 18 || fraction > 18)
        return false;
    for (size_t i = 0; i < digits; i++)
        n = n * 10 + (text[i] - '0');
    for (size_t i = 0; i < fraction; i++)
        n += (text[digits + 1 + i] - '0') * (place /= 10);
    unit += *unit == ' ';
    *ret_bare = !*unit;
    double kib = n * (*unit ? amount_of_unit(unit) / 1024 : 1024);
    if ((*unit && amount_of_unit(unit) == 0) || kib >= (double)LONG_MAX)
        return false;
    *ret_kib = (unsigned long)kib;
    *ret_kib += (double)*ret_kib < kib;
    return true;
}
