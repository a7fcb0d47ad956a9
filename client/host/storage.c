/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hooks of storage: what is checked before a call.
 */
#include "client/core/api.h"
#include "client/generate/hooks.h"

int hook_check_capacity(virConnectPtr conn, unsigned long long capacity, unsigned flags)
{
    if (capacity || flags & (VIR_STORAGE_VOL_RESIZE_DELTA | VIR_STORAGE_VOL_RESIZE_SHRINK))
        return 0;
    return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                     "a capacity of 0 is neither a difference nor said to be a shrinking");
}
