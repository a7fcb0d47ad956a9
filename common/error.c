/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keeps one error a thread. The object lives in thread-local storage and its texts are freed by a
 * key's destructor when the thread ends.
 */
#include "common/error.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"

static __thread struct error thread_error;
static __thread bool thread_error_registered;
static __thread bool memory_lost;
static pthread_key_t exit_key;
static pthread_once_t exit_once = PTHREAD_ONCE_INIT;

static void at_thread_exit(void *unused)
{
    error_clear(&thread_error);
}

static void make_exit_key(void)
{
    pthread_key_create(&exit_key, at_thread_exit);
}

/* Arranges for the texts of this thread to be freed when it ends. */
static struct error *thread_error_for_writing(void)
{
    if (!thread_error_registered) {
        pthread_once(&exit_once, make_exit_key);
        pthread_setspecific(exit_key, &thread_error);
        thread_error_registered = true;
    }
    return &thread_error;
}

int error_setv(int domain, int code, const char *fmt, va_list ap)
{
    int saved_errno = errno;
    struct error *e = thread_error_for_writing();
    const char *text = error_code_text(code);

    error_clear(e);
    e->code = code;
    e->domain = domain;
    e->level = VIR_ERR_ERROR;
    e->int1 = e->int2 = -1;
    if (fmt) {
        if (vasprintf(&e->str2, fmt, ap) < 0)
            e->str2 = NULL;
        if (asprintf(&e->str1, "%s: %%s", text) < 0)
            e->str1 = NULL;
        if (asprintf(&e->message, "%s: %s", text, e->str2 ? e->str2 : "") < 0)
            e->message = NULL;
    } else {
        e->message = strdup(text);
        e->str1 = strdup(text);
    }
    errno = saved_errno;
    return -1;
}

int error_set(int domain, int code, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    error_setv(domain, code, fmt, ap);
    va_end(ap);
    return -1;
}

int error_set_errno(int domain, int errnum, const char *fmt, ...)
{
    _cleanup_free_ char *detail = NULL;
    char buf[128];
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(&detail, fmt, ap) < 0)
        detail = NULL;
    va_end(ap);
    error_set(domain, VIR_ERR_SYSTEM_ERROR, "%s: %s", detail ? detail : "",
              strerror_r(errnum, buf, sizeof(buf)));
    thread_error.int1 = errnum;
    return -1;
}

int error_oom(int domain)
{
    error_note_lost();
    return error_set(domain, VIR_ERR_NO_MEMORY, NULL);
}

void error_set_domain(int from, int to)
{
    if (thread_error.code && thread_error.domain == from)
        thread_error.domain = to;
}

const struct error *error_get(void)
{
    return &thread_error;
}

const char *error_text(const struct error *e)
{
    return e->message ? e->message : error_code_text(e->code);
}

void error_reset(void)
{
    if (thread_error.code)
        error_clear(&thread_error);
}

static int error_copy_text(char **to, const char *from)
{
    *to = from ? strdup(from) : NULL;
    return from && !*to ? -1 : 0;
}

void error_note_lost(void)
{
    memory_lost = true;
}

void *error_note_null(void *allocated)
{
    if (!allocated)
        error_note_lost();
    return allocated;
}

bool error_take_lost(void)
{
    bool was = memory_lost;

    memory_lost = false;
    return was;
}

int error_copy(struct error *to, const struct error *from)
{
    struct error e = *from;
    int r = 0;

    r |= error_copy_text(&e.message, from->message);
    r |= error_copy_text(&e.str1, from->str1);
    r |= error_copy_text(&e.str2, from->str2);
    r |= error_copy_text(&e.str3, from->str3);
    error_clear(to);
    *to = e;
    return r;
}

void error_adopt(struct error *from)
{
    struct error *e = thread_error_for_writing();

    error_clear(e);
    *e = *from;
    *from = (struct error){0};
}

void error_clear(struct error *e)
{
    free(e->message);
    free(e->str1);
    free(e->str2);
    free(e->str3);
    *e = (struct error){0};
}
