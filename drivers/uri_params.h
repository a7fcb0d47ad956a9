/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The parameters of URIs that are for who connects, not for the driver on the other side:
 *
 *     socket=PATH                     the daemon's socket
 *     mode=auto|legacy|direct         which daemon is meant where there is more than one
 *     name=URI                        what is opened there, instead of what follows from the URI
 *     auth=, authfile=                who the user is
 *     keepalive_interval=, keepalive_count=
 *     and those of transports that are not there yet, which are refused by name.
 */
#pragma once

#include <stdbool.h>

struct uri;

/* Which daemon of libvirt's: one for all drivers (legacy), or one for each. */
enum uri_mode { URI_MODE_AUTO, URI_MODE_LEGACY, URI_MODE_DIRECT };

/* Whether that parameter is for who connects; others go on to the other side. */
bool uri_param_is_ours(const char *name);

/* The parameters are those of the transport and say what they may; *ret_mode is filled in. 0, or
 * -1: VIR_ERR_INVALID_ARG naming the parameter. */
int uri_params_check(const struct uri *uri, const char *transport, enum uri_mode *ret_mode);
