/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * More of what the guest's agent answers: what it knows of itself, its vcpus, the keys of its
 * users.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "drivers/domain/definition.h"
#include "drivers/machine/emit.h"
#include "drivers/reply.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/cpuset.h"
#include "drivers/xml/params.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* ---- what it knows of itself ---- */

struct machine *guest_find(struct world *w, const remote_nonnull_domain *dom)
{
    struct machine *m = world_find_busy_active(w, dom);

    if (!m || !test_machine(m)->guest.agent_gone)
        return m;
    error_set(VIR_FROM_TEST, VIR_ERR_AGENT_UNRESPONSIVE, "the agent of '%s' is not there",
              machine_name(m));
    return NULL;
}

long long guest_time(const struct machine *m)
{
    return (long long)virtual_clock_date(test_machine(m)->clock) + test_machine(m)->guest.ahead;
}

long long guest_boot_time(const struct machine *m)
{
    long long then = guest_time(m) - (long long)(virtual_clock_now(test_machine(m)->clock) -
                                                 test_machine(m)->booted);

    return then < 0 ? 0 : then;
}

int guest_set_time(struct world *w, struct machine *m, long long seconds, unsigned nanoseconds)
{
    /* Half of what 63 bits hold, so that the clock can go on, and sums do not overflow. */
    if (seconds < 0 || seconds > INT64_MAX / 2 / NS_PER_S)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the clock of '%s' does not show %lld seconds", machine_name(m), seconds);
    test_machine(m)->guest.ahead =
        seconds * NS_PER_S + nanoseconds - (long long)virtual_clock_date(test_machine(m)->clock);
    /* rounded: some time has passed since the caller thought of it */
    emit_rtc_change(m, (test_machine(m)->guest.ahead +
                        (test_machine(m)->guest.ahead < 0 ? -NS_PER_S : NS_PER_S) / 2) /
                           NS_PER_S);
    return 0;
}

void guest_boot(struct machine *m)
{
    test_machine(m)->booted = virtual_clock_now(test_machine(m)->clock);
    test_machine(m)->guest.ahead = 0;
    test_machine(m)->guest.agent_gone = false;
    test_machine(m)->guest.frozen = 0;
    test_machine(m)->guest.offline = 0;
}

char *guest_host_name(const struct machine *m)
{
    char *name;

    if (asprintf(&name, "%shost", machine_name(m)) >= 0)
        return name;
    error_oom(VIR_FROM_TEST);
    return NULL;
}

static int put_os(struct params *p)
{
    static const struct {
        const char *field, *value;
    } os[] = {
        {VIR_DOMAIN_GUEST_INFO_OS_ID, "test"},
        {VIR_DOMAIN_GUEST_INFO_OS_NAME, "Test"},
        {VIR_DOMAIN_GUEST_INFO_OS_PRETTY_NAME, GUEST_OS},
        {VIR_DOMAIN_GUEST_INFO_OS_VERSION, "1"},
        {VIR_DOMAIN_GUEST_INFO_OS_VERSION_ID, "1"},
        {VIR_DOMAIN_GUEST_INFO_OS_KERNEL_RELEASE, GUEST_KERNEL},
        {VIR_DOMAIN_GUEST_INFO_OS_MACHINE, GUEST_PROCESSOR},
    };

    for (size_t i = 0; i < ARRAY_SIZE(os); i++) {
        if (params_put_string(p, os[i].field, os[i].value) < 0)
            return -1;
    }
    return 0;
}

static int put_user(struct params *p, const struct machine *m)
{
    return params_put_uint(p, VIR_DOMAIN_GUEST_INFO_USER_COUNT, 1) < 0 ||
                   params_put_string(p, "user.0.name", "root") < 0 ||
                   params_put_ullong(p, "user.0.login-time",
                                     (unsigned long long)guest_boot_time(m) / NS_PER_MS) < 0
               ? -1
               : 0;
}

static int put_filesystems(struct params *p, const char *disk)
{
    static const char *const mounts[] = {"/", "/boot"};
    char field[48], name[64];

    if (params_put_uint(p, VIR_DOMAIN_GUEST_INFO_FS_COUNT, ARRAY_SIZE(mounts)) < 0)
        return -1;
    for (size_t i = 0; i < ARRAY_SIZE(mounts); i++) {
        const struct {
            const char *field, *value;
        } texts[] = {{"mountpoint", mounts[i]}, {"name", name}, {"fstype", "ext4"}};

        snprintf(name, sizeof(name), "%s%zu", disk, i + 1);
        for (size_t k = 0; k < ARRAY_SIZE(texts); k++) {
            snprintf(field, sizeof(field), "fs.%zu.%s", i, texts[k].field);
            if (params_put_string(p, field, texts[k].value) < 0)
                return -1;
        }
        snprintf(field, sizeof(field), "fs.%zu.disk.count", i);
        if (params_put_uint(p, field, 1) < 0)
            return -1;
        snprintf(field, sizeof(field), "fs.%zu.disk.0.alias", i);
        if (params_put_string(p, field, disk) < 0)
            return -1;
    }
    return 0;
}

int test_domain_get_guest_info(struct session *session,
                               const remote_domain_get_guest_info_args *args,
                               remote_domain_get_guest_info_ret *ret)
{
    const unsigned known = VIR_DOMAIN_GUEST_INFO_USERS | VIR_DOMAIN_GUEST_INFO_OS |
                           VIR_DOMAIN_GUEST_INFO_TIMEZONE | VIR_DOMAIN_GUEST_INFO_HOSTNAME |
                           VIR_DOMAIN_GUEST_INFO_FILESYSTEM;
    unsigned types = args->types ? args->types : known;
    struct params p = PARAMS(ret->params);
    _cleanup_free_ char *name = NULL, *disk = NULL;
    READ_WORLD(w, session);
    const struct machine *m = guest_find(w, &args->dom);

    if (!m || check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0)
        return -1;
    if (args->types & ~known)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "the guest knows nothing of kind 0x%x",
                         args->types & ~known);
    disk = xml_path_get(definition_root(m->live), "devices/disk/target@dev");
    name = guest_host_name(m);
    if (!name)
        return -1;
    if (((types & VIR_DOMAIN_GUEST_INFO_USERS) && put_user(&p, m) < 0) ||
        ((types & VIR_DOMAIN_GUEST_INFO_OS) && put_os(&p) < 0) ||
        ((types & VIR_DOMAIN_GUEST_INFO_TIMEZONE) &&
         (params_put_string(&p, VIR_DOMAIN_GUEST_INFO_TIMEZONE_NAME, "UTC") < 0 ||
          params_put_int(&p, VIR_DOMAIN_GUEST_INFO_TIMEZONE_OFFSET, 0) < 0)) ||
        ((types & VIR_DOMAIN_GUEST_INFO_HOSTNAME) &&
         params_put_string(&p, VIR_DOMAIN_GUEST_INFO_HOSTNAME_HOSTNAME, name) < 0) ||
        ((types & VIR_DOMAIN_GUEST_INFO_FILESYSTEM) && disk && put_filesystems(&p, disk) < 0))
        return -1;
    return 0;
}

int test_domain_agent_set_response_timeout(
    struct session *session, const remote_domain_agent_set_response_timeout_args *args,
    remote_domain_agent_set_response_timeout_ret *ret)
{
    READ_WORLD(w, session);

    if (!world_find(w, &args->dom) || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->timeout < VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "an agent has no timeout of %d",
                         args->timeout);
    ret->result = 0; /* the guest answers at once, whatever the patience */
    return 0;
}

/* ---- vcpus that the guest took off line ---- */

static char *format_vcpus(const struct machine *m, bool online)
{
    unsigned char map[CPUSET_BYTES] = {0};

    for (unsigned i = 0; i < m->live->vcpus && i < 64; i++) {
        if (!online || !(test_machine(m)->guest.offline >> i & 1))
            map[i / 8] |= (unsigned char)(1U << i % 8);
    }
    return cpuset_format(map, sizeof(map));
}

int test_domain_get_guest_vcpus(struct session *session,
                                const remote_domain_get_guest_vcpus_args *args,
                                remote_domain_get_guest_vcpus_ret *ret)
{
    struct params p = PARAMS(ret->params);
    _cleanup_free_ char *all = NULL, *online = NULL;
    READ_WORLD(w, session);
    const struct machine *m = guest_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    all = format_vcpus(m, false);
    online = format_vcpus(m, true);
    if (!all || !online || params_put_string(&p, "vcpus", all) < 0 ||
        params_put_string(&p, "online", online) < 0)
        return -1;
    return params_put_string(&p, "offlinable", all + (all[0] == '0' && all[1] == ',' ? 2 : 0));
}

int test_domain_set_guest_vcpus(struct session *session,
                                const remote_domain_set_guest_vcpus_args *args)
{
    unsigned char map[CPUSET_BYTES];
    unsigned long long chosen = 0;
    WRITE_WORLD(w, session);
    struct machine *m = guest_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0 || cpuset_parse(args->cpumap, map) < 0)
        return -1;
    for (unsigned i = 0; i < CPUSET_BYTES * 8; i++) {
        if (!(map[i / 8] >> i % 8 & 1))
            continue;
        if (i >= m->live->vcpus || i >= 64)
            return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "the guest of '%s' has no vcpu %u",
                             machine_name(m), i);
        chosen |= 1ULL << i;
    }
    if (!args->state && (chosen & 1))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "the first vcpu stays on line");
    test_machine(m)->guest.offline = args->state ? test_machine(m)->guest.offline & ~chosen
                                                 : test_machine(m)->guest.offline | chosen;
    return 0;
}

/* ---- keys: <keys><user name='root'><key>...</key></user></keys> ---- */

enum { MOST_USERS = 256, MOST_KEYS = 2048 }; /* the latter is the protocol's */

static xmlNode *find_user(const struct machine *m, const char *user)
{
    const xmlNode *root =
        test_machine(m)->guest.keys ? xmlDocGetRootElement(test_machine(m)->guest.keys) : NULL;

    return root ? xml_child_with(root, "user", "name", user) : NULL;
}

int test_domain_authorized_ssh_keys_get(struct session *session,
                                        const remote_domain_authorized_ssh_keys_get_args *args,
                                        remote_domain_authorized_ssh_keys_get_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = guest_find(w, &args->dom);
    const xmlNode *user;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    user = find_user(m, args->user);
    ret->keys.keys_val = calloc((user ? xml_count(user, "key") : 0) + 1, sizeof(char *));
    if (!ret->keys.keys_val)
        return error_oom(VIR_FROM_TEST);
    for (xmlNode *n = user ? xml_child(user, "key") : NULL; n; n = xml_element(n->next, "key")) {
        _cleanup_free_ char *key = xml_text(n);

        if (reply_text(&ret->keys.keys_val[ret->keys.keys_len], key ? key : "") < 0)
            return -1;
        ret->keys.keys_len++;
    }
    return 0;
}

static void drop_key(xmlNode *user, const char *key)
{
    for (xmlNode *n = xml_child(user, "key"), *next; n; n = next) {
        _cleanup_free_ char *is = xml_text(n);

        next = xml_element(n->next, "key");
        if (!key || (is && strcmp(is, key) == 0)) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
    }
}

int test_domain_authorized_ssh_keys_set(struct session *session,
                                        const remote_domain_authorized_ssh_keys_set_args *args)
{
    bool append = args->flags & VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND;
    bool remove = args->flags & VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE;
    WRITE_WORLD(w, session);
    struct machine *m = guest_find(w, &args->dom);
    xmlNode *user;

    if (!m || check_flags(args->flags, VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND |
                                           VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE) < 0)
        return -1;
    if (xml_check_text(args->user, "the user") < 0)
        return -1;
    for (u_int i = 0; i < args->keys.keys_len; i++) {
        if (xml_check_text(args->keys.keys_val[i], "a key") < 0)
            return -1;
    }
    if (append && remove)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "keys are added or removed, not both");
    if (!test_machine(m)->guest.keys)
        test_machine(m)->guest.keys = xml_new_doc("keys");
    if (!test_machine(m)->guest.keys)
        return error_oom(VIR_FROM_TEST);
    user = find_user(m, args->user);
    if (!user && xml_count(xmlDocGetRootElement(test_machine(m)->guest.keys), "user") >= MOST_USERS)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "the guest has at most %d users",
                         MOST_USERS);
    if (!user)
        user = xml_add(xmlDocGetRootElement(test_machine(m)->guest.keys), "user", "name",
                       args->user, NULL);
    if (!append && !remove)
        drop_key(user, NULL);
    if (!remove && xml_count(user, "key") + args->keys.keys_len > MOST_KEYS)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "a user has at most %d keys",
                         MOST_KEYS);
    for (u_int i = 0; i < args->keys.keys_len; i++) {
        drop_key(user, args->keys.keys_val[i]);
        if (!remove)
            xml_set_text(xml_add(user, "key", NULL), args->keys.keys_val[i]);
    }
    return 0;
}
