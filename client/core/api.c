/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Public functions' checks before a call, and the one report after a failure.
 */
#include "client/core/api.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/core/errors.h"
#include "client/events/events.h"
#include "common/cleanup.h"
#include "common/uuid.h"
#include "drivers/driver.h"
#include "protocol/codec.h"

/* ---- the start ---- */

virConnectPtr api_conn(virConnectPtr conn, int origin)
{
    error_reset();
    if (conn && conn->magic == CONNECT_MAGIC)
        return conn;
    error_set(origin, VIR_ERR_INVALID_CONN, NULL);
    api_fail(NULL);
    return NULL;
}

virConnectPtr api_object(const struct object_kind *kind, const void *object)
{
    const struct object *o = object;

    error_reset();
    if (o && o->kind == kind)
        return o->conn;
    error_set(kind->origin, kind->invalid, NULL);
    api_fail(NULL);
    return NULL;
}

/* ---- checks ---- */

int api_fail(virConnectPtr conn)
{
    errors_report(conn);
    if (conn && conn->events)
        events_tell_end(conn->events); /* the last use of the connection, which may end now */
    return -1;
}

int api_missing(virConnectPtr conn, int origin, const char *argument)
{
    error_set(origin, VIR_ERR_INVALID_ARG, "%s must not be NULL", argument);
    return api_fail(conn);
}

int api_may_write(virConnectPtr conn, int origin, const char *what)
{
    if (!conn->session.readonly)
        return 0;
    error_set(origin, VIR_ERR_OPERATION_DENIED, "%s on a read-only connection", what);
    return api_fail(conn);
}

int api_at_least(virConnectPtr conn, int origin, const char *name, long long n, int least)
{
    if (n >= least)
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "%s is %lld: it must be %d or more", name, n, least);
    return api_fail(conn);
}

int api_nonzero(virConnectPtr conn, int origin, const char *name, bool nonzero)
{
    if (nonzero)
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "%s must not be 0", name);
    return api_fail(conn);
}

int api_not_empty(virConnectPtr conn, int origin, const char *name, const char *value)
{
    if (*value)
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "%s must not be empty", name);
    return api_fail(conn);
}

int api_fits(virConnectPtr conn, int origin, const char *name, unsigned long long n)
{
    if (n <= UINT_MAX)
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "%s is %llu: it must be %u or less", name, n, UINT_MAX);
    return api_fail(conn);
}

int api_count(virConnectPtr conn, int origin, const char *name, long long n)
{
    if (api_at_least(conn, origin, name, n, 0) < 0)
        return -1;
    return api_fits(conn, origin, name, (unsigned long long)n);
}

int api_texts_there(virConnectPtr conn, int origin, const char *name, const char *const *texts,
                    size_t n)
{
    for (size_t i = 0; texts && i < n; i++) {
        if (texts[i])
            continue;
        error_set(origin, VIR_ERR_INVALID_ARG, "%s has no text at %zu", name, i);
        return api_fail(conn);
    }
    return 0;
}

int api_exclusive(virConnectPtr conn, int origin, unsigned flags, unsigned a, unsigned b,
                  const char *a_name, const char *b_name)
{
    if (!(flags & a) || !(flags & b))
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "%s and %s exclude each other", a_name, b_name);
    return api_fail(conn);
}

int api_absolute(virConnectPtr conn, const char *path, char **ret_path)
{
    _cleanup_free_ char *here = NULL;

    if (path[0] == '/') {
        *ret_path = strdup(path);
    } else {
        here = getcwd(NULL, 0);
        if (!here) {
            error_set_errno(VIR_FROM_NONE, errno, "where '%s' lies can not be told", path);
            return api_fail(conn);
        }
        if (asprintf(ret_path, "%s/%s", here, path) < 0)
            *ret_path = NULL;
    }
    if (*ret_path)
        return 0;
    error_oom(VIR_FROM_NONE);
    return api_fail(conn);
}

int api_belongs(virConnectPtr conn, int origin, const struct object_kind *kind, const void *object)
{
    const struct object *o = object;

    if (!o || o->kind != kind) {
        error_set(kind->origin, kind->invalid, NULL);
        return api_fail(conn);
    }
    if (o->conn == conn)
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "the two objects are of different connections");
    return api_fail(conn);
}

int api_uuid(virConnectPtr conn, int origin, const char *text, unsigned char *ret_uuid)
{
    if (uuid_parse(text, ret_uuid) == 0)
        return 0;
    error_set(origin, VIR_ERR_INVALID_ARG, "'%s' is not a UUID", text);
    return api_fail(conn);
}

/* ---- the call ---- */

int api_call(virConnectPtr conn, const struct program *program, int procedure, const void *args,
             void *ret)
{
    const struct proc *proc = program_proc(program, procedure);

    if (driver_call(&conn->session, program, proc, args, ret, NULL) < 0)
        return api_fail(conn);
    if (conn->events)
        events_tell_end(conn->events);
    return 0;
}

void api_ret_free(struct api_ret *ret)
{
    codec_free(program_proc(ret->program, ret->procedure)->ret_codec, ret->ret);
}

/* ---- results ---- */

int api_texts(char **from, size_t n, char ***ret_texts)
{
    char **list = calloc(n + 1, sizeof(char *));

    if (!list)
        return error_oom(VIR_FROM_NONE);
    for (size_t i = 0; i < n; i++)
        list[i] = take(from[i]);
    *ret_texts = list;
    return 0;
}

int api_structs(void *values, size_t n, size_t value_size, size_t size,
                void (*fill)(void *to, void *from), void *ret_list)
{
    void **list = calloc(n + 1, sizeof(void *));

    for (size_t i = 0; list && i < n; i++) {
        list[i] = calloc(1, size);
        if (!list[i]) {
            while (i)
                free(list[--i]);
            free(list);
            list = NULL;
        }
    }
    if (!list)
        return error_oom(VIR_FROM_NONE);
    for (size_t i = 0; i < n; i++)
        fill(list[i], (char *)values + i * value_size);
    *(void ***)ret_list = list;
    return 0;
}

void api_text_copy(char *to, size_t size, const char *from, size_t len)
{
    size_t n = strnlen(from ? from : "", len < size - 1 ? len : size - 1);

    memset(to, 0, size);
    if (n)
        memcpy(to, from, n);
}

void api_bytes_copy(void *to, size_t size, const void *from, size_t len)
{
    size_t n = len < size ? len : size;

    if (!size)
        return;
    memset(to, 0, size);
    if (n)
        memcpy(to, from, n);
}
