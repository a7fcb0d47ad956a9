/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who may open a world of a file: everybody, unless the file names its users.
 *
 *     <auth>
 *       <user password='123'>joe</user>
 *       <user>ann</user>                      her name is enough
 *     </auth>
 */
#pragma once

#include <libxml/tree.h>
#include <stddef.h>

struct session;

struct user {
    char *name, *password; /* NULL: none is needed */
};

struct users {
    struct user *list;
    size_t count;
};

/* Takes what <node> says of users. 0, or -1 with the error set. */
int users_load(struct users *users, const xmlNode *node);

/* Asks who opens the session, if there are users. 0, or -1 with VIR_ERR_AUTH_FAILED, or the error
 * of who could not be asked. May wait for a person. */
int users_admit(const struct users *users, struct session *session);

void users_done(struct users *users);
