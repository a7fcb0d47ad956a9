/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters of a call are a list of named values of a few types. */
#include "daemon/admin/admin_params.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"

int admin_no_flags(const char *call, unsigned flags)
{
    return flags ? error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG, "unknown flags 0x%x of %s", flags,
                             call)
                 : 0;
}

static admin_typed_param *admin_params_new(struct admin_params *p, const char *field, int type)
{
    admin_typed_param *param;

    if (p->len == p->room) {
        param = reallocarray(p->val, p->room + 8, sizeof(*param));
        if (!param)
            return NULL;
        p->val = param;
        p->room += 8;
    }
    param = &p->val[p->len];
    *param = (admin_typed_param){.field = strdup(field), .value.type = type};
    if (!param->field)
        return NULL;
    p->len++;
    return param;
}

int admin_params_add_uint(struct admin_params *p, const char *field, unsigned value)
{
    admin_typed_param *param = admin_params_new(p, field, ADMIN_PARAM_UINT);

    if (!param)
        return error_oom(VIR_FROM_ADMIN);
    param->value.admin_typed_param_value_u.ui = value;
    return 0;
}

int admin_params_add_int(struct admin_params *p, const char *field, int type, int value)
{
    admin_typed_param *param = admin_params_new(p, field, type);

    if (!param)
        return error_oom(VIR_FROM_ADMIN);
    param->value.admin_typed_param_value_u.i = value;
    return 0;
}

int admin_params_add_text(struct admin_params *p, const char *field, const char *value)
{
    char *copy = strdup(value);
    admin_typed_param *param = copy ? admin_params_new(p, field, ADMIN_PARAM_STRING) : NULL;

    if (!param) {
        free(copy);
        return error_oom(VIR_FROM_ADMIN);
    }
    param->value.admin_typed_param_value_u.s = copy;
    return 0;
}

static int admin_params_take_one(const admin_typed_param *p, const struct admin_wanted *wanted,
                                 size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct admin_wanted *w = &wanted[i];
        unsigned value = p->value.admin_typed_param_value_u.ui;

        if (strcmp(p->field, w->field) != 0)
            continue;
        if (p->value.type != ADMIN_PARAM_UINT)
            return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                             "parameter '%s' is an unsigned number, not of type %d", p->field,
                             p->value.type);
        if (value < w->lowest || value > w->highest)
            return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                             "parameter '%s' is %u, outside %u..%u", p->field, value, w->lowest,
                             w->highest);
        *w->value = value;
        return 0;
    }
    return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG, "unknown parameter '%s'", p->field);
}

int admin_params_take(const admin_typed_param *val, unsigned len, const struct admin_wanted *wanted,
                      size_t n)
{
    for (unsigned i = 0; i < len; i++) {
        if (admin_params_take_one(&val[i], wanted, n) < 0)
            return -1;
    }
    return 0;
}
