/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * auth.conf, where a user keeps names and passwords for daemons, in libvirt's syntax:
 *
 *     [credentials-work]
 *     authname=joe
 *     password=123
 *
 *     [auth-libvirt-localhost]
 *     credentials=work
 *
 * A section auth-SERVICE-HOST says which credentials are meant for a service of a host, else
 * auth-SERVICE-default does. # begins a comment line; in a value \s, \n, \t, \r and \\ stand for
 * what they do in C, \s for a blank. Of two values for a key the later one counts.
 */
#pragma once

struct authfile;

/* Reads the file. 0, or -1 with the error set, naming the file and the line. */
int authfile_load(const char *path, struct authfile **ret_file);

/* The value of a key among the credentials for that service and host; *ret_value is the file's,
 * NULL: it says none. 0, or -1 with VIR_ERR_CONF_SYNTAX: what it points to is not there. */
int authfile_find(const struct authfile *file, const char *service, const char *host,
                  const char *key, const char **ret_value);

/* Accepts NULL; returns NULL. Forgets passwords. */
struct authfile *authfile_free(struct authfile *file);
