/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The client's configuration file, in libvirt's syntax and with its keys:
 *
 *     uri_aliases = [ "web=test+unix:///default?socket=/run/web/libvirt-sock" ]
 *     uri_default = "web"
 *
 * It is $VIREO_CLIENT_CONFIG (not of a program with more rights than its user), else of root
 * SYSCONFDIR/libvirt/libvirt.conf, of others $XDG_CONFIG_HOME/libvirt/libvirt.conf. Other keys are
 * libvirt's matter and not looked at. The file for administration is another one with the same
 * keys, $VIREO_ADMIN_CONFIG or libvirt-admin.conf. Any thread.
 */
#pragma once

#include <stdbool.h>

#include "common/export.h"

/* A file, and the variables of the environment that come before it. */
struct uri_config {
    const char *path_variable, *file;
    const char *uri_variables[2];
};

extern const struct uri_config uri_config_client;
extern VIREO_SHARED const struct uri_config uri_config_admin;

/* The URI that a program means by name, or by none (NULL or empty): that of the environment's
 * VIREO_DEFAULT_URI or LIBVIRT_DEFAULT_URI (administration: LIBVIRT_ADMIN_DEFAULT_URI), else the
 * file's uri_default; with aliases, what the file calls by that name. *ret_uri is malloc'ed, NULL:
 * nobody says which. 0, or -1 with the error set: the file cannot be read (naming it and the line).
 */
VIREO_SHARED int uri_config_find(const struct uri_config *which, const char *name, bool aliases,
                                 char **ret_uri);

/* Where a user keeps libvirt's file of that name, malloc'ed; NULL without memory or home. */
char *uri_config_user_file(const char *name);
