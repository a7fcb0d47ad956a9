/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tables of libvirt's keys and ranges. A key that would do something here if it could is not an
 * error: a host's file says listen_tls = 0 for ten years, and the daemon starts. But a file that
 * wants calls checked one by one is refused, since ignoring that would open what it closes.
 */
#include "daemon/config/settings_foreign.h"

#include <inttypes.h>
#include <string.h>

#include "common/cleanup.h"

static const char no_network[] = "there is neither TLS nor TCP";
static const char no_audit[] = "nothing is written for audit";
static const char no_host_uuid[] = "no driver shows the UUID of the host";
static const char no_vswitch[] = "no driver talks to Open vSwitch";

static const struct {
    const char *key, *why;
    enum conf_type type;
    text_check check; /* of CONF_TEXT; NULL: any */
    bool flag;        /* a number that is 0 or 1 */
} without_effect[] = {
    {"audit_level", no_audit, CONF_NUMBER},
    {"audit_logging", no_audit, CONF_NUMBER, .flag = true},
    {"auth_tcp", no_network, CONF_TEXT},
    {"auth_tls", no_network, CONF_TEXT},
    {"ca_file", no_network, CONF_TEXT},
    {"cert_file", no_network, CONF_TEXT},
    {"crl_file", no_network, CONF_TEXT},
    {"host_uuid", no_host_uuid, CONF_TEXT, setting_check_uuid},
    {"host_uuid_source", no_host_uuid, CONF_TEXT, setting_check_uuid_source},
    {"key_file", no_network, CONF_TEXT},
    {"listen_addr", no_network, CONF_TEXT},
    {"listen_tcp", no_network, CONF_NUMBER, .flag = true},
    {"listen_tls", no_network, CONF_NUMBER, .flag = true},
    {"ovs_timeout", no_vswitch, CONF_NUMBER},
    {"tcp_min_ssf", no_network, CONF_NUMBER},
    {"tcp_port", no_network, CONF_TEXT},
    {"tls_allowed_dn_list", no_network, CONF_LIST},
    {"tls_no_sanity_certificate", no_network, CONF_NUMBER, .flag = true},
    {"tls_no_verify_certificate", no_network, CONF_NUMBER, .flag = true},
    {"tls_port", no_network, CONF_TEXT},
    {"tls_priority", no_network, CONF_TEXT},
};

/* Those that libvirt itself has given up, and takes as it takes any key that it does not know. */
static const char *const former[] = {
    "admin_keepalive_required",
    "keepalive_required",
    "log_buffer_size",
    "max_requests",
    "mdns_adv",
    "mdns_name",
};

/* Where libvirt's range is wider than ours. */
static const struct {
    const char *key;
    int64_t min, max;
} ranges[] = {
    {"admin_keepalive_count", 0, UINT32_MAX},
    {"admin_keepalive_interval", INT32_MIN, INT32_MAX},
    {"admin_max_client_requests", 0, UINT32_MAX},
    {"admin_max_clients", 0, UINT32_MAX},
    {"admin_max_queued_clients", 0, UINT32_MAX},
    {"admin_max_workers", 0, UINT32_MAX},
    {"admin_min_workers", 0, UINT32_MAX},
    {"keepalive_count", 0, UINT32_MAX},
    {"keepalive_interval", INT32_MIN, INT32_MAX},
    {"max_anonymous_clients", 0, UINT32_MAX},
    {"max_client_requests", 0, UINT32_MAX},
    {"max_clients", 1, UINT32_MAX},
    {"max_queued_clients", 0, UINT32_MAX},
    {"max_workers", 1, UINT32_MAX},
    {"min_workers", 0, UINT32_MAX},
    {"prio_workers", 0, UINT32_MAX},
};

bool setting_is_foreign_number(const char *key, int64_t number)
{
    for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
        if (strcmp(ranges[i].key, key) == 0)
            return number >= ranges[i].min && number <= ranges[i].max;
    }
    return false;
}

/* Nobody's calls are checked one by one: only a file that does not ask for that is taken. */
static int setting_take_access_drivers(const struct setting_place *place,
                                       const struct conf_value *value)
{
    if (value->type != CONF_LIST)
        return setting_error(place, "takes a list of texts");
    for (size_t i = 0; i < value->n_items; i++) {
        const struct conf_value *item = &value->items[i];

        if (item->type != CONF_TEXT || strcmp(item->text, "none") != 0)
            return setting_error(place,
                                 "can be [ \"none\" ] only: calls can't be checked one by one, and "
                                 "leaving that out would open what it closes");
    }
    return 0;
}

/* i: the row of without_effect. */
static int setting_check_foreign(const struct setting_place *place, size_t i,
                                 const struct conf_value *value)
{
    static const char *const takes[] = {
        [CONF_NUMBER] = "takes a number, without quotes",
        [CONF_TEXT] = "takes a text in quotes",
        [CONF_LIST] = "takes a list of texts, [ \"...\", \"...\" ]",
    };

    if (value->type != without_effect[i].type)
        return setting_error(place, "%s", takes[without_effect[i].type]);
    if (without_effect[i].flag && value->number != 0 && value->number != 1)
        return setting_error(place, "takes 0 or 1, not %" PRId64, value->number);
    return without_effect[i].check ? without_effect[i].check(place, value->text) : 0;
}

int setting_take_foreign(const struct setting_place *place, const struct conf_value *value,
                         struct settings_remarks *remarks)
{
    if (strcmp(place->key, "access_drivers") == 0)
        return setting_take_access_drivers(place, value);
    for (size_t i = 0; i < ARRAY_SIZE(without_effect); i++) {
        if (strcmp(without_effect[i].key, place->key) != 0)
            continue;
        settings_remark(remarks, "%s:%u: key '%s' has no effect: %s", place->file, place->line,
                        place->key, without_effect[i].why);
        return setting_check_foreign(place, i, value);
    }
    for (size_t i = 0; i < ARRAY_SIZE(former); i++) {
        if (strcmp(former[i], place->key) != 0)
            continue;
        settings_remark(remarks, "%s:%u: key '%s' has no effect: libvirt had it formerly",
                        place->file, place->line, place->key);
        return 0;
    }
    settings_remark(remarks, "%s:%u: key '%s' is unknown and has no effect", place->file,
                    place->line, place->key);
    return 0;
}
