/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The pass over a tree. An element's attributes are taken off and put back line by line of its
 * form; its children are dealt out to rows, one for each line, which are put behind one another.
 * What a line costs does not depend on how many siblings an element has.
 */
#include "drivers/xml/form_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/hash.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/xml.h"

static void form_element(const struct form *form, xmlNode *node, unsigned place, bool inactive);

/* text NULL: there is nothing to change. */
static void form_set_content(xmlNode *text, const char *value)
{
    if (!text || strcmp((const char *)text->content, value) == 0)
        return;
    xmlNodeSetContent(text, BAD_CAST value);
    if (!text->content)
        error_note_lost();
}

/* ---- attributes ---- */

static void form_detach(struct form_pass *p, xmlAttr *a)
{
    if (a->prev)
        a->prev->next = a->next;
    else
        p->rest = a->next;
    if (a->next)
        a->next->prev = a->prev;
    a->prev = a->next = NULL;
}

static void form_put_attribute(struct form_pass *p, const struct form *line, unsigned place,
                               xmlAttr **last)
{
    xmlAttr *a = form_seek_attribute(p->rest, line->name);
    bool goes = line->flags & FORM_DROP || (line->flags & FORM_LIVE && p->inactive);
    const char *preset, *value;
    char buffer[12];

    if (a)
        form_detach(p, a);
    if (a && (goes || (line->flags & FORM_RESET && p->inactive))) {
        xmlFreeProp(a);
        a = NULL;
    }
    if (!a && !goes && !form_seek_attribute(p->node->properties, line->name) &&
        (preset = form_preset(p, line, place, buffer)) != NULL) {
        a = xmlNewProp(p->node, BAD_CAST line->name, BAD_CAST preset);
        if (!a)
            return error_note_lost();
        *last = a;
    } else if (a) {
        _cleanup_free_ char *written = NULL;

        value = form_only_text(a->children);
        written = value ? form_value(line, value) : NULL;
        if (written)
            form_set_content(a->children, written);
        a->prev = *last;
        if (*last)
            (*last)->next = a;
        else
            p->node->properties = a;
        *last = a;
    }
    if (a && line->omit && (value = form_only_text(a->children)) &&
        strcmp(value, line->omit) == 0) {
        *last = a->prev;
        xmlRemoveProp(a);
    }
}

/* An amount and the unit that it is in are two attributes, or a text and an attribute. */
static void form_put_amount(const struct form *amount, const struct form_pass *p, xmlNode *holder)
{
    const char *value = form_only_text(holder);
    _cleanup_free_ char *written = NULL;

    if (!holder || !value)
        return;
    written = form_amount(amount, value, xml_peek(p->node, "unit"));
    if (!written)
        return;
    form_set_content(holder, written);
    if (!xmlStrEqual(BAD_CAST xml_peek(p->node, "unit"), BAD_CAST amount->words))
        xml_set(p->node, "unit", amount->words);
}

static void form_put_amounts(const struct form_pass *p)
{
    const struct form *form = p->form;

    if (form->kind == FORM_SIZE)
        form_put_amount(form, p, p->node->children);
    for (unsigned i = 0; i < form->n_attributes; i++) {
        if (form->attributes[i].kind == FORM_SIZE) {
            const xmlAttr *a = form_seek_attribute(p->node->properties, form->attributes[i].name);

            if (a)
                form_put_amount(&form->attributes[i], p, a->children);
        }
    }
}

static void form_attributes(struct form_pass *p, unsigned place)
{
    const struct form *form = p->form;
    xmlAttr *last = NULL;

    form_put_amounts(p);
    p->rest = p->node->properties;
    p->node->properties = NULL;
    for (unsigned i = 0; i < form->n_attributes; i++) {
        if (form_holds(p, &form->attributes[i]))
            form_put_attribute(p, &form->attributes[i], place, &last);
    }
    xmlFreePropList(p->rest);
    p->rest = NULL;
}

/* ---- children ---- */

/* Which line a child belongs to; n_children: to none. */
static unsigned form_find(const struct form *form, uint64_t open, const xmlNode *node)
{
    const char *name = (const char *)node->name;

    for (unsigned i = 0; i < form->n_children && !node->ns; i++) {
        if (*form->children[i].name == *name && open >> i & 1 &&
            strcmp(form->children[i].name, name) == 0)
            return i;
    }
    return form->n_children;
}

/* The line whose row a line's elements are in. */
static unsigned form_row_of(const struct form *form, unsigned i)
{
    while (i < form->n_children && i && form->children[i].flags & FORM_BESIDE)
        i--;
    return i;
}

/* Deals an element's children out to the rows of their lines; what no line knows goes. */
static void form_deal(const struct form_pass *p, uint64_t open, struct xml_row *rows)
{
    const struct form *form = p->form;
    unsigned seen[FORM_LIMIT] = {0};
    xmlNode *next;

    for (xmlNode *n = p->node->children; n; n = next) {
        unsigned i = n->type == XML_ELEMENT_NODE ? form_find(form, open, n) : form->n_children;
        const struct form *line = i < form->n_children ? &form->children[i] : NULL;

        next = n->next;
        if (!line || line->flags & FORM_DROP || (line->flags & FORM_LIVE && p->inactive) ||
            (!(line->flags & FORM_MANY) && seen[i]))
            form_free_node(n);
        else
            form_append(&rows[form_row_of(form, i)], n);
        if (line)
            seen[i]++;
    }
    p->node->children = p->node->last = NULL;
}

/* Whether an element is not written after all: an empty one, or a text that is not told. */
static bool form_needless(const struct form *line, const xmlNode *node)
{
    const char *text = form_only_text(node->children);

    if (line->omit && text && strcmp(text, line->omit) == 0)
        return true;
    if (line->kind == FORM_FREE || node->children)
        return false;
    return line->flags & FORM_PRUNE ? line->kind != FORM_NONE || !node->properties
                                    : line->kind != FORM_NONE && !node->properties;
}

/* Puts the elements of a line's row into their forms. */
static void form_finish_row(const struct form_pass *p, uint64_t open, unsigned of,
                            struct xml_row *row)
{
    const struct form *form = p->form;
    bool mixed = of + 1U < form->n_children && form->children[of + 1].flags & FORM_BESIDE;
    struct xml_row all = *row;
    unsigned places[FORM_LIMIT];

    memset(places + of, 0, (form->n_children - of) * sizeof(*places));
    *row = (struct xml_row){NULL, NULL};
    for (xmlNode *n = all.first, *next; n; n = next) {
        unsigned i = mixed ? form_find(form, open, n) : of;
        const struct form *line = &form->children[i];

        next = n->next;
        form_element(line, n, places[i]++, p->inactive);
        if (form_needless(line, n))
            form_free_node(n);
        else
            form_append(row, n);
    }
}

/* Whether an element may be made where there is none. */
static inline bool form_is_filled(const struct form *line)
{
    return line->preset || line->from || line->flags & (FORM_MADE | FORM_NUMBERED);
}

static void form_make(const struct form_pass *p, const struct form *line, struct xml_row *row)
{
    char buffer[12];
    const char *text;
    xmlNode *made;

    if (line->flags & FORM_DROP || (line->flags & FORM_LIVE && p->inactive))
        return;
    text = form_preset(p, line, 0, buffer);
    if (!text && !(line->flags & FORM_MADE))
        return;
    made = xmlNewDocNode(p->node->doc, NULL, BAD_CAST line->name, NULL);
    if (!made)
        return error_note_lost();
    if (text)
        xml_set_text(made, text);
    made->parent = p->node;
    form_append(row, made);
}

static void form_children(const struct form_pass *p)
{
    const struct form *form = p->form;
    struct xml_row rows[FORM_LIMIT], all = {NULL, NULL};
    uint64_t open = 0;

    if (!p->node->children && !(form->flags & FORM_FILLS))
        return;
    memset(rows, 0, form->n_children * sizeof(*rows));
    for (unsigned i = 0; i < form->n_children; i++)
        open |= (uint64_t)form_holds(p, &form->children[i]) << i;
    form_deal(p, open, rows);
    for (unsigned i = 0; i < form->n_children; i++) {
        if (!rows[i].first && open >> i & 1 && form_is_filled(&form->children[i]))
            form_make(p, &form->children[i], &rows[i]);
        if (!rows[i].first)
            continue;
        form_finish_row(p, open, i, &rows[i]);
        if (form->children[i].by && rows[i].first != rows[i].last)
            form_sort(&rows[i], form->children[i].by);
        xml_row_join(&all, &rows[i]);
        /* the paths of those below see them */
        p->node->children = all.first;
        p->node->last = all.last;
    }
}

/* ---- elements ---- */

/* A copy declares what its nodes need, and takes the place of the content. */
static void form_declare(xmlNode *node)
{
    bool declared = false;
    xmlNode *copy;

    for (const xmlNode *n = node->parent; n && n->type == XML_ELEMENT_NODE; n = n->parent)
        declared = declared || n->nsDef;
    if (!declared || !node->children)
        return;
    copy = xmlDocCopyNode(node, node->doc, 1);
    if (!copy)
        return error_note_lost();
    xmlFreeNodeList(node->children);
    xmlFreeNsList(node->nsDef);
    node->nsDef = copy->nsDef;
    node->children = copy->children;
    node->last = copy->last;
    for (xmlNode *n = node->children; n; n = n->next)
        n->parent = node;
    copy->nsDef = NULL;
    copy->children = copy->last = NULL;
    xmlFreeNode(copy);
}

/* One element of each foreign namespace: the first. What is declared around it is declared by it.
 */
static void form_metadata(xmlNode *node)
{
    xmlHashTable *known = node->children ? xmlHashCreate(8) : NULL;
    struct xml_row all = {NULL, NULL};
    xmlNode *next;

    for (xmlNode *n = node->children; n; n = next) {
        bool foreign = n->type == XML_ELEMENT_NODE && n->ns && n->ns->href;

        next = n->next;
        if (!foreign || xmlHashLookup(known, n->ns->href)) {
            form_free_node(n);
            continue;
        }
        if (xmlHashAddEntry(known, n->ns->href, node) < 0)
            error_note_lost();
        form_append(&all, n);
    }
    xmlHashFree(known, NULL);
    node->children = all.first;
    node->last = all.last;
    form_declare(node);
}

static void form_text(const struct form_pass *p)
{
    const char *value = form_only_text(p->node->children);
    _cleanup_free_ char *written = NULL;

    if (!value) {
        written = xml_text(p->node);
        xml_set_text(p->node, written ? written : "");
        free(take(written));
        value = form_only_text(p->node->children);
    }
    if (value && !*value && p->form->preset) {
        xml_set_text(p->node, p->form->preset);
        return;
    }
    written = value ? form_value(p->form, value) : NULL;
    if (written)
        form_set_content(p->node->children, written);
}

static void form_element(const struct form *form, xmlNode *node, unsigned place, bool inactive)
{
    struct form_pass p = {form, node, NULL, inactive};

    if (form->kind == FORM_FREE)
        return;
    form_attributes(&p, place);
    if (form->kind == FORM_METADATA)
        form_metadata(node);
    else if (form->kind != FORM_NONE && !(form->n_children && xml_child(node, NULL)))
        form_text(&p);
    else
        form_children(&p);
}

static bool form_lists(const xmlNs *list, const xmlNs *ns)
{
    while (list && list != ns)
        list = list->next;
    return ns && list;
}

/* Whether something in a tree, which is not deep, has one of these namespaces. */
static bool form_names(const xmlNode *node, const xmlNs *list)
{
    if (form_lists(list, node->ns))
        return true;
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (form_lists(list, a->ns))
            return true;
    }
    for (const xmlNode *n = node->children; n; n = n->next) {
        if (n->type == XML_ELEMENT_NODE && form_names(n, list))
            return true;
    }
    return false;
}

void form_apply(const struct form *form, xmlNode *root, bool inactive)
{
    if (!root)
        return;
    form_element(form, root, 0, inactive);
    if (root->nsDef && !form_names(root, root->nsDef)) {
        xmlFreeNsList(root->nsDef);
        root->nsDef = NULL;
    }
}
