/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of the pass over a tree share: form.c, form_look.c (what is there: values, tests)
 * and form_rows.c (lists of siblings).
 */
#pragma once

#include <stdbool.h>
#include <string.h>

#include "drivers/xml/form.h"
#include "drivers/xml/xml.h"

/* An element while it is put into its form. */
struct form_pass {
    const struct form *form;
    xmlNode *node;
    xmlAttr *rest; /* its attributes that have not been put back */
    bool inactive;
};

/* ---- what is there ---- */

/* What a list of texts holds if it is one text, as nearly always; NULL: it is not. */
static inline const char *form_only_text(const xmlNode *children)
{
    if (!children)
        return "";
    return children->type == XML_TEXT_NODE && !children->next ? (const char *)children->content
                                                              : NULL;
}

static inline xmlAttr *form_seek_attribute(xmlAttr *from, const char *name)
{
    for (; from; from = from->next) {
        if (!from->ns && strcmp((const char *)from->name, name) == 0)
            return from;
    }
    return NULL;
}

/* The value at a path; NULL: there is none. */
const char *form_look(const struct form_pass *p, const struct form_path *path);

/* Whether all tests of a line are true. */
bool form_tests_hold(const struct form_pass *p, const struct form *line);

static inline bool form_holds(const struct form_pass *p, const struct form *line)
{
    return !line->n_tests || form_tests_hold(p, line);
}

/* The value that stands for one that is missing; NULL: none. buffer is for a number. */
const char *form_preset(const struct form_pass *p, const struct form *line, unsigned place,
                        char buffer[12]);

/* ---- lists of siblings ---- */

void form_append(struct xml_row *row, xmlNode *node);

/* By what the line says after `by`; equal ones stay as they were. */
void form_sort(struct xml_row *row, const char *by);

/* Frees one that is in no list. */
void form_free_node(xmlNode *node);
