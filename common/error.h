/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The error of a thread: set once, where it happened, naming the thing.
 *
 * Codes and domains are libvirt's numbers (enum virErrorNumber, virErrorDomain), because clients
 * test for them. Every thread has one error; a function that fails has set it and returns < 0, and
 * nobody on the way up overwrites it.
 *
 *     return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "no domain is called '%s'", name);
 *
 * The text that people read is what the code means, then the detail: "Domain not found: no domain
 * is called 'web'". All functions act on the calling thread's error, or on the object handed in.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>

#include "common/export.h"

struct error {
    int code;      /* enum virErrorNumber; 0: no error */
    int domain;    /* enum virErrorDomain */
    int level;     /* enum virErrorLevel */
    char *message; /* the whole text; owned */
    char *str1;    /* the text of the code with a %s for the detail; owned or NULL */
    char *str2;    /* the detail; owned or NULL */
    char *str3;    /* owned or NULL */
    int int1, int2;
};

/* Sets the thread's error; fmt and what follows are the detail (NULL: the code says it all).
 * Returns -1, so that a caller can return it. Keeps errno. */
VIREO_SHARED int error_set(int domain, int code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
int error_setv(int domain, int code, const char *fmt, va_list ap);

/* Same with strerror(errnum) behind the detail, code VIR_ERR_SYSTEM_ERROR, int1 = errnum. */
VIREO_SHARED int error_set_errno(int domain, int errnum, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* VIR_ERR_NO_MEMORY; returns -1. */
VIREO_SHARED int error_oom(int domain);

/* Whoever knows better where it came from: the thread's error of the domain `from` is of `to`. */
void error_set_domain(int from, int to);

/* The calling thread's error; never NULL, code 0 when there is none. Valid until the thread's next
 * failure, reset or exit. */
const struct error *error_get(void);

/* Its message or, where there was no memory for one, what its code means. */
const char *error_text(const struct error *e);

/* Forgets the calling thread's error. */
VIREO_SHARED void error_reset(void);

/* For want of memory something is missing in this thread, maybe where nobody could be told: an
 * attribute that is read as absent, a change that was not made. error_oom() notes it, too. */
void error_note_lost(void);

/* Returns what was allocated; NULL is noted as above. */
void *error_note_null(void *allocated);

/* Returns true if so since it was asked last. */
bool error_take_lost(void);

/* Makes *to a deep copy of *from; what *to held is freed. Returns 0, or -1 without memory (then
 * *to has the numbers and no texts). */
int error_copy(struct error *to, const struct error *from);

/* Makes *from the calling thread's error and leaves *from empty. */
void error_adopt(struct error *from);

/* Frees what *e holds and makes it empty. */
void error_clear(struct error *e);

/* What a code means: "Domain not found"; never NULL. Static memory. */
const char *error_code_text(int code);

/* The name of a domain for logs and people: "Test Driver"; never NULL. Static memory. */
const char *error_domain_text(int domain);
