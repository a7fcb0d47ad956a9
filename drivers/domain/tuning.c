/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values at paths of an element. */
#include "drivers/domain/tuning.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* ---- tables ---- */

/* The value of a tunable as a parameter's text: in KiB where it has a unit. */
static char *value_text(const struct tunable *t, const xmlNode *node)
{
    char *text = xml_path_get(node, t->path);
    _cleanup_free_ char *unit = NULL;
    unsigned long long value, bytes;
    const char *attribute;

    if (text && t->names) {
        int i = 0;

        while (t->names[i] && strcmp(t->names[i], text) != 0)
            i++;
        free(text);
        return error_note_null(asprintf(&text, "%d", t->names[i] ? i : 0) < 0 ? NULL : text);
    }
    unit = text && t->kib
               ? xml_attribute(xml_path_walk(NULL, (xmlNode *)(uintptr_t)node, t->path, &attribute),
                               "unit")
               : NULL;
    bytes = unit ? amount_unit(unit) : 0;
    if (bytes && amount_number(text, &value) == 0 &&
        !__builtin_mul_overflow(value, bytes, &value)) {
        free(text);
        return error_note_null(asprintf(&text, "%llu", (value + 1023) / 1024) < 0 ? NULL : text);
    }
    return text ? text : error_note_null(strdup(t->unset));
}

int tuning_read(const struct tuned *t, const xmlNode *node, struct params *p)
{
    for (size_t i = 0; i < t->n; i++) {
        _cleanup_free_ char *text = value_text(&t->table[i], node);

        if (!text)
            return error_oom(VIR_FROM_TEST);
        if (params_put_text(p, t->table[i].known.field, t->table[i].known.type, text) < 0)
            return -1;
    }
    return 0;
}

unsigned long long tuning_after(const struct tuned *t, const xmlNode *node, const char *field,
                                const remote_typed_param *val, u_int len)
{
    const remote_typed_param *given = params_find(val, len, field);

    if (given)
        return params_number(given);
    for (size_t i = 0; i < t->n; i++) {
        _cleanup_free_ char *text = NULL;

        if (strcmp(t->table[i].known.field, field) != 0)
            continue;
        text = value_text(&t->table[i], node);
        return text ? strtoull(text, NULL, 10) : 0;
    }
    return 0;
}

static int check_values(const struct tuned *t, const remote_typed_param *val, u_int len)
{
    if (params_check(val, len, t->table, t->n, sizeof(*t->table)) < 0)
        return -1;
    for (size_t i = 0; i < t->n; i++) {
        const struct tunable *one = &t->table[i];
        const remote_typed_param *p = params_find(val, len, one->known.field);
        unsigned long long count = 0;

        while (one->names && one->names[count])
            count++;
        if (p && one->names && params_number(p) >= count)
            return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "parameter '%s' has no value %lld",
                             one->known.field, (long long)params_number(p));
    }
    return 0;
}

/* Brings the siblings that the table knows to the front, in the table's order. */
static void order_siblings(const struct tuned *t, xmlNode *node)
{
    for (size_t i = t->n; i-- > 0;) {
        const char *attribute;
        xmlNode *at = xml_path_walk(NULL, node, t->table[i].path, &attribute);
        xmlNode *first = at && at->parent != node ? at->parent->children : NULL;

        if (first && first != at) {
            xmlUnlinkNode(at);
            xmlAddPrevSibling(first, at);
        }
    }
}

static int write_values(const struct tuned *t, xmlNode *node, const remote_typed_param *val,
                        u_int len)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct tunable *one = &t->table[i];
        const remote_typed_param *p = params_find(val, len, one->known.field);
        _cleanup_free_ char *number = p ? params_text(p) : NULL;
        const char *text = number, *attribute;

        if (!p)
            continue;
        if (!text)
            return error_oom(VIR_FROM_TEST);
        if (one->names)
            text = one->names[params_number(p)];
        else if (strcmp(text, one->unset) == 0)
            text = NULL;
        if (xml_path_set(t->schema, node, one->path, text) < 0)
            return -1;
        if (text && one->kib)
            xml_set(xml_path_walk(NULL, node, one->path, &attribute), "unit", "KiB");
    }
    order_siblings(t, node);
    return 0;
}

xmlNode *tuning_element(const struct tuned *t, const struct definition *d, const char *what)
{
    return t->find ? t->find(d, what) : definition_root(d);
}

/* Finds the element in a definition and checks the values against it; d NULL: nothing to do. */
static int tuning_check_one(const struct tuned *t, const struct definition *d, const char *what,
                            const remote_typed_param *val, u_int len)
{
    const xmlNode *node = d ? tuning_element(t, d, what) : NULL;

    if (!d)
        return 0;
    return node && (!t->check || t->check(t, node, val, len) == 0) ? 0 : -1;
}

int tuning_check(const struct tuned *t, const struct affected *to, const char *what,
                 const remote_typed_param *val, u_int len)
{
    return check_values(t, val, len) < 0 || tuning_check_one(t, to->live, what, val, len) < 0
               ? -1
               : tuning_check_one(t, to->config, what, val, len);
}

int tuning_write(const struct tuned *t, const struct affected *to, const char *what,
                 const remote_typed_param *val, u_int len)
{
    xmlNode *nodes[] = {to->live ? tuning_element(t, to->live, what) : NULL,
                        to->config ? tuning_element(t, to->config, what) : NULL};

    for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
        if (nodes[i] && write_values(t, nodes[i], val, len) < 0)
            return -1;
        if (nodes[i] && t->finish)
            t->finish(nodes[i], val, len);
    }
    return 0;
}
