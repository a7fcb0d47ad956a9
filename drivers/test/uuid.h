/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* UUIDs as 16 bytes and as text. */
#pragma once

#include "drivers/test/chance.h"

enum { UUID_TEXT = 37 };

/* Reads 32 hex digits with dashes anywhere between them, as libvirt does. 0 or -1, no error set. */
static inline int uuid_parse(const char *text, unsigned char *uuid)
{
    unsigned char bytes[16];
    int n = 0;

    for (; *text; text++) {
        unsigned c = (unsigned char)*text, digit;

        if (c == '-')
            continue;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            digit = (c | 32) - 'a' + 10;
        else
            return -1;
        if (n == 32)
            return -1;
        bytes[n / 2] = (unsigned char)(n % 2 ? bytes[n / 2] << 4 | digit : digit);
        n++;
    }
    if (n != 32)
        return -1;
    for (int i = 0; i < 16; i++)
        uuid[i] = bytes[i];
    return 0;
}

/* Writes the usual form and returns it. */
static inline char *uuid_format(const unsigned char *u, char text[UUID_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    char *to = text;

    for (int i = 0; i < 16; i++) {
        if (i >= 4 && i <= 10 && i % 2 == 0)
            *to++ = '-';
        *to++ = hex[u[i] >> 4];
        *to++ = hex[u[i] & 15];
    }
    *to = '\0';
    return text;
}

/* One that is left to chance (version 4). 0, or -1 with the error set. */
static inline int uuid_make(unsigned char *u)
{
    if (chance_draw(u, 16, "UUID") < 0)
        return -1;
    u[6] = (unsigned char)((u[6] & 0x0f) | 0x40);
    u[8] = (unsigned char)((u[8] & 0x3f) | 0x80);
    return 0;
}
