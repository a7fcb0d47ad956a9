/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of texts. */
#include "daemon/config/settings_list.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"

char **settings_list_new(size_t n)
{
    char **list = calloc(n + 1, sizeof(*list));

    if (!list)
        error_oom(VIR_FROM_CONF);
    return list;
}

int settings_list_put(char **list, size_t i, const char *text)
{
    list[i] = strdup(text);
    return list[i] ? 0 : error_oom(VIR_FROM_CONF);
}

char **settings_list_copy(char *const *list)
{
    _cleanup_(settings_list_freep) char **copy = NULL;
    size_t n = 0;

    while (list[n])
        n++;
    copy = settings_list_new(n);
    for (size_t i = 0; copy && i < n; i++) {
        if (settings_list_put(copy, i, list[i]) < 0)
            return NULL;
    }
    return take(copy);
}

void settings_list_free(char **list)
{
    for (char **item = list; item && *item; item++)
        free(*item);
    free(list);
}
