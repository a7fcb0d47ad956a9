/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bandwidths of callers, who count in MiB a second, or in bytes if they say so. */
#pragma once

#include <stdint.h>

#include <libvirt/virterror.h>

#include "common/error.h"

#define MIB (1024ULL * 1024)

/* 0, or -1 with VIR_ERR_OVERFLOW. */
static inline int mib_to_bytes(unsigned long long value, unsigned is_bytes,
                               unsigned long long *ret_bytes)
{
    if (!is_bytes && value > (unsigned long long)INT64_MAX / MIB)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OVERFLOW, "%llu MiB a second are too many",
                         value);
    *ret_bytes = is_bytes ? value : value * MIB;
    return 0;
}
