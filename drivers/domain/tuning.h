/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Families of parameters that live in the XML: a table says where each has its place below the
 * tuned element, and one pair of functions reads and writes them all.
 */
#pragma once

#include <libxml/tree.h>

#include "drivers/xml/params.h"

struct affected;
struct definition;
struct schema;

struct tunable {
    struct params_known known;
    const char *path;  /* "element/element" for a text, "element/element@attribute" */
    const char *unset; /* the value of XML that says nothing; setting it takes the place away */
    const char *const *names; /* of an INT's values, ending with NULL; or NULL: it is a number */
    bool kib;                 /* the element has a unit */
};

/* What is tuned: an element of a definition, and the order of its children. */
struct tuned {
    const struct schema *schema;
    const struct tunable *table;
    size_t n;
    /* The element, or NULL with the error set; what names it. NULL: the definition's root. */
    xmlNode *(*find)(const struct definition *d, const char *what);
    /* Whether the values fit together, before any is written. 0, or -1. NULL: they do. */
    int (*check)(const struct tuned *t, const xmlNode *node, const remote_typed_param *val,
                 u_int len);
    /* After the values are written. NULL: nothing is left to do. */
    void (*finish)(xmlNode *node, const remote_typed_param *val, u_int len);
};

/* Whether the values may be written into the definitions that are meant. 0 or -1. */
int tuning_check(const struct tuned *t, const struct affected *to, const char *what,
                 const remote_typed_param *val, u_int len);

/* Writes what was checked. 0 or -1. */
int tuning_write(const struct tuned *t, const struct affected *to, const char *what,
                 const remote_typed_param *val, u_int len);

/* Appends all values. 0 or -1. */
int tuning_read(const struct tuned *t, const xmlNode *node, struct params *p);

/* The number at a tunable's place when its parameter is not among those given; the given one
 * otherwise. */
unsigned long long tuning_after(const struct tuned *t, const xmlNode *node, const char *field,
                                const remote_typed_param *val, u_int len);

/* What is tuned in a definition; NULL with the error set. */
xmlNode *tuning_element(const struct tuned *t, const struct definition *d, const char *what);
