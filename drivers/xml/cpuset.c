/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets of CPUs: parts with commas, each a number, a range, or a number that is taken out again. */
#include "drivers/xml/cpuset.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"
#include "common/text_stream.h"

static const char *skip_space(const char *c)
{
    while (isspace((unsigned char)*c))
        c++;
    return c;
}

/* Reads one number that a map has room for; NULL: there is none. */
static const char *read_number(const char *c, unsigned long *ret_number)
{
    char *end;

    c = skip_space(c);
    if (!isdigit((unsigned char)*c))
        return NULL;
    *ret_number = strtoul(c, &end, 10);
    return *ret_number < CPUSET_BYTES * 8 ? skip_space(end) : NULL;
}

bool cpuset_read(const char *text, unsigned char *ret_map)
{
    unsigned char map[CPUSET_BYTES] = {0};
    const char *c = text;

    do {
        unsigned long from = 0, to = 0;
        bool out;

        c = skip_space(c);
        out = *c == '^';
        c = read_number(c + out, &from);
        to = from;
        if (c && *c == '-' && !out)
            c = read_number(c + 1, &to);
        if (!c || to < from || (*c && *c != ','))
            return false;
        for (unsigned long i = from; i <= to; i++) {
            if (out)
                map[i / 8] &= (unsigned char)~(1U << i % 8);
            else
                map[i / 8] |= (unsigned char)(1U << i % 8);
        }
    } while (*c++ == ',');
    memcpy(ret_map, map, sizeof(map));
    return true;
}

int cpuset_parse(const char *text, unsigned char *ret_map)
{
    if (!cpuset_read(text, ret_map))
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "'%s' is not a set of CPUs", text);
    return 0;
}

char *cpuset_format(const unsigned char *map, size_t bytes)
{
    char *text = NULL;
    size_t size, n = bytes * 8;
    FILE *f = text_stream_open(&text, &size);
    const char *comma = "";

    for (size_t i = 0, end; f && i < n; i = end) {
        bool set = map[i / 8] >> i % 8 & 1;

        for (end = i + 1; end < n && (map[end / 8] >> end % 8 & 1) == set; end++)
            ;
        if (!set)
            continue;
        fprintf(f, end - i > 1 ? "%s%zu-%zu" : "%s%zu", comma, i, end - 1);
        comma = ",";
    }
    if (!f || fclose(f) != 0) {
        free(text);
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    return text;
}
