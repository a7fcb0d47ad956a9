/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Failures: a line on stderr, and the exit status that belongs to it.
 */
#include "client/vireo/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <libvirt/virterror.h>

#include "client/vireo/text/colour.h"

static void fail_begin(void)
{
    fprintf(stderr, "%svireo:%s ", colour_begin(stderr, COLOUR_BAD),
            colour_begin(stderr, COLOUR_PLAIN));
}

static void fail_say(const char *fmt, va_list ap)
{
    fail_begin();
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
}

enum outcome fail_library(void)
{
    const virErrorPtr e = virGetLastError();

    fail_begin();
    fprintf(stderr, "%s\n", e && e->message ? e->message : "failed without saying why");
    return e && e->code == VIR_ERR_NO_DOMAIN ? OUTCOME_NO_DOMAIN : OUTCOME_FAILED;
}

enum outcome fail_message(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fail_say(fmt, ap);
    va_end(ap);
    return OUTCOME_FAILED;
}

enum outcome fail_usage(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fail_say(fmt, ap);
    va_end(ap);
    return OUTCOME_USAGE;
}
