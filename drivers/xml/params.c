/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists grow when their length reaches a power of two from LIST_FIRST on, so that a reply needs no
 * room of its own.
 */
#include "drivers/xml/params.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/reply.h"
#include "drivers/xml/xml.h"

enum { LIST_FIRST = 4 };

/* Appends one without a value. */
static remote_typed_param *params_add(struct params *p, const char *field, int type)
{
    u_int n = *p->len;
    remote_typed_param *one;

    if (!n || (n >= LIST_FIRST && !(n & (n - 1)))) {
        one = reallocarray(*p->val, n ? n * 2 : LIST_FIRST, sizeof(*one));
        if (!one) {
            error_oom(VIR_FROM_TEST);
            return NULL;
        }
        *p->val = one;
    }
    one = &(*p->val)[n];
    *one = (remote_typed_param){.value.type = type};
    if (reply_text(&one->field, field) < 0)
        return NULL;
    (*p->len)++;
    return one;
}

#define PUT(p, field, type, member, v)                           \
    ({                                                           \
        remote_typed_param *one_ = params_add(p, field, type);   \
        if (one_)                                                \
            one_->value.remote_typed_param_value_u.member = (v); \
        one_ ? 0 : -1;                                           \
    })

int params_put_int(struct params *p, const char *field, int value)
{
    return PUT(p, field, VIR_TYPED_PARAM_INT, i, value);
}

int params_put_uint(struct params *p, const char *field, unsigned value)
{
    return PUT(p, field, VIR_TYPED_PARAM_UINT, ui, value);
}

int params_put_llong(struct params *p, const char *field, long long value)
{
    return PUT(p, field, VIR_TYPED_PARAM_LLONG, l, value);
}

int params_put_ullong(struct params *p, const char *field, unsigned long long value)
{
    return PUT(p, field, VIR_TYPED_PARAM_ULLONG, ul, value);
}

int params_put_bool(struct params *p, const char *field, bool value)
{
    return PUT(p, field, VIR_TYPED_PARAM_BOOLEAN, b, value);
}

int params_put_string(struct params *p, const char *field, const char *value)
{
    char *copy;

    if (reply_text(&copy, value) < 0)
        return -1;
    if (PUT(p, field, VIR_TYPED_PARAM_STRING, s, copy) == 0)
        return 0;
    free(copy);
    return -1;
}

int params_put_text(struct params *p, const char *field, int type, const char *text)
{
    switch (type) {
    case VIR_TYPED_PARAM_INT:
        return params_put_int(p, field, atoi(text));
    case VIR_TYPED_PARAM_UINT:
        return params_put_uint(p, field, (unsigned)strtoul(text, NULL, 10));
    case VIR_TYPED_PARAM_ULLONG:
        return params_put_ullong(p, field, strtoull(text, NULL, 10));
    case VIR_TYPED_PARAM_BOOLEAN:
        return params_put_bool(p, field, strcmp(text, "yes") == 0);
    default:
        return params_put_string(p, field, text);
    }
}

static void params_drop(remote_typed_param *p)
{
    free(p->field);
    if (p->value.type == VIR_TYPED_PARAM_STRING)
        free(p->value.remote_typed_param_value_u.s);
}

int params_limit(struct params *p, int room, unsigned flags, int *ret_count)
{
    u_int kept = 0;

    if (room < 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "room for %d parameters", room);
    *ret_count = (int)*p->len;
    for (u_int i = 0; i < *p->len; i++) {
        remote_typed_param *one = &(*p->val)[i];

        if (kept < (u_int)room &&
            (one->value.type != VIR_TYPED_PARAM_STRING || (flags & VIR_TYPED_PARAM_STRING_OKAY)))
            (*p->val)[kept++] = *one;
        else
            params_drop(one);
    }
    *p->len = kept;
    if (room)
        *ret_count = (int)kept;
    return 0;
}

/* ---- what callers give ---- */

static int params_check_one(const remote_typed_param *val, u_int len, u_int i, const void *table,
                            size_t n, size_t stride)
{
    const char *field = val[i].field;

    for (size_t k = 0; k < n; k++) {
        const struct params_known *known = (const void *)((const char *)table + k * stride);

        if (strcmp(known->field, field) != 0)
            continue;
        if (known->type != val[i].value.type)
            return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                             "parameter '%s' has type %d, not %d", field, known->type,
                             val[i].value.type);
        if (known->type == VIR_TYPED_PARAM_STRING &&
            xml_check_text(val[i].value.remote_typed_param_value_u.s, field) < 0)
            return -1;
        if (!known->many && params_find(val, len, field) != &val[i])
            return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "parameter '%s' is given twice",
                             field);
        return 0;
    }
    return error_set(VIR_FROM_TEST, VIR_ERR_ARGUMENT_UNSUPPORTED,
                     "parameter '%s' is not one of this call", field);
}

int params_check(const remote_typed_param *val, u_int len, const void *table, size_t n,
                 size_t stride)
{
    for (u_int i = 0; i < len; i++) {
        if (params_check_one(val, len, i, table, n, stride) < 0)
            return -1;
    }
    return 0;
}

const remote_typed_param *params_find(const remote_typed_param *val, u_int len, const char *field)
{
    for (u_int i = 0; i < len; i++) {
        if (strcmp(val[i].field, field) == 0)
            return &val[i];
    }
    return NULL;
}

unsigned long long params_number(const remote_typed_param *p)
{
    switch (p->value.type) {
    case VIR_TYPED_PARAM_INT:
        return (unsigned long long)p->value.remote_typed_param_value_u.i;
    case VIR_TYPED_PARAM_UINT:
        return p->value.remote_typed_param_value_u.ui;
    case VIR_TYPED_PARAM_BOOLEAN:
        return (unsigned long long)p->value.remote_typed_param_value_u.b;
    default:
        return p->value.remote_typed_param_value_u.ul;
    }
}

char *params_text(const remote_typed_param *p)
{
    char *text;

    if (p->value.type == VIR_TYPED_PARAM_STRING)
        return error_note_null(strdup(p->value.remote_typed_param_value_u.s));
    return error_note_null(asprintf(&text, "%llu", params_number(p)) < 0 ? NULL : text);
}
