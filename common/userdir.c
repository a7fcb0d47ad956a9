/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The XDG base directory rules, as far as they are needed.
 */
#include "common/userdir.h"

#include <stdio.h>
#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/error.h"

char *userdir_runtime(const char *name)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR"), *home = getenv("HOME");
    char *dir = NULL;
    int r;

    if (runtime && *runtime == '/') {
        r = asprintf(&dir, "%s/%s", runtime, name);
    } else if (home && *home == '/') {
        r = asprintf(&dir, "%s/.cache/%s", home, name);
    } else {
        error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_FAILED,
                  "no directory for a user's sockets: neither XDG_RUNTIME_DIR nor HOME is a path");
        return NULL;
    }
    if (r >= 0)
        return dir;
    error_oom(VIR_FROM_NONE);
    return NULL;
}
