/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which URI is meant.
 */
#include "client/core/uri_config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libconfig.h>
#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
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

/* libvirt lets a list end with a comma, libconfig does not: blanks it. */
static void drop_last_commas(char *text)
{
    char *comma = NULL;
    bool quoted = false;

    for (char *at = text; *at; at++) {
        if (quoted) {
            if (*at == '\\' && at[1])
                at++;
            else if (*at == '"')
                quoted = false;
        } else if (*at == '#') {
            at += strcspn(at, "\n");
            if (!*at)
                return;
        } else if (!strchr(" \t\r\n", *at)) {
            if (*at == ']' && comma)
                *comma = ' ';
            comma = *at == ',' ? at : NULL;
            quoted = *at == '"';
        }
    }
}

static int read_text(const char *path, struct buf *ret_text)
{
    _cleanup_(cleanup_fclose) FILE *f = fopen(path, "re");

    if (!f && (errno == ENOENT || errno == EACCES))
        return buf_append(ret_text, "", 1);
    if (!f)
        return error_set_errno(VIR_FROM_CONF, errno, "cannot open '%s'", path);
    for (;;) {
        char chunk[4096];
        size_t n = fread(chunk, 1, sizeof(chunk), f);

        if (buf_append(ret_text, chunk, n) < 0)
            return -1;
        if (n < sizeof(chunk))
            break;
    }
    if (ferror(f))
        return error_set_errno(VIR_FROM_CONF, errno, "cannot read '%s'", path);
    return buf_append(ret_text, "", 1);
}

static int uri_config_load(const char *path, config_t *config)
{
    struct buf text = {0};
    int r = read_text(path, &text);

    if (r == 0) {
        drop_last_commas((char *)buf_bytes(&text));
        if (!config_read_string(config, (char *)buf_bytes(&text)))
            r = error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%d: %s", path,
                          config_error_line(config), config_error_text(config));
    }
    buf_free(&text);
    return r;
}

/* ---- its keys ---- */

/* The URI of "name=URI" when that is its name, else NULL. A name has letters, digits, _ and -. */
static const char *alias_of(const char *entry, const char *name)
{
    size_t n = strlen(name);

    return strncmp(entry, name, n) == 0 && entry[n] == '=' ? entry + n + 1 : NULL;
}

static int uri_config_malformed(const char *path, const config_setting_t *where, const char *what)
{
    return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%u: %s", path,
                     (unsigned)config_setting_source_line(where), what);
}

/* *ret_uri becomes the URI of the alias, or stays. */
static int find_alias(const char *path, const config_t *config, const char *name,
                      const char **ret_uri)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const config_setting_t *list = config_lookup(config, "uri_aliases");
    int n = list ? config_setting_length(list) : 0;

    if (list && !config_setting_is_array(list))
        return uri_config_malformed(path, list, "uri_aliases is a list of texts");
    for (int i = 0; i < n; i++) {
        const char *entry = config_setting_get_string_elem(list, i);
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

static int uri_config_choose(const char *path, const config_t *config, const char *name,
                             bool aliases, char **ret_uri)
{
    const config_setting_t *given = config_lookup(config, "uri_default");
    const char *uri = name;

    if (!uri && given) {
        uri = config_setting_get_string(given);
        if (!uri)
            return uri_config_malformed(path, given, "uri_default is a text");
    }
    if (uri && aliases && find_alias(path, config, uri, &uri) < 0)
        return -1;
    *ret_uri = uri && *uri ? strdup(uri) : NULL;
    return uri && *uri && !*ret_uri ? error_oom(VIR_FROM_CONF) : 0;
}

int uri_config_find(const struct uri_config *which, const char *name, bool aliases, char **ret_uri)
{
    _cleanup_free_ char *path = uri_config_path(which);
    config_t config;
    int r;

    if (!name || !*name)
        name = from_environment(which);
    config_init(&config);
    r = path ? uri_config_load(path, &config) : 0;
    if (r == 0)
        r = uri_config_choose(path, &config, name, aliases, ret_uri);
    config_destroy(&config);
    return r;
}
