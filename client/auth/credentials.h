/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is known of a user while a connection is opened: what auth.conf says
 * (client/auth/authfile.h), and what the program answers when its callback is asked.
 *
 * The file is $LIBVIRT_AUTH_FILE, else the URI's authfile=, else the user's libvirt/auth.conf below
 * $XDG_CONFIG_HOME or ~/.config, else SYSCONFDIR/libvirt/auth.conf; it is read when first needed.
 * The host is "localhost": there are UNIX sockets only, and this process.
 *
 * The thread that opens.
 */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

struct authfile;

struct credentials {
    const virConnectAuth *auth; /* the program's; NULL: it cannot be asked */
    const char *given_file;     /* the URI's authfile=, or NULL */
    struct authfile *file;      /* once it was looked at; NULL: none */
    bool looked;
};

/* Frees what it read. */
void credentials_done(struct credentials *c);

/* What the file has under that key ("authname", "password", ...) for the service; *ret_value is
 * valid until credentials_done, NULL: nothing. 0, or -1 with the error set. */
int credentials_find(struct credentials *c, const char *service, const char *key,
                     const char **ret_value);

/* Returns true if the program answers questions of that type (VIR_CRED_*). */
bool credentials_answers(const struct credentials *c, int type);

/* Asks the program, which puts results; they are the caller's to free. 0, or -1 with
 * VIR_ERR_AUTH_FAILED of that domain: it does not want. */
int credentials_ask(const struct credentials *c, int domain, virConnectCredential *questions,
                    unsigned count);

/* Forgets and frees a result. */
void credentials_forget(virConnectCredential *question);

/* The name of the service's user, or with a name the password of that user: malloc'ed. 0, or -1
 * with the error set: VIR_ERR_AUTH_FAILED, or VIR_ERR_INVALID_ARG where the program cannot be
 * asked. */
int credentials_user(struct credentials *c, const char *service, const char *user, char **ret);
