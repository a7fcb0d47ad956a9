/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads daemon.conf by the table: libconfig parses, the rows of settings.def say what each key
 * takes and where it goes. A key that no row names is an error, so that a slip of the pen cannot
 * silently mean the default.
 */
#include <errno.h>
#include <inttypes.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/config/conftext.h"
#include "daemon/config/settings_list.h"
#include "daemon/config/settings_table.h"

/* Keys of libvirtd.conf that people may bring along and that mean nothing here yet. */
static const char *const libvirtd_only[] = {
    "access_drivers",
    "audit_level",
    "audit_logging",
    "auth_tcp",
    "auth_tls",
    "ca_file",
    "cert_file",
    "crl_file",
    "host_uuid_source",
    "key_file",
    "listen_addr",
    "listen_tcp",
    "listen_tls",
    "ovs_timeout",
    "tcp_min_ssf",
    "tcp_port",
    "tls_allowed_dn_list",
    "tls_no_sanity_certificate",
    "tls_no_verify_certificate",
    "tls_port",
    "tls_priority",
};

static int settings_unknown_key(const struct setting_place *place)
{
    for (size_t i = 0; i < ARRAY_SIZE(libvirtd_only); i++) {
        if (strcmp(libvirtd_only[i], place->key) == 0)
            return setting_error(place, "is libvirtd's and not supported here yet");
    }
    return setting_error(place, "is unknown");
}

static int setting_take_number(const struct setting *s, const struct setting_place *place,
                               config_setting_t *from, struct settings *settings)
{
    int type = config_setting_type(from);
    int64_t number = config_setting_get_int64(from);

    if (type == CONFIG_TYPE_INT)
        number = config_setting_get_int(from);
    else if (type != CONFIG_TYPE_INT64)
        return setting_error(place, "takes a number, without quotes");
    if (number < s->min || number > s->max)
        return setting_error(place, "takes %" PRId64 " to %" PRId64 ", not %" PRId64, s->min,
                             s->max, number);
    if (s->type == TYPE_INT)
        *(int *)setting_member(s, settings) = (int)number;
    else if (s->type == TYPE_BYTES)
        *(int64_t *)setting_member(s, settings) = number;
    else
        *(bool *)setting_member(s, settings) = number != 0;
    return 0;
}

static int setting_take_text(const struct setting *s, const struct setting_place *place,
                             config_setting_t *from, struct settings *settings)
{
    const char *text = config_setting_get_string(from);
    char **to = setting_member(s, settings), *copy;

    if (config_setting_type(from) != CONFIG_TYPE_STRING || !text)
        return setting_error(place, "takes a text in double quotes");
    if (s->type == TYPE_PERMS) {
        if (setting_parse_perms(text, setting_member(s, settings)) < 0)
            return setting_error(
                place, "takes permissions in octal, \"0000\" to \"0777\", not \"%s\"", text);
        return 0;
    }
    if (s->check(place, text) < 0)
        return -1;
    copy = strdup(text);
    if (!copy)
        return error_oom(VIR_FROM_CONF);
    free(*to);
    *to = copy;
    return 0;
}

static int setting_take_list(const struct setting *s, const struct setting_place *place,
                             const config_setting_t *from, struct settings *settings)
{
    int n = config_setting_is_array(from) ? config_setting_length(from) : -1;
    _cleanup_(settings_list_freep) char **list = n < 0 ? NULL : settings_list_new((size_t)n);
    char ***to = setting_member(s, settings);

    if (n < 0)
        return setting_error(place, "takes a list of texts, [ \"...\", \"...\" ]");
    for (int i = 0; list && i < n; i++) {
        const char *text = config_setting_get_string_elem(from, i);

        if (!text)
            return setting_error(place, "takes texts in double quotes");
        if (settings_list_put(list, (size_t)i, text) < 0)
            return -1;
    }
    if (!list)
        return -1;
    settings_list_free(*to);
    *to = take(list);
    return 0;
}

static int setting_take_value(const struct setting *s, const struct setting_place *place,
                              config_setting_t *from, struct settings *settings)
{
    switch (s->type) {
    case TYPE_TEXT:
    case TYPE_PERMS:
        return setting_take_text(s, place, from, settings);
    case TYPE_LIST:
        return setting_take_list(s, place, from, settings);
    default:
        return setting_take_number(s, place, from, settings);
    }
}

/* Returns -1 with the error set if the smaller of two keys is the larger. */
static int settings_check_order(const char *file, const char *low_key, int low,
                                const char *high_key, int high)
{
    if (low <= high)
        return 0;
    return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s: key '%s' (%d) is more than '%s' (%d)",
                     file, low_key, low, high_key, high);
}

static int settings_check_together(const char *file, const struct settings *s)
{
    if (settings_check_order(file, "min_workers", s->min_workers, "max_workers", s->max_workers) <
        0)
        return -1;
    return settings_check_order(file, "admin_min_workers", s->admin_min_workers,
                                "admin_max_workers", s->admin_max_workers);
}

static int settings_take_all(const char *file, config_t *config, struct settings *settings)
{
    config_setting_t *root = config_root_setting(config);
    int count = config_setting_length(root);

    for (int i = 0; i < count; i++) {
        config_setting_t *from = config_setting_get_elem(root, (unsigned)i);
        struct setting_place place = {file, config_setting_source_line(from),
                                      config_setting_name(from)};
        const struct setting *s = setting_find(place.key);

        if (!s)
            return settings_unknown_key(&place);
        if (setting_take_value(s, &place, from, settings) < 0)
            return -1;
    }
    return settings_check_together(file, settings);
}

int settings_load(const char *path, struct settings *ret)
{
    _cleanup_(settings_clear) struct settings fresh = {0};
    _cleanup_(config_destroy) config_t config;
    _cleanup_(cleanup_fclose) FILE *f = NULL;
    _cleanup_free_ char *text = NULL;

    config_init(&config);
    if (settings_init(&fresh) < 0)
        return -1;
    f = fopen(path, "re");
    if (!f)
        return error_set_errno(VIR_FROM_CONF, errno, "cannot open '%s'", path);
    text = conftext_read(f, path);
    if (!text)
        return -1;
    if (!config_read_string(&config, text))
        return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "%s:%d: %s", path,
                         config_error_line(&config), config_error_text(&config));
    if (settings_take_all(path, &config, &fresh) < 0)
        return -1;
    *ret = fresh;
    fresh = (struct settings){0};
    return 0;
}
