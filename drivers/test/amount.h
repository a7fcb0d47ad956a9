/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers and amounts of bytes in XML. */
#pragma once

/* Reads digits and nothing else. 0, or -1 without an error set. */
int amount_number(const char *text, unsigned long long *ret_number);

/* Bytes in a unit: "KiB", "k", "KB", "bytes", ...; 0: unknown. */
unsigned long long amount_unit(const char *unit);
