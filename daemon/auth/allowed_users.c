/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Patterns are those of the shell, as in libvirtd.conf. */
#include "daemon/auth/allowed_users.h"

#include <fnmatch.h>

#include "common/cleanup.h"
#include "daemon/config/settings_list.h"

void allowed_users_init(struct allowed_users *users)
{
    pthread_mutex_init(&users->lock, NULL);
    users->patterns = NULL;
}

void allowed_users_done(struct allowed_users *users)
{
    settings_list_free(users->patterns);
    pthread_mutex_destroy(&users->lock);
}

int allowed_users_set(struct allowed_users *users, char *const *patterns)
{
    char **copy = settings_list_copy(patterns);

    if (!copy)
        return -1;
    LOCK_SCOPE(&users->lock);
    settings_list_free(users->patterns);
    users->patterns = copy;
    return 0;
}

bool allowed_users_match(struct allowed_users *users, const char *user)
{
    LOCK_SCOPE(&users->lock);
    for (char **pattern = users->patterns; *pattern; pattern++) {
        if (fnmatch(*pattern, user, FNM_NOESCAPE) == 0)
            return true;
    }
    return false;
}
