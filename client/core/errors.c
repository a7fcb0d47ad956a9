/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * virterror.h: the thread's error as programs see it.
 *
 * The error itself lives in common/error.c, one a thread. Programs get a copy of their thread's
 * own, renewed when it has changed, so that what they do with it harms nobody.
 */
#include "client/core/errors.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "client/core/conn.h"
#include "common/cleanup.h"

static pthread_mutex_t handler_lock = PTHREAD_MUTEX_INITIALIZER;
static virErrorFunc program_handler;
static void *program_handler_data;

static pthread_once_t seen_once = PTHREAD_ONCE_INIT;
static pthread_key_t seen_key;

static char *error_text_copy(const char *s)
{
    return s ? strdup(s) : NULL;
}

static void to_public(virErrorPtr to, const struct error *e)
{
    *to = (virError){
        .code = e->code,
        .domain = e->domain,
        .message = error_text_copy(e->message),
        .level = (virErrorLevel)e->level,
        .str1 = error_text_copy(e->str1),
        .str2 = error_text_copy(e->str2),
        .str3 = error_text_copy(e->str3),
        .int1 = e->int1,
        .int2 = e->int2,
    };
}

static bool errors_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool errors_same(const virError *a, const struct error *e)
{
    return a->code == e->code && a->domain == e->domain && (int)a->level == e->level &&
           a->int1 == e->int1 && a->int2 == e->int2 && errors_same_text(a->message, e->message) &&
           errors_same_text(a->str1, e->str1) && errors_same_text(a->str2, e->str2) &&
           errors_same_text(a->str3, e->str3);
}

static void free_seen(void *seen)
{
    virFreeError(seen);
}

static void make_seen_key(void)
{
    pthread_key_create(&seen_key, free_seen);
}

/* The copy that this thread's program sees; NULL without memory. */
static virErrorPtr seen_by_thread(void)
{
    virErrorPtr seen;

    pthread_once(&seen_once, make_seen_key);
    seen = pthread_getspecific(seen_key);
    if (!seen) {
        seen = calloc(1, sizeof(*seen));
        if (!seen || pthread_setspecific(seen_key, seen) != 0) {
            free(seen);
            return NULL;
        }
    }
    return seen;
}

void errors_report(virConnectPtr conn)
{
    virErrorFunc handler = NULL;
    void *data = NULL;
    virErrorPtr e;

    if (conn) {
        LOCK_SCOPE(&conn->lock);
        error_copy(&conn->error, error_get());
        handler = conn->handler;
        data = conn->handler_data;
    }
    if (!handler) {
        LOCK_SCOPE(&handler_lock);
        handler = program_handler;
        data = program_handler_data;
    }
    e = virGetLastError();
    if (!e)
        return;
    if (handler)
        handler(data, e);
    else
        virDefaultErrorFunc(e);
}

VIREO_API virErrorPtr virGetLastError(void)
{
    const struct error *e = error_get();
    virErrorPtr seen;

    if (!e->code)
        return NULL;
    seen = seen_by_thread();
    if (seen && !errors_same(seen, e)) {
        virResetError(seen);
        to_public(seen, e);
    }
    return seen;
}

VIREO_API int virGetLastErrorCode(void)
{
    return error_get()->code;
}

VIREO_API int virGetLastErrorDomain(void)
{
    return error_get()->code ? error_get()->domain : VIR_FROM_NONE;
}

VIREO_API const char *virGetLastErrorMessage(void)
{
    const struct error *e = error_get();

    if (!e->code)
        return "no error";
    return e->message ? e->message : "unknown error";
}

VIREO_API virErrorPtr virSaveLastError(void)
{
    virErrorPtr saved = calloc(1, sizeof(*saved));

    if (saved)
        to_public(saved, error_get());
    return saved;
}

VIREO_API int virCopyLastError(virErrorPtr to)
{
    if (!to)
        return -1;
    to_public(to, error_get());
    return to->code;
}

VIREO_API void virResetLastError(void)
{
    error_reset();
}

VIREO_API void virResetError(virErrorPtr err)
{
    if (!err)
        return;
    free(err->message);
    free(err->str1);
    free(err->str2);
    free(err->str3);
    *err = (virError){0};
}

VIREO_API void virFreeError(virErrorPtr err)
{
    virResetError(err);
    free(err);
}

VIREO_API void virSetErrorFunc(void *userData, virErrorFunc handler)
{
    LOCK_SCOPE(&handler_lock);

    program_handler = handler;
    program_handler_data = userData;
}

VIREO_API void virDefaultErrorFunc(virErrorPtr err)
{
    if (!err || err->code == VIR_ERR_OK)
        return;
    fprintf(stderr, "libvirt: %s %s : %s\n",
            err->domain == VIR_FROM_NONE ? "" : error_domain_text(err->domain),
            err->level == VIR_ERR_WARNING ? "warning" : "error",
            err->message ? err->message : error_code_text(err->code));
}

VIREO_API void virConnSetErrorFunc(virConnectPtr conn, void *userData, virErrorFunc handler)
{
    if (!conn || conn->magic != CONNECT_MAGIC)
        return;
    LOCK_SCOPE(&conn->lock);
    conn->handler = handler;
    conn->handler_data = userData;
}

VIREO_API virErrorPtr virConnGetLastError(virConnectPtr conn)
{
    virErrorPtr seen = NULL;

    if (!conn || conn->magic != CONNECT_MAGIC)
        return NULL;
    LOCK_SCOPE(&conn->lock);
    if (!conn->error.code)
        return NULL;
    seen = seen_by_thread();
    if (seen && !errors_same(seen, &conn->error)) {
        virResetError(seen);
        to_public(seen, &conn->error);
    }
    return seen;
}

VIREO_API void virConnResetLastError(virConnectPtr conn)
{
    if (!conn || conn->magic != CONNECT_MAGIC)
        return;
    LOCK_SCOPE(&conn->lock);
    error_clear(&conn->error);
}

VIREO_API int virConnCopyLastError(virConnectPtr conn, virErrorPtr to)
{
    if (!conn || conn->magic != CONNECT_MAGIC || !to)
        return -1;
    LOCK_SCOPE(&conn->lock);
    to_public(to, &conn->error);
    return to->code;
}
