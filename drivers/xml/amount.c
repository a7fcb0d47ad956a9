/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers and amounts of bytes in XML. */
#include "drivers/xml/amount.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/xml.h"

int amount_number(const char *text, unsigned long long *ret_number)
{
    char *end;

    errno = 0;
    text += strspn(text, " \t\r\n");
    text += *text == '+';
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

int amount_bytes(int domain, const char *what, const char *text, const char *unit,
                 const char *usual, unsigned long long *ret_bytes)
{
    unsigned long long value, factor = amount_unit(unit && *unit ? unit : usual);

    if (amount_number(text, &value) < 0)
        return error_set(domain, VIR_ERR_XML_ERROR, "<%s> is '%s', not a number", what, text);
    if (!factor)
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "<%s> has the unknown unit '%s'", what,
                         unit);
    if (__builtin_mul_overflow(value, factor, &value) || value > (unsigned long long)LLONG_MAX)
        return error_set(domain, VIR_ERR_OVERFLOW, "<%s> is too large", what);
    *ret_bytes = value;
    return 0;
}

int amount_read(int domain, const xmlNode *root, const char *name, const char *unit,
                unsigned long long *ret_bytes)
{
    const xmlNode *n = xml_child(root, name);
    _cleanup_free_ char *text = xml_content(n);

    if (!text)
        return 1;
    return amount_bytes(domain, name, text, xml_peek(n, "unit"), unit, ret_bytes);
}
