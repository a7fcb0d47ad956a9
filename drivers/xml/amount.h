/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers and amounts of bytes in XML. */
#pragma once

#include <libxml/tree.h>

/* Reads digits, with blanks and a '+' before them, and nothing else. 0, or -1 without an error set.
 */
int amount_number(const char *text, unsigned long long *ret_number);

/* Bytes in a unit: "KiB", "k", "KB", "bytes", ...; 0: unknown. */
unsigned long long amount_unit(const char *unit);

/*
 * Reads an amount in bytes; unit NULL or empty: in that usual one. what names it in errors. 0, or
 * -1 with VIR_ERR_XML_ERROR, _INVALID_ARG (the unit) or _OVERFLOW.
 */
int amount_bytes(int domain, const char *what, const char *text, const char *unit,
                 const char *usual, unsigned long long *ret_bytes);

/*
 * Reads the amount in a child of root, in bytes; without a unit it is in that one. 0; 1: there is
 * no such child, or nothing in it; or -1 as above.
 */
int amount_read(int domain, const xmlNode *root, const char *name, const char *unit,
                unsigned long long *ret_bytes);
