/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * UUIDs between 16 bytes and their text, 8-4-4-4-12 hexadecimal digits.
 */
#pragma once

enum { UUID_LEN = 16, UUID_TEXT = 37 /* with the final zero */ };

/* Writes the text, in lower case, with its final zero, and returns it. */
char *uuid_format(const unsigned char uuid[UUID_LEN], char text[UUID_TEXT]);

/* Reads 16 times two hexadecimal digits, with dashes and blanks before each, and blanks behind the
 * last, as libvirt does. 0, or -1: it is none (no error is set). */
int uuid_parse(const char *text, unsigned char ret_uuid[UUID_LEN]);
