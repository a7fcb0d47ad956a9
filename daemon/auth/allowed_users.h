/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may come by SASL: the patterns of sasl_allowed_username_list. Any thread. */
#pragma once

#include <pthread.h>
#include <stdbool.h>

struct allowed_users {
    pthread_mutex_t lock;
    char **patterns; /* ended by NULL; the lock */
};

void allowed_users_init(struct allowed_users *users);
void allowed_users_done(struct allowed_users *users);

/* Takes a copy of the list. 0, or -1 with the error set: the old one stays. */
int allowed_users_set(struct allowed_users *users, char *const *patterns);

bool allowed_users_match(struct allowed_users *users, const char *user);
