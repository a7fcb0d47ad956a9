/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages of events; a message with a callback ID has the old style's one inside, where one is. */
#include "drivers/machine/emit.h"

#include <stdint.h>
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/event_hub.h"
#include "drivers/machine/machine_table.h"

/* The texts of a message stay their owner's. */
static char *emit_lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

void emit_event(const struct machine *m, int event, int *msg, remote_nonnull_domain *dom,
                const void *legacy)
{
    if (machine_ref(m, dom) < 0)
        return;
    hub_emit_domain(m->table->hub, event, dom, msg, legacy);
    free(dom->name);
}

/* Sends x, a variable: in both styles, or one that only the new style has. */
#define EMIT_BOTH(m, event, x) emit_event(m, event, &(x).callbackID, &(x).msg.dom, &(x).msg)
#define EMIT_NEW(m, event, x)  emit_event(m, event, &(x).callbackID, &(x).dom, NULL)

void emit_rtc_change(const struct machine *m, long long offset)
{
    remote_domain_event_callback_rtc_change_msg x = {.msg.offset = offset};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_RTC_CHANGE, x);
}

void emit_watchdog(const struct machine *m, int action)
{
    remote_domain_event_callback_watchdog_msg x = {.msg.action = action};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_WATCHDOG, x);
}

void emit_pmwakeup(const struct machine *m)
{
    remote_domain_event_callback_pmwakeup_msg x = {0};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_PMWAKEUP, x);
}

void emit_pmsuspend(const struct machine *m)
{
    remote_domain_event_callback_pmsuspend_msg x = {0};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_PMSUSPEND, x);
}

void emit_pmsuspend_disk(const struct machine *m)
{
    remote_domain_event_callback_pmsuspend_disk_msg x = {0};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK, x);
}

void emit_device_added(const struct machine *m, const char *alias)
{
    remote_domain_event_callback_device_added_msg x = {.devAlias = emit_lend(alias)};

    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, x);
}

void emit_device_removed(const struct machine *m, const char *alias)
{
    remote_domain_event_callback_device_removed_msg x = {.msg.devAlias = emit_lend(alias)};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, x);
}

void emit_tray_change(const struct machine *m, const char *alias, int reason)
{
    remote_domain_event_callback_tray_change_msg x = {
        .msg = {.devAlias = emit_lend(alias), .reason = reason}};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, x);
}

void emit_agent(const struct machine *m, int state, int reason)
{
    remote_domain_event_callback_agent_lifecycle_msg x = {.state = state, .reason = reason};

    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, x);
}

void emit_tunable(const struct machine *m, const char *field, const char *value)
{
    remote_typed_param p = {
        .field = emit_lend(field),
        .value = {.type = VIR_TYPED_PARAM_STRING, .remote_typed_param_value_u.s = emit_lend(value)},
    };
    remote_domain_event_callback_tunable_msg x = {
        .params = {.params_len = 1, .params_val = &p},
    };

    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_TUNABLE, x);
}

void emit_block_job(const struct machine *m, const char *path, const char *disk, int type,
                    int status)
{
    remote_domain_event_callback_block_job_msg by_path = {
        .msg = {.path = emit_lend(path), .type = type, .status = status}};
    remote_domain_event_block_job_2_msg by_target = {
        .dst = emit_lend(disk), .type = type, .status = status};

    EMIT_BOTH(m, VIR_DOMAIN_EVENT_ID_BLOCK_JOB, by_path);
    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, by_target);
}

void emit_migration_iteration(const struct machine *m, int iteration)
{
    remote_domain_event_callback_migration_iteration_msg x = {.iteration = iteration};

    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, x);
}

void emit_job_completed(const struct machine *m, remote_typed_param *stats, u_int n_stats)
{
    remote_domain_event_callback_job_completed_msg x = {.params = {n_stats, stats}};

    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, x);
}

void emit_block_threshold(const struct machine *m, const char *target, const char *path,
                          unsigned long long threshold, unsigned long long excess)
{
    char *file = emit_lend(path);
    remote_domain_event_block_threshold_msg x = {
        .dev = emit_lend(target),
        .path = path ? &file : NULL,
        .threshold = threshold,
        .excess = excess,
    };

    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD, x);
}

void emit_vcpu_removed(const struct machine *m, unsigned vcpu)
{
    remote_domain_event_vcpu_removed_msg x = {.vcpuid = vcpu};

    EMIT_NEW(m, VIR_DOMAIN_EVENT_ID_VCPU_REMOVED, x);
}
