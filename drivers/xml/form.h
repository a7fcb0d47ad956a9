/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Puts a document into its form: elements and attributes in one order, values written in one way,
 * what is missing filled in, what does not belong there taken out. What a form looks like is said
 * in .form files (drivers/forms/), from which drivers/forms/generate.py writes tables of this.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <libxml/tree.h>

/* How a value is read and written. */
enum form_kind {
    FORM_NONE,   /* an element without text */
    FORM_STRING, /* as it came */
    FORM_WORD,   /* one that has another name is renamed */
    FORM_UINT,   /* decimal */
    FORM_NUMBER, /* unsigned, read in any base, written decimal */
    FORM_INT,
    FORM_HEX,
    FORM_CAPITAL_HEX,
    FORM_OCTAL,
    FORM_MAC,
    FORM_UUID,
    FORM_CPUSET,
    FORM_SIZE,     /* with the unit in the attribute unit */
    FORM_FREE,     /* an element that stays as it came */
    FORM_METADATA, /* an element whose children are of others' namespaces */
};

enum form_flags {
    FORM_MANY = 1,       /* there may be several such elements */
    FORM_MADE = 2,       /* it is made where it is missing */
    FORM_PRUNE = 4,      /* an empty one goes */
    FORM_BESIDE = 8,     /* among those of the line above it */
    FORM_LIVE = 16,      /* goes from a document of a machine that does not run */
    FORM_RESET = 32,     /* its preset instead of its value in such a document */
    FORM_DROP = 64,      /* goes */
    FORM_NUMBERED = 128, /* its preset is which of its kind the element is */
    FORM_FILLS = 256     /* something in it may be made */
};

/* Where a value stands. */
struct form_path {
    uint8_t up;            /* elements to go up; then there is no child */
    const char *child;     /* NULL: the element itself */
    const char *attribute; /* NULL: the text */
};

struct form_test {
    struct form_path path;
    bool negative;
    const char *words; /* it is one of these; NULL: it is there */
};

/* An element or an attribute: how its value is written, and what is in it. */
struct form {
    const char *name;
    uint8_t kind;       /* enum form_kind: of the value, or of the text */
    uint8_t width;      /* digits of FORM_HEX, FORM_CAPITAL_HEX and FORM_OCTAL */
    uint16_t flags;     /* enum form_flags */
    uint8_t n_tests;    /* all must be true of the element around it */
    const char *words;  /* FORM_WORD: "old:new old:new"; FORM_SIZE: the unit that is written */
    const char *unit;   /* FORM_SIZE: the unit where none is said */
    const char *preset; /* the value where it is missing; NULL: none */
    const struct form_path *from; /* the preset is what stands there */
    const char *omit;             /* it goes when this is its value */
    const char *by; /* "NAME": such elements are in the order of the numbers in that attribute;
                     * "NAME WORD...": of the words */
    const struct form_test *tests;
    const struct form *attributes, *children; /* in order */
    uint8_t n_attributes, n_children;         /* at most FORM_LIMIT */
};

enum { FORM_LIMIT = 64 };

/* Puts an element and what is in it into a form, in one pass; inactive: it is of no machine that
 * runs. What could not be changed without memory is remembered (xml_changes_made()). */
void form_apply(const struct form *form, xmlNode *root, bool inactive);

/* Rewrites a value in the way of its kind. Malloc'ed; NULL: it stays (or there is no memory, which
 * is remembered). */
char *form_value(const struct form *form, const char *value);

/* The same of an amount in a unit, NULL: that of the form, in the form's. */
char *form_amount(const struct form *form, const char *value, const char *unit);
