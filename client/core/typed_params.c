/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The public functions that read and build typed parameters.
 */
#include "client/core/api.h"

#include <errno.h>
#include <stdlib.h>

#include "client/core/params.h"

/* ---- reading ---- */

static virTypedParameterPtr typed_find(virTypedParameterPtr params, int nparams, const char *name)
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
    return typed_find(params, nparams, name);
}

/* 1 and the parameter; 0: there is none of that name; -1: it has another type (reported). */
static int typed_find_type(virTypedParameterPtr params, int nparams, const char *name, int type,
                           virTypedParameterPtr *ret)
{
    virTypedParameterPtr p;

    error_reset();
    p = typed_find(params, nparams, name);
    if (!p)
        return 0;
    if (p->type != type) {
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "parameter '%s' has type %d, not %d", name,
                  p->type, type);
        return api_fail(NULL);
    }
    *ret = p;
    return 1;
}

#define TYPED_GET(function, TYPE, member, c_type)                                      \
    VIREO_API int function(virTypedParameterPtr params, int nparams, const char *name, \
                           c_type *value)                                              \
    {                                                                                  \
        virTypedParameterPtr p;                                                        \
        int r = typed_find_type(params, nparams, name, VIR_TYPED_PARAM_##TYPE, &p);    \
                                                                                       \
        if (r > 0 && value)                                                            \
            *value = p->value.member;                                                  \
        return r;                                                                      \
    }

TYPED_GET(virTypedParamsGetInt, INT, i, int)
TYPED_GET(virTypedParamsGetUInt, UINT, ui, unsigned int)
TYPED_GET(virTypedParamsGetLLong, LLONG, l, long long)
TYPED_GET(virTypedParamsGetULLong, ULLONG, ul, unsigned long long)
TYPED_GET(virTypedParamsGetDouble, DOUBLE, d, double)
TYPED_GET(virTypedParamsGetBoolean, BOOLEAN, b, int)
TYPED_GET(virTypedParamsGetString, STRING, s, const char *)

/* ---- building ---- */

/* Appends an empty parameter; NULL with the error reported. */
static virTypedParameterPtr typed_append(virTypedParameterPtr *params, int *nparams, int *maxparams,
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
            api_fail(NULL);
            return NULL;
        }
        *params = grown;
        *maxparams = max;
    }
    p = &(*params)[*nparams];
    *p = (virTypedParameter){.type = type};
    if (params_set_name(p, name) < 0) {
        api_fail(NULL);
        return NULL;
    }
    return p;
}

#define TYPED_ADD(function, TYPE, member, c_type, stored)                              \
    VIREO_API int function(virTypedParameterPtr *params, int *nparams, int *maxparams, \
                           const char *name, c_type value)                             \
    {                                                                                  \
        virTypedParameterPtr p =                                                       \
            typed_append(params, nparams, maxparams, name, VIR_TYPED_PARAM_##TYPE);    \
                                                                                       \
        if (!p)                                                                        \
            return -1;                                                                 \
        p->value.member = stored;                                                      \
        ++*nparams;                                                                    \
        return 0;                                                                      \
    }

TYPED_ADD(virTypedParamsAddInt, INT, i, int, value)
TYPED_ADD(virTypedParamsAddUInt, UINT, ui, unsigned int, value)
TYPED_ADD(virTypedParamsAddLLong, LLONG, l, long long, value)
TYPED_ADD(virTypedParamsAddULLong, ULLONG, ul, unsigned long long, value)
TYPED_ADD(virTypedParamsAddDouble, DOUBLE, d, double, value)
TYPED_ADD(virTypedParamsAddBoolean, BOOLEAN, b, int, (char)(value != 0))

VIREO_API int virTypedParamsAddString(virTypedParameterPtr *params, int *nparams, int *maxparams,
                                      const char *name, const char *value)
{
    virTypedParameterPtr p;

    p = typed_append(params, nparams, maxparams, name, VIR_TYPED_PARAM_STRING);
    if (!p)
        return -1;
    NEED(NULL, VIR_FROM_NONE, -1, value);
    p->value.s = strdup(value);
    if (!p->value.s) {
        error_oom(VIR_FROM_NONE);
        return api_fail(NULL);
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
static bool typed_read_signed(const char *value, long long min, long long max, long long *ret)
{
    char *end;

    errno = 0;
    *ret = strtoll(value, &end, 10);
    return !errno && end != value && !*end && *ret >= min && *ret <= max;
}

static bool typed_read_unsigned(const char *value, unsigned long long max, unsigned long long *ret)
{
    char *end;

    errno = 0;
    *ret = strtoull(value, &end, 10);
    return !errno && end != value && !*end && !strchr(value, '-') && *ret <= max;
}

static bool typed_read_value(virTypedParameterPtr p, const char *value)
{
    unsigned long long u = 0;
    long long l = 0;
    char *end;
    bool ok;

    switch (p->type) {
    case VIR_TYPED_PARAM_INT:
        ok = typed_read_signed(value, INT32_MIN, INT32_MAX, &l);
        p->value.i = (int)l;
        return ok;
    case VIR_TYPED_PARAM_UINT:
        ok = typed_read_unsigned(value, UINT32_MAX, &u);
        p->value.ui = (unsigned)u;
        return ok;
    case VIR_TYPED_PARAM_LLONG:
        ok = typed_read_signed(value, INT64_MIN, INT64_MAX, &l);
        p->value.l = l;
        return ok;
    case VIR_TYPED_PARAM_ULLONG:
        ok = typed_read_unsigned(value, UINT64_MAX, &u);
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
    p = typed_append(params, nparams, maxparams, name, type);
    if (!p)
        return -1;
    NEED(NULL, VIR_FROM_NONE, -1, value);
    if (!typed_read_value(p, value)) {
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                  "'%s' is no value for parameter '%s' of type %d", value, name, type);
        return api_fail(NULL);
    }
    ++*nparams;
    return 0;
}

/* ---- ending ---- */

VIREO_API void virTypedParamsClear(virTypedParameterPtr params, int nparams)
{
    if (params)
        params_clear(params, nparams);
}

VIREO_API void virTypedParamsFree(virTypedParameterPtr params, int nparams)
{
    virTypedParamsClear(params, nparams);
    free(params);
}
