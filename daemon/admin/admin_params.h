/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Flags and lists of parameters, as calls of administration bring and get them. */
#pragma once

#include <stddef.h>

#include "protocol/admin.h"

/* 0, or -1 with the error set if there are flags: no call has any. */
int admin_no_flags(const char *call, unsigned flags);

/* Types of values on the wire. */
enum {
    ADMIN_PARAM_INT = 1,
    ADMIN_PARAM_UINT = 2,
    ADMIN_PARAM_BOOLEAN = 6,
    ADMIN_PARAM_STRING = 7,
};

/* A list that is filled front to back. */
struct admin_params {
    admin_typed_param *val;
    unsigned len, room;
};

/* Add one. 0, or -1 with the error set: the list stays what it was. */
int admin_params_add_uint(struct admin_params *params, const char *field, unsigned value);
int admin_params_add_int(struct admin_params *params, const char *field, int type, int value);
int admin_params_add_text(struct admin_params *params, const char *field, const char *value);

/* One number that a set call may bring. */
struct admin_wanted {
    const char *field;
    unsigned *value;
    unsigned lowest, highest;
};

/* Takes what a call brings, all of which must be wanted and within bounds. 0, or -1 with the error
 * set: some values may have been taken. */
int admin_params_take(const admin_typed_param *val, unsigned len, const struct admin_wanted *wanted,
                      size_t n);
