/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which URI is meant.
 */
#include "client/core/uri_config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/conf.h"
#include "common/error.h"

const struct uri_config uri_config_client = {
    .path_variable = "VIREO_CLIENT_CONFIG",
    .file = "libvirt.conf",
    .uri_variables = {"VIREO_DEFAULT_URI", "LIBVIRT_DEFAULT_URI"},
};
const struct uri_config uri_config_admin = {
    .path_variable = "VIREO_ADMIN_CONFIG",
    .file = "libvirt-admin.conf",
    .uri_variables = {"LIBVIRT_ADMIN_DEFAULT_URI"},
};

/* ---- the file ---- */

char *uri_config_user_file(const char *name)
{
    const char *config = secure_getenv("XDG_CONFIG_HOME"), *home = secure_getenv("HOME");
    char *path = NULL;
    int r = -1;

    if (config && *config)
        r = asprintf(&path, "%s/libvirt/%s", config, name);
    else if (home)
        r = asprintf(&path, "%s/.config/libvirt/%s", home, name);
    return r < 0 ? NULL : path;
}

/* Where it should be, malloc'ed; NULL without memory or home. */
static char *uri_config_path(const struct uri_config *which)
{
    const char *given = secure_getenv(which->path_variable);
    char *path;

    if (given)
        return strdup(given);
    if (geteuid() != 0)
        return uri_config_user_file(which->file);
    return asprintf(&path, "%s/libvirt/%s", SYSCONFDIR, which->file) < 0 ? NULL : path;
}

/* One that is not there, or not for us, says nothing. */
static int uri_config_load(const char *path, struct conf *ret)
{
    _cleanup_(cleanup_fclose) FILE *f = fopen(path, "re");

    if (!f && (errno == ENOENT || errno == EACCES))
        return 0;
    if (!f)
        return error_set_errno(VIR_FROM_CONF, errno, "cannot open '%s'", path);
    return conf_read(f, path, ret);
}

/* ---- its keys ---- */

/* The URI of "name=URI" when that is its name, else NULL. A name has letters, digits, _ and -. */
static const char *alias_of(const char *entry, const char *name)
{
    size_t n = strlen(name);

    return strncmp(entry, name, n) == 0 && entry[n] == '=' ? entry + n + 1 : NULL;
}

static int uri_config_malformed(const char *path, const struct conf_entry *where, const char *what)
{
    return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%u: %s", path, where->line, what);
}

/* *ret_uri becomes the URI of the alias, or stays. */
static int find_alias(const char *path, const struct conf *conf, const char *name,
                      const char **ret_uri)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const struct conf_entry *list = conf_find(conf, "uri_aliases");

    if (list && list->value.type != CONF_LIST)
        return uri_config_malformed(path, list, "uri_aliases is a list of texts");
    for (size_t i = 0; list && i < list->value.n_items; i++) {
        const char *entry = list->value.items[i].text;
        size_t len = entry ? strspn(entry, letters) : 0;

        if (!len || entry[len] != '=')
            return uri_config_malformed(path, list, "an entry of uri_aliases is \"NAME=URI\"");
        if (alias_of(entry, name)) {
            *ret_uri = alias_of(entry, name);
            return 0;
        }
    }
    return 0;
}

static const char *from_environment(const struct uri_config *which)
{
    for (size_t i = 0; i < ARRAY_SIZE(which->uri_variables) && which->uri_variables[i]; i++) {
        const char *uri = getenv(which->uri_variables[i]);

        if (uri && *uri)
            return uri;
    }
    return NULL;
}

static int uri_config_choose(const char *path, const struct conf *conf, const char *name,
                             bool aliases, char **ret_uri)
{
    const struct conf_entry *given = conf_find(conf, "uri_default");
    const char *uri = name;

    if (!uri && given) {
        uri = given->value.text;
        if (!uri)
            return uri_config_malformed(path, given, "uri_default is a text");
    }
    if (uri && aliases && find_alias(path, conf, uri, &uri) < 0)
        return -1;
    *ret_uri = uri && *uri ? strdup(uri) : NULL;
    return uri && *uri && !*ret_uri ? error_oom(VIR_FROM_CONF) : 0;
}

int uri_config_find(const struct uri_config *which, const char *name, bool aliases, char **ret_uri)
{
    _cleanup_free_ char *path = uri_config_path(which);
    _cleanup_(conf_clear) struct conf conf = {0};

    if (!name || !*name)
        name = from_environment(which);
    if (path && uri_config_load(path, &conf) < 0)
        return -1;
    return uri_config_choose(path, &conf, name, aliases, ret_uri);
}
