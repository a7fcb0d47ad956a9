/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks into auth.conf and asks the program. */
#include "client/auth/credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "client/auth/authfile.h"
#include "client/core/uri_config.h"
#include "common/cleanup.h"
#include "common/error.h"

#define HOST "localhost"

void credentials_done(struct credentials *c)
{
    c->file = authfile_free(c->file);
}

/* ---- the file ---- */

/* The file that is there, malloc'ed, in *ret_path; NULL: none is. */
static int find_file(const struct credentials *c, char **ret_path)
{
    const char *given = secure_getenv("LIBVIRT_AUTH_FILE");
    _cleanup_free_ char *path = NULL;

    if (!given)
        given = c->given_file;
    if (given) {
        *ret_path = strdup(given);
        return *ret_path ? 0 : error_oom(VIR_FROM_AUTH);
    }
    path = uri_config_user_file("auth.conf");
    if (!path || access(path, R_OK) < 0) {
        free(path);
        path = strdup(SYSCONFDIR "/libvirt/auth.conf");
        if (!path)
            return error_oom(VIR_FROM_AUTH);
    }
    *ret_path = access(path, R_OK) == 0 ? take(path) : NULL;
    return 0;
}

int credentials_find(struct credentials *c, const char *service, const char *key,
                     const char **ret_value)
{
    _cleanup_free_ char *path = NULL;

    if (!c->looked) {
        if (find_file(c, &path) < 0 || (path && authfile_load(path, &c->file) < 0))
            return -1;
        c->looked = true;
    }
    *ret_value = NULL;
    return c->file ? authfile_find(c->file, service, HOST, key, ret_value) : 0;
}

/* ---- the program ---- */

bool credentials_answers(const struct credentials *c, int type)
{
    for (unsigned i = 0; c->auth && c->auth->cb && i < c->auth->ncredtype; i++) {
        if (c->auth->credtype[i] == type)
            return true;
    }
    return false;
}

int credentials_ask(const struct credentials *c, int domain, virConnectCredential *questions,
                    unsigned count)
{
    if (!c->auth || !c->auth->cb)
        return error_set(domain, VIR_ERR_AUTH_FAILED,
                         "the program cannot be asked who its user is");
    if (c->auth->cb(questions, count, c->auth->cbdata) < 0)
        return error_set(domain, VIR_ERR_AUTH_FAILED, "the program does not say who its user is");
    return 0;
}

void credentials_forget(virConnectCredential *question)
{
    if (question->result)
        explicit_bzero(question->result, question->resultlen);
    free(question->result);
    question->result = NULL;
}

/* The type of question that brings the password of the user, or a user's name; 0: none does. */
static int question_for(const struct credentials *c, const char *user)
{
    static const int names[] = {VIR_CRED_AUTHNAME, 0};
    static const int passwords[] = {VIR_CRED_PASSPHRASE, VIR_CRED_NOECHOPROMPT, 0};
    const int *type = user ? passwords : names;

    while (*type && !credentials_answers(c, *type))
        type++;
    return *type;
}

static int ask_one(const struct credentials *c, int type, const char *prompt, char **ret)
{
    virConnectCredential question = {.type = type, .prompt = prompt, .challenge = HOST};

    if (credentials_ask(c, VIR_FROM_AUTH, &question, 1) < 0) {
        credentials_forget(&question);
        return -1;
    }
    if (!question.result)
        return error_set(VIR_FROM_AUTH, VIR_ERR_AUTH_FAILED, "the program gives no answer to '%s'",
                         prompt);
    *ret = question.result;
    return 0;
}

int credentials_user(struct credentials *c, const char *service, const char *user, char **ret)
{
    int type = question_for(c, user);
    _cleanup_free_ char *prompt = NULL;
    const char *known;

    if (credentials_find(c, service, user ? "password" : "username", &known) < 0)
        return -1;
    if (known) {
        *ret = strdup(known);
        return *ret ? 0 : error_oom(VIR_FROM_AUTH);
    }
    if (!c->auth)
        return error_set(VIR_FROM_AUTH, VIR_ERR_INVALID_ARG,
                         "somebody has to say who the user is, and there is no callback to ask");
    if (!type)
        return error_set(VIR_FROM_AUTH, VIR_ERR_AUTH_FAILED,
                         "the program answers no question for %s", user ? "a password" : "a name");
    if ((user ? asprintf(&prompt, "Password of %s on " HOST, user)
              : asprintf(&prompt, "Name of the user on " HOST)) < 0) {
        prompt = NULL;
        return error_oom(VIR_FROM_AUTH);
    }
    return ask_one(c, type, prompt, ret);
}
