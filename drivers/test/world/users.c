/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The users of a world, who are asked for by the session's host. */
#include "drivers/test/world/users.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/session.h"
#include "drivers/xml/xml.h"

#define SERVICE "test"

static int add_user(struct users *users, const xmlNode *node)
{
    _cleanup_free_ char *name = xml_text(node), *password = xml_attribute(node, "password");
    struct user *more;

    if (!name || !*name)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "a <user> of <auth> has no name");
    more = reallocarray(users->list, users->count + 1, sizeof(*more));
    if (!more)
        return error_oom(VIR_FROM_TEST);
    users->list = more;
    users->list[users->count++] = (struct user){take(name), take(password)};
    return 0;
}

int users_load(struct users *users, const xmlNode *node)
{
    for (xmlNode *auth = xml_child(node, "auth"); auth; auth = xml_element(auth->next, "auth")) {
        for (xmlNode *u = xml_child(auth, "user"); u; u = xml_element(u->next, "user")) {
            if (add_user(users, u) < 0)
                return -1;
        }
    }
    return 0;
}

static const struct user *users_find(const struct users *users, const char *name)
{
    for (size_t i = 0; i < users->count; i++) {
        if (strcmp(users->list[i].name, name) == 0)
            return &users->list[i];
    }
    return NULL;
}

int users_admit(const struct users *users, struct session *session)
{
    _cleanup_free_ char *name = NULL, *password = NULL;
    const struct user *user;

    if (!users->count)
        return 0;
    if (!session->host->ask_user)
        return error_set(VIR_FROM_AUTH, VIR_ERR_INVALID_ARG,
                         "the world has users, and nobody can be asked here which one this is");
    if (session->host->ask_user(session, SERVICE, NULL, &name) < 0)
        return -1;
    user = users_find(users, name);
    if (user && !user->password)
        return 0;
    /* Also of one that is not there, so that it cannot be told from one that is. */
    if (session->host->ask_user(session, SERVICE, name, &password) < 0)
        return -1;
    if (user && strcmp(user->password, password) == 0)
        return 0;
    return error_set(VIR_FROM_TEST, VIR_ERR_AUTH_FAILED,
                     "the world's file has no user of that name and password");
}

void users_done(struct users *users)
{
    for (size_t i = 0; i < users->count; i++) {
        free(users->list[i].name);
        free(users->list[i].password);
    }
    free(users->list);
}
