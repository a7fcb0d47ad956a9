/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Typed parameters: to and from the wire, and the public functions that read and build them.
 */
#include "client/core/params.h"

#include <errno.h>
#include <stdlib.h>

#include "client/core/shell.h"

static int set_field(virTypedParameterPtr p, const char *name)
{
    if (strlen(name) >= sizeof(p->field))
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                         "the name of parameter '%s' is longer than %zu bytes", name,
                         sizeof(p->field) - 1);
    strcpy(p->field, name);
    return 0;
}

static int from_wire(virTypedParameterPtr to, const remote_typed_param *from)
{
    const remote_typed_param_value *v = &from->value;

    if (set_field(to, from->field) < 0)
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

int params_fill(const remote_typed_param *from, size_t n, virTypedParameterPtr to, int max,
                int *ret_n)
{
    int count = n < (size_t)max ? (int)n : max;

    memset(to, 0, (size_t)count * sizeof(*to));
    for (int i = 0; i < count; i++) {
        if (from_wire(&to[i], &from[i]) < 0) {
            virTypedParamsClear(to, i);
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

static int to_wire(remote_typed_param *to, virTypedParameterPtr from)
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
        if (to_wire(&wire[i], &from[i]) < 0) {
            free(wire);
            return -1;
        }
    }
    *ret_wire = wire;
    return 0;
}

/* ---- public: reading ---- */

static virTypedParameterPtr find(virTypedParameterPtr params, int nparams, const char *name)
{
    for (int i = 0; params && name && i < nparams; i++) {
        if (strncmp(params[i].field, name, sizeof(params[i].field)) == 0)
            return &params[i];
    }
    return NULL;
}

VIREO_API virTypedParameterPtr virTypedParamsGet(virTypedParameterPtr params, int nparams,
                                                 const char *name)
{
    error_reset();
    return find(params, nparams, name);
}

/* 1 and the parameter; 0: there is none of that name; -1: it has another type (reported). */
static int find_typed(virTypedParameterPtr params, int nparams, const char *name, int type,
                      virTypedParameterPtr *ret)
{
    virTypedParameterPtr p;

    error_reset();
    p = find(params, nparams, name);
    if (!p)
        return 0;
    if (p->type != type) {
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "parameter '%s' has type %d, not %d", name,
                  p->type, type);
        return shell_fail(NULL);
    }
    *ret = p;
    return 1;
}

#define TYPED_GET(Name, TYPE, member, c_type)                                       \
    VIREO_API int virTypedParamsGet##Name(virTypedParameterPtr params, int nparams, \
                                          const char *name, c_type *value)          \
    {                                                                               \
        virTypedParameterPtr p;                                                     \
        int r = find_typed(params, nparams, name, VIR_TYPED_PARAM_##TYPE, &p);      \
                                                                                    \
        if (r > 0 && value)                                                         \
            *value = p->value.member;                                               \
        return r;                                                                   \
    }

TYPED_GET(Int, INT, i, int)
TYPED_GET(UInt, UINT, ui, unsigned int)
TYPED_GET(LLong, LLONG, l, long long)
TYPED_GET(ULLong, ULLONG, ul, unsigned long long)
TYPED_GET(Double, DOUBLE, d, double)
TYPED_GET(Boolean, BOOLEAN, b, int)
TYPED_GET(String, STRING, s, const char *)

/* ---- public: building ---- */

/* Appends an empty parameter; NULL with the error reported. */
static virTypedParameterPtr append(virTypedParameterPtr *params, int *nparams, int *maxparams,
                                   const char *name, int type)
{
    virTypedParameterPtr p;

    error_reset();
    NEED(NULL, VIR_FROM_NONE, NULL, params);
    NEED(NULL, VIR_FROM_NONE, NULL, name);
    if (*nparams >= *maxparams) {
        int max = *nparams < 8 ? 16 : *nparams * 2;
        virTypedParameterPtr grown = reallocarray(*params, (size_t)max, sizeof(*grown));

        if (!grown) {
            error_oom(VIR_FROM_NONE);
            shell_fail(NULL);
            return NULL;
        }
        *params = grown;
        *maxparams = max;
    }
    p = &(*params)[*nparams];
    *p = (virTypedParameter){.type = type};
    if (set_field(p, name) < 0) {
        shell_fail(NULL);
        return NULL;
    }
    return p;
}

#define TYPED_ADD(Name, TYPE, member, c_type, given)                                               \
    VIREO_API int virTypedParamsAdd##Name(virTypedParameterPtr *params, int *nparams,              \
                                          int *maxparams, const char *name, c_type value)          \
    {                                                                                              \
        virTypedParameterPtr p = append(params, nparams, maxparams, name, VIR_TYPED_PARAM_##TYPE); \
                                                                                                   \
        if (!p)                                                                                    \
            return -1;                                                                             \
        p->value.member = given;                                                                   \
        ++*nparams;                                                                                \
        return 0;                                                                                  \
    }

TYPED_ADD(Int, INT, i, int, value)
TYPED_ADD(UInt, UINT, ui, unsigned int, value)
TYPED_ADD(LLong, LLONG, l, long long, value)
TYPED_ADD(ULLong, ULLONG, ul, unsigned long long, value)
TYPED_ADD(Double, DOUBLE, d, double, value)
TYPED_ADD(Boolean, BOOLEAN, b, int, (char)(value != 0))

VIREO_API int virTypedParamsAddString(virTypedParameterPtr *params, int *nparams, int *maxparams,
                                      const char *name, const char *value)
{
    virTypedParameterPtr p;

    p = append(params, nparams, maxparams, name, VIR_TYPED_PARAM_STRING);
    if (!p)
        return -1;
    NEED(NULL, VIR_FROM_NONE, -1, value);
    p->value.s = strdup(value);
    if (!p->value.s) {
        error_oom(VIR_FROM_NONE);
        return shell_fail(NULL);
    }
    ++*nparams;
    return 0;
}

VIREO_API int virTypedParamsAddStringList(virTypedParameterPtr *params, int *nparams,
                                          int *maxparams, const char *name, const char **values)
{
    for (size_t i = 0; values && values[i]; i++) {
        if (virTypedParamsAddString(params, nparams, maxparams, name, values[i]) < 0)
            return -1;
    }
    return 0;
}

/* Reads a whole number or nothing; false: the text is none, or too big for min..max. */
static bool read_signed(const char *value, long long min, long long max, long long *ret)
{
    char *end;

    errno = 0;
    *ret = strtoll(value, &end, 10);
    return !errno && end != value && !*end && *ret >= min && *ret <= max;
}

static bool read_unsigned(const char *value, unsigned long long max, unsigned long long *ret)
{
    char *end;

    errno = 0;
    *ret = strtoull(value, &end, 10);
    return !errno && end != value && !*end && !strchr(value, '-') && *ret <= max;
}

static bool read_value(virTypedParameterPtr p, const char *value)
{
    unsigned long long u = 0;
    long long l = 0;
    char *end;
    bool ok;

    switch (p->type) {
    case VIR_TYPED_PARAM_INT:
        ok = read_signed(value, INT32_MIN, INT32_MAX, &l);
        p->value.i = (int)l;
        return ok;
    case VIR_TYPED_PARAM_UINT:
        ok = read_unsigned(value, UINT32_MAX, &u);
        p->value.ui = (unsigned)u;
        return ok;
    case VIR_TYPED_PARAM_LLONG:
        ok = read_signed(value, INT64_MIN, INT64_MAX, &l);
        p->value.l = l;
        return ok;
    case VIR_TYPED_PARAM_ULLONG:
        ok = read_unsigned(value, UINT64_MAX, &u);
        p->value.ul = u;
        return ok;
    case VIR_TYPED_PARAM_DOUBLE:
        p->value.d = strtod(value, &end);
        return end != value && !*end;
    case VIR_TYPED_PARAM_BOOLEAN:
        p->value.b = value[0] == '1';
        return (value[0] == '0' || value[0] == '1') && !value[1];
    default:
        return false;
    }
}

VIREO_API int virTypedParamsAddFromString(virTypedParameterPtr *params, int *nparams,
                                          int *maxparams, const char *name, int type,
                                          const char *value)
{
    virTypedParameterPtr p;

    if (type == VIR_TYPED_PARAM_STRING)
        return virTypedParamsAddString(params, nparams, maxparams, name, value);
    p = append(params, nparams, maxparams, name, type);
    if (!p)
        return -1;
    NEED(NULL, VIR_FROM_NONE, -1, value);
    if (!read_value(p, value)) {
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                  "'%s' is no value for parameter '%s' of type %d", value, name, type);
        return shell_fail(NULL);
    }
    ++*nparams;
    return 0;
}

/* ---- public: ending ---- */

VIREO_API void virTypedParamsClear(virTypedParameterPtr params, int nparams)
{
    for (int i = 0; params && i < nparams; i++) {
        if (params[i].type == VIR_TYPED_PARAM_STRING) {
            free(params[i].value.s);
            params[i].value.s = NULL;
        }
    }
}

VIREO_API void virTypedParamsFree(virTypedParameterPtr params, int nparams)
{
    virTypedParamsClear(params, nparams);
    free(params);
}
