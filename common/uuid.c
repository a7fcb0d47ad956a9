/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads and writes UUIDs.
 */
#include "common/uuid.h"

#include <ctype.h>
#include <string.h>

#define BLANKS " \t\n\v\f\r"

char *uuid_format(const unsigned char uuid[UUID_LEN], char text[UUID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    char *to = text;

    for (int i = 0; i < UUID_LEN; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = digits[uuid[i] >> 4];
        *to++ = digits[uuid[i] & 15];
    }
    *to = 0;
    return text;
}

static int uuid_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int uuid_parse(const char *text, unsigned char ret_uuid[UUID_LEN])
{
    unsigned char uuid[UUID_LEN];

    for (int i = 0; i < UUID_LEN; i++) {
        int high, low;

        text += strspn(text, "-" BLANKS);
        high = uuid_digit(text[0]);
        low = high < 0 ? -1 : uuid_digit(text[1]);
        if (low < 0)
            return -1;
        uuid[i] = (unsigned char)(high << 4 | low);
        text += 2;
    }
    text += strspn(text, BLANKS);
    if (*text)
        return -1;
    memcpy(ret_uuid, uuid, sizeof(uuid));
    return 0;
}
