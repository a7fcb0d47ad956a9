/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small steps of operations: texts of replies, and flags that are not known.
 *
 * What drivers share says FROM_DRIVER for the domain of an error that clients know the hypervisor
 * by; driver_call() puts that of the driver called in its place.
 */
#pragma once

#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"

enum { FROM_DRIVER = -1 };

/* Puts a copy of text in the reply. 0, or -1 without memory. */
static inline int reply_text(char **ret_text, const char *text)
{
    *ret_text = strdup(text);
    return *ret_text ? 0 : error_oom(FROM_DRIVER);
}

/* -1 with VIR_ERR_INVALID_ARG when flags has bits that are not in known. */
static inline int check_flags(unsigned flags, unsigned known)
{
    if (flags & ~known)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "flags 0x%x are not known here",
                         flags & ~known);
    return 0;
}
