/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The client's configuration file, in libvirt's syntax and with its keys:
 *
 *     uri_aliases = [ "web=test+unix:///default?socket=/run/web/libvirt-sock" ]
 *     uri_default = "web"
 *
 * It is $VIREO_CLIENT_CONFIG (not of a program with more rights than its user), else of root
 * SYSCONFDIR/libvirt/libvirt.conf, of others $XDG_CONFIG_HOME/libvirt/libvirt.conf. Other keys are
 * libvirt's matter and not looked at. Any thread.
 */
#pragma once

#include <stdbool.h>

/* The URI that a program means by name, or by none (NULL or empty): the environment's
 * VIREO_DEFAULT_URI or LIBVIRT_DEFAULT_URI, else the file's uri_default; with aliases, what the
 * file calls by that name. *ret_uri is malloc'ed, NULL: nobody says which. 0, or -1 with the error
 * set: the file cannot be read (naming it and the line). */
int config_uri(const char *name, bool aliases, char **ret_uri);
