/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connection URIs, taken apart: driver[+transport]://[user@][host][:port]/[path][?key=value&...]
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/export.h"

struct uri_param {
    char *name, *value;
};

struct uri {
    char *driver;    /* "test"; never NULL */
    char *transport; /* "unix", "tls", ... in lower case; NULL: none given */
    char *user, *server;
    int port;   /* 0: none given */
    char *path; /* "/default"; never NULL, perhaps empty */
    struct uri_param *params;
    size_t n_params;
};

/* Takes the text apart (percent-escapes resolved). 0, or -1 naming the text: VIR_ERR_INTERNAL_ERROR
 * for what is no URI, VIR_ERR_NO_CONNECT for one without a driver. The caller frees with uri_free.
 */
VIREO_SHARED int uri_parse(const char *text, struct uri **ret_uri);

/* The value of a parameter, the last one's of that name; or NULL. */
const char *uri_param(const struct uri *uri, const char *name);

/* The URI without transport, host and what is for who connects (drivers/uri_params.h), as the
 * driver is to see it: "test:///default". Malloc'ed; NULL without memory. */
char *uri_for_driver(const struct uri *uri);

/* What the daemon of the URI is asked for: that, its name= where it has one, or "" of remote:///,
 * which means whatever there is. Malloc'ed; NULL without memory. */
char *uri_name_there(const struct uri *uri);

/* A URI that leads to the daemon with that socket, of what the daemon itself calls by that URI:
 * "test+unix:///default?socket=...". Malloc'ed; NULL without memory. */
char *uri_with_socket(const struct uri *uri, const char *socket);

/* Accepts NULL; returns NULL. */
VIREO_SHARED struct uri *uri_free(struct uri *uri);

static inline void uri_freep(struct uri **uri)
{
    uri_free(*uri);
}
