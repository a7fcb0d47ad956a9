/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the shells of storage ask before they call.
 */
#include "client/generate/hooks.h"
#include "client/core/shell.h"

int check_capacity(virConnectPtr conn, unsigned long long capacity, unsigned flags)
{
    if (capacity || flags & (VIR_STORAGE_VOL_RESIZE_DELTA | VIR_STORAGE_VOL_RESIZE_SHRINK))
        return 0;
    return error_set(VIR_FROM_STORAGE, VIR_ERR_INVALID_ARG,
                     "a capacity of 0 is neither a difference nor said to be a shrinking");
}
