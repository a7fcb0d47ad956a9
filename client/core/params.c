/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Typed parameters: to and from the wire.
 */
#include "client/core/params.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"

int params_set_name(virTypedParameterPtr p, const char *name)
{
    if (strlen(name) >= sizeof(p->field))
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                         "the name of parameter '%s' is longer than %zu bytes", name,
                         sizeof(p->field) - 1);
    strcpy(p->field, name);
    return 0;
}

static int param_from_wire(virTypedParameterPtr to, const remote_typed_param *from)
{
    const remote_typed_param_value *v = &from->value;

    if (params_set_name(to, from->field) < 0)
        return -1;
    to->type = v->type;
    switch (v->type) {
    case VIR_TYPED_PARAM_INT:
        to->value.i = v->remote_typed_param_value_u.i;
        return 0;
    case VIR_TYPED_PARAM_UINT:
        to->value.ui = v->remote_typed_param_value_u.ui;
        return 0;
    case VIR_TYPED_PARAM_LLONG:
        to->value.l = v->remote_typed_param_value_u.l;
        return 0;
    case VIR_TYPED_PARAM_ULLONG:
        to->value.ul = v->remote_typed_param_value_u.ul;
        return 0;
    case VIR_TYPED_PARAM_DOUBLE:
        to->value.d = v->remote_typed_param_value_u.d;
        return 0;
    case VIR_TYPED_PARAM_BOOLEAN:
        to->value.b = v->remote_typed_param_value_u.b != 0;
        return 0;
    case VIR_TYPED_PARAM_STRING:
        to->value.s = strdup(v->remote_typed_param_value_u.s);
        return to->value.s ? 0 : error_oom(VIR_FROM_NONE);
    default:
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "parameter '%s' has the unknown type %d",
                         from->field, v->type);
    }
}

void params_clear(virTypedParameterPtr params, int n)
{
    for (int i = 0; i < n; i++) {
        if (params[i].type == VIR_TYPED_PARAM_STRING) {
            free(params[i].value.s);
            params[i].value.s = NULL;
        }
    }
}

int params_fill(const remote_typed_param *from, size_t n, virTypedParameterPtr to, int max,
                int *ret_n)
{
    int count = n < (size_t)max ? (int)n : max;

    memset(to, 0, (size_t)count * sizeof(*to));
    for (int i = 0; i < count; i++) {
        if (param_from_wire(&to[i], &from[i]) < 0) {
            params_clear(to, i);
            return -1;
        }
    }
    *ret_n = count;
    return 0;
}

int params_from_wire(const remote_typed_param *from, size_t n, virTypedParameterPtr *ret_params)
{
    virTypedParameterPtr params = calloc(n ? n : 1, sizeof(*params));
    int count;

    if (!params)
        return error_oom(VIR_FROM_NONE);
    if (params_fill(from, n, params, (int)n, &count) < 0) {
        free(params);
        return -1;
    }
    *ret_params = params;
    return 0;
}

static int param_to_wire(remote_typed_param *to, virTypedParameterPtr from)
{
    remote_typed_param_value *v = &to->value;

    to->field = from->field;
    v->type = from->type;
    switch (from->type) {
    case VIR_TYPED_PARAM_INT:
        v->remote_typed_param_value_u.i = from->value.i;
        return 0;
    case VIR_TYPED_PARAM_UINT:
        v->remote_typed_param_value_u.ui = from->value.ui;
        return 0;
    case VIR_TYPED_PARAM_LLONG:
        v->remote_typed_param_value_u.l = from->value.l;
        return 0;
    case VIR_TYPED_PARAM_ULLONG:
        v->remote_typed_param_value_u.ul = from->value.ul;
        return 0;
    case VIR_TYPED_PARAM_DOUBLE:
        v->remote_typed_param_value_u.d = from->value.d;
        return 0;
    case VIR_TYPED_PARAM_BOOLEAN:
        v->remote_typed_param_value_u.b = from->value.b != 0;
        return 0;
    case VIR_TYPED_PARAM_STRING:
        v->remote_typed_param_value_u.s = from->value.s;
        if (from->value.s)
            return 0;
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "parameter '%s' has no string",
                         from->field);
    default:
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                         "parameter '%s' has the unknown type %d", from->field, from->type);
    }
}

int params_to_wire(virTypedParameterPtr from, int n, remote_typed_param **ret_wire)
{
    remote_typed_param *wire;

    if (n < 0)
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "%d parameters", n);
    wire = calloc((size_t)n + 1, sizeof(*wire));
    if (!wire)
        return error_oom(VIR_FROM_NONE);
    for (int i = 0; i < n; i++) {
        if (memchr(from[i].field, 0, sizeof(from[i].field)) == NULL) {
            free(wire);
            return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                             "the name of parameter %d does not end", i);
        }
        if (param_to_wire(&wire[i], &from[i]) < 0) {
            free(wire);
            return -1;
        }
    }
    *ret_wire = wire;
    return 0;
}
