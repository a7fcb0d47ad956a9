/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Amounts as people read and write them: "512 MiB", "2G", "3m 20s".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { AMOUNT_TEXT_MAX = 32 };

enum amount_unit { AMOUNT_NONE, AMOUNT_BYTES, AMOUNT_KIB, AMOUNT_NS };

/* Writes so much of the unit into text and returns it: with one digit behind the point at most. */
const char *amount_text(char text[AMOUNT_TEXT_MAX], enum amount_unit unit, unsigned long long n);

/* Reads a size into KiB: a number, perhaps with a fraction, and then K, M, G, T, with iB or nothing
 * behind for powers of 1024, with B for powers of 1000, in either case. A bare number is MiB, and
 * *ret_bare true. Returns false for what is no size, or more than a long holds. */
bool amount_parse_kib(const char *text, unsigned long *ret_kib, bool *ret_bare);
