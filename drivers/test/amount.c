/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers and amounts of bytes in XML. */
#include "drivers/test/amount.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int amount_number(const char *text, unsigned long long *ret_number)
{
    char *end;

    errno = 0;
    if (*text < '0' || *text > '9')
        return -1;
    *ret_number = strtoull(text, &end, 10);
    return errno || *end ? -1 : 0;
}

unsigned long long amount_unit(const char *unit)
{
    static const char letters[] = "kmgtpe";
    const char *letter;
    unsigned long long binary = 1, decimal = 1;

    if (strcasecmp(unit, "b") == 0 || strcasecmp(unit, "bytes") == 0)
        return 1;
    letter = strchr(letters, *unit | 0x20);
    if (!*unit || !letter)
        return 0;
    for (const char *l = letters; l <= letter; l++) {
        binary *= 1024;
        decimal *= 1000;
    }
    if (!unit[1] || strcasecmp(unit + 1, "ib") == 0)
        return binary;
    return strcasecmp(unit + 1, "b") == 0 ? decimal : 0;
}
