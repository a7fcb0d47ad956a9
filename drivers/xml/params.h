/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Typed parameters: lists of them in replies, and what callers give checked against a table.
 *
 *     struct params p = PARAMS(ret->params);
 *
 *     if (params_put_uint(&p, "weight", 50) < 0)
 *         return -1;
 *     return params_limit(&p, args->nparams, args->flags, &ret->nparams);
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "protocol/remote.h"

/* A list inside a reply, which owns it. */
struct params {
    remote_typed_param **val;
    u_int *len;
};

#define PARAMS(list) ((struct params){&(list).params_val, &(list).params_len})

/* ---- replies: each appends one, 0, or -1 without memory ---- */

int params_put_int(struct params *p, const char *field, int value);
int params_put_uint(struct params *p, const char *field, unsigned value);
int params_put_llong(struct params *p, const char *field, long long value);
int params_put_ullong(struct params *p, const char *field, unsigned long long value);
int params_put_bool(struct params *p, const char *field, bool value);
int params_put_string(struct params *p, const char *field, const char *value);

/* One of a VIR_TYPED_PARAM_* type from its text, as XML has it. */
int params_put_text(struct params *p, const char *field, int type, const char *text);

/*
 * The caller's side of a list that it asked for twice: with room for 0 it is told the count, and
 * gets nothing; otherwise as many as there is room for. Without VIR_TYPED_PARAM_STRING_OKAY in the
 * flags it knows no strings. 0, or -1 with VIR_ERR_INVALID_ARG for less than no room.
 */
int params_limit(struct params *p, int room, unsigned flags, int *ret_count);

/* ---- what callers give ---- */

struct params_known {
    const char *field;
    int type;
    bool many; /* it may be given more than once */
};

/*
 * Every one is in the table, with its type, once, unless there may be many. 0, or -1 naming the
 * field: one that is not known is VIR_ERR_ARGUMENT_UNSUPPORTED, all else VIR_ERR_INVALID_ARG.
 * stride is the size of a table's entries, which begin with a struct params_known.
 */
int params_check(const remote_typed_param *val, u_int len, const void *table, size_t n,
                 size_t stride);

/* The one of that name, or NULL. */
const remote_typed_param *params_find(const remote_typed_param *val, u_int len, const char *field);

/* Its number as XML has it; malloc'ed, NULL without memory. */
char *params_text(const remote_typed_param *p);

/* The number of an integer type, whatever its width. */
unsigned long long params_number(const remote_typed_param *p);
