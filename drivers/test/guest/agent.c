/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the guest answers, and what is done to it: a guest of two file systems. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/inject/event_inject.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* ---- clock and name ---- */

int test_domain_get_time(struct session *session, const remote_domain_get_time_args *args,
                         remote_domain_get_time_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_running(w, &args->dom) ? guest_find(w, &args->dom) : NULL;
    long long now;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    now = guest_time(m);
    ret->seconds = now / NS_PER_S;
    ret->nseconds = (u_int)(now % NS_PER_S);
    return 0;
}

int test_domain_set_time(struct session *session, const remote_domain_set_time_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = guest_find(w, &args->dom);

    if (!m || check_flags(args->flags, VIR_DOMAIN_TIME_SYNC) < 0)
        return -1;
    if (!(args->flags & VIR_DOMAIN_TIME_SYNC))
        return guest_set_time(w, m, args->seconds, args->nseconds);
    test_machine(m)->guest.ahead = 0;
    return 0;
}

int test_domain_get_hostname(struct session *session, const remote_domain_get_hostname_args *args,
                             remote_domain_get_hostname_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = guest_find(w, &args->dom);

    if (!m ||
        check_flags(args->flags, VIR_DOMAIN_GET_HOSTNAME_LEASE | VIR_DOMAIN_GET_HOSTNAME_AGENT) < 0)
        return -1;
    ret->hostname = guest_host_name(m);
    return ret->hostname ? 0 : -1;
}

/* ---- file systems ---- */

static const char *const agent_mounts[] = {"/", "/boot"};

static int fill_fsinfo(remote_domain_fsinfo *info, size_t i, const char *disk)
{
    if (asprintf(&info->name, "%s%zu", disk, i + 1) < 0) {
        info->name = NULL;
        return error_oom(VIR_FROM_TEST);
    }
    info->dev_aliases.dev_aliases_val = calloc(1, sizeof(char *));
    if (!info->dev_aliases.dev_aliases_val)
        return error_oom(VIR_FROM_TEST);
    if (reply_text(&info->mountpoint, agent_mounts[i]) < 0 ||
        reply_text(&info->fstype, "ext4") < 0 ||
        reply_text(&info->dev_aliases.dev_aliases_val[0], disk) < 0)
        return -1;
    info->dev_aliases.dev_aliases_len = 1;
    return 0;
}

int test_domain_get_fsinfo(struct session *session, const remote_domain_get_fsinfo_args *args,
                           remote_domain_get_fsinfo_ret *ret)
{
    _cleanup_free_ char *disk = NULL;
    READ_WORLD(w, session);
    const struct machine *m = guest_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    disk = xml_path_get(definition_root(m->live), "devices/disk/target@dev");
    ret->info.info_val = calloc(ARRAY_SIZE(agent_mounts), sizeof(*ret->info.info_val));
    if (!ret->info.info_val)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; disk && i < ARRAY_SIZE(agent_mounts); i++) {
        /* A record that is not whole is freed here: the codec frees those that count. */
        if (fill_fsinfo(&ret->info.info_val[i], i, disk) < 0) {
            xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_fsinfo,
                     (char *)&ret->info.info_val[i]);
            return -1;
        }
        ret->info.info_len++;
    }
    ret->ret = ret->info.info_len;
    return 0;
}

/* The number of a mount point. -1: there is none of that name. */
static int find_mount(const struct machine *m, const char *path)
{
    for (size_t i = 0; i < ARRAY_SIZE(agent_mounts); i++) {
        if (strcmp(agent_mounts[i], path) == 0)
            return (int)i;
    }
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                     "the guest of '%s' mounts nothing "
                     "at '%s'",
                     machine_name(m), path);
}

/* Freezes or thaws those named, or all. Tells how many changed. */
static int agent_freeze(struct session *session, const remote_nonnull_domain *dom, char **paths,
                        u_int n, unsigned flags, bool frozen, int *ret_changed)
{
    unsigned chosen = n ? 0 : (1U << ARRAY_SIZE(agent_mounts)) - 1, before;
    WRITE_WORLD(w, session);
    struct machine *m = guest_find(w, dom);

    if (!m || check_flags(flags, 0) < 0)
        return -1;
    for (u_int i = 0; i < n; i++) {
        int at = find_mount(m, paths[i]);

        if (at < 0)
            return -1;
        chosen |= 1U << at;
    }
    before = test_machine(m)->guest.frozen;
    test_machine(m)->guest.frozen = frozen ? before | chosen : before & ~chosen;
    *ret_changed = __builtin_popcount(before ^ test_machine(m)->guest.frozen);
    return 0;
}

int test_domain_fsfreeze(struct session *session, const remote_domain_fsfreeze_args *args,
                         remote_domain_fsfreeze_ret *ret)
{
    return agent_freeze(session, &args->dom, args->mountpoints.mountpoints_val,
                        args->mountpoints.mountpoints_len, args->flags, true, &ret->filesystems);
}

int test_domain_fsthaw(struct session *session, const remote_domain_fsthaw_args *args,
                       remote_domain_fsthaw_ret *ret)
{
    return agent_freeze(session, &args->dom, args->mountpoints.mountpoints_val,
                        args->mountpoints.mountpoints_len, args->flags, false, &ret->filesystems);
}

int test_domain_fstrim(struct session *session, const remote_domain_fstrim_args *args)
{
    READ_WORLD(w, session);
    const struct machine *m = guest_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    return args->mountPoint && find_mount(m, *args->mountPoint) < 0 ? -1 : 0;
}

/* ---- hands ---- */

int test_domain_set_user_password(struct session *session,
                                  const remote_domain_set_user_password_args *args)
{
    READ_WORLD(w, session);

    return guest_find(w, &args->dom) ? check_flags(args->flags, VIR_DOMAIN_PASSWORD_ENCRYPTED) : -1;
}

int test_domain_send_key(struct session *session, const remote_domain_send_key_args *args)
{
    enum { HIGHEST_KEY = 767 }; /* of Linux, which has the most */
    READ_WORLD(w, session);

    if (!world_find_active(w, &args->dom) || check_flags(args->flags, 0) < 0)
        return -1;
    for (u_int i = 0; i < args->keycodes.keycodes_len; i++) {
        if (args->keycodes.keycodes_val[i] > HIGHEST_KEY)
            return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "no key has the code %u",
                             args->keycodes.keycodes_val[i]);
    }
    return 0;
}

int test_domain_inject_nmi(struct session *session, const remote_domain_inject_nmi_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, &args->dom);
    _cleanup_free_ char *action = NULL;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    /* The guest stops feeding its watchdog, if it has one. */
    action = xml_path_get(definition_root(m->live), "devices/watchdog@action");
    if (action)
        event_inject_watchdog(w, m, action);
    return 0;
}

int test_domain_send_process_signal(struct session *session,
                                    const remote_domain_send_process_signal_args *args)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->pid_value != 1)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' has one process, 1",
                         machine_name(m));
    if (args->signum > VIR_DOMAIN_PROCESS_SIGNAL_RT32)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there is no signal %u", args->signum);
    return 0;
}
