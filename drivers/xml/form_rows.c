/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of siblings, and their order. */
#include "drivers/xml/form_impl.h"

#include <stdlib.h>

#include "common/cleanup.h"

void form_append(struct xml_row *row, xmlNode *node)
{
    node->prev = row->last;
    node->next = NULL;
    if (row->last)
        row->last->next = node;
    else
        row->first = node;
    row->last = node;
}

void form_free_node(xmlNode *node)
{
    node->prev = node->next = NULL;
    node->parent = NULL;
    xmlFreeNode(node);
}

/* What such an element is sorted by: "NAME" is the number in that attribute, "NAME WORD..." which
 * of the words it is. */
static unsigned long long form_key(const xmlNode *node, const char *by)
{
    size_t len = strcspn(by, " ");
    unsigned long long place = 0;

    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *name = (const char *)a->name, *value = form_only_text(a->children);

        if (strncmp(name, by, len) != 0 || name[len] || !value)
            continue;
        if (!by[len])
            return strtoull(value, NULL, 0);
        for (by += len; *by; by += len, place++) {
            len = strcspn(++by, " ");
            if (strncmp(value, by, len) == 0 && !value[len])
                break;
        }
        break;
    }
    return place;
}

/* Merges two lists that are sorted by a number in an attribute; equal ones stay as they were. */
static xmlNode *form_merge(xmlNode *a, xmlNode *b, const char *by)
{
    xmlNode *first = NULL, **next = &first;

    while (a && b) {
        xmlNode **from = form_key(a, by) <= form_key(b, by) ? &a : &b;

        *next = *from;
        next = &(*from)->next;
        *from = *next;
    }
    *next = a ? a : b;
    return first;
}

void form_sort(struct xml_row *row, const char *by)
{
    xmlNode *runs[32] = {NULL}, *sorted = NULL; /* runs[i] is of 2^i */
    unsigned i;

    for (xmlNode *n = row->first, *next; n; n = next) {
        xmlNode *run = n;

        next = n->next;
        n->next = NULL;
        for (i = 0; i < ARRAY_SIZE(runs) - 1 && runs[i]; i++) {
            run = form_merge(runs[i], run, by);
            runs[i] = NULL;
        }
        runs[i] = run;
    }
    for (i = 0; i < ARRAY_SIZE(runs); i++)
        sorted = form_merge(runs[i], sorted, by);
    *row = (struct xml_row){NULL, NULL};
    for (xmlNode *n = sorted, *next; n; n = next) {
        next = n->next;
        form_append(row, n);
    }
}
