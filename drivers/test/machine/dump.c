/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Core dumps, and what a machine does after its life: <on_poweroff>, <on_reboot>, <on_crash>. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/caller_file.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/tuning.h"
#include "drivers/reply.h"
#include "drivers/test/machine/job.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

static const char core_text[] = "TestGuestMagic"; /* all that a guest's memory has */

static int only_raw(const struct machine *m)
{
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                     "a core of '%s' is dumped raw, in no other format", machine_name(m));
}

/* Whether nobody has ended the job: else no file is made. */
static bool dump_begins(struct session *session, struct domain_job *job)
{
    WRITE_WORLD(w, session);

    return job_meet(w, job) != NULL;
}

/* Live: it runs on. Crash: it is stopped as if it had crashed. Reset: it boots again. */
static int dump_run(struct session *session, const remote_nonnull_domain *dom, const char *path,
                    unsigned format, unsigned flags)
{
    const unsigned known = VIR_DUMP_CRASH | VIR_DUMP_LIVE | VIR_DUMP_BYPASS_CACHE | VIR_DUMP_RESET |
                           VIR_DUMP_MEMORY_ONLY;

    const struct job_kind kind = {VIR_DOMAIN_JOB_OPERATION_DUMP, flags, known,
                                  format == VIR_DOMAIN_CORE_DUMP_FORMAT_RAW ? NULL : only_raw};
    struct machine *m;
    struct domain_job job;
    int written;

    if (job_run(session, dom, &kind, &job) < 0 || !dump_begins(session, &job))
        return -1;
    /* Without the world: the file may be one that never opens. */
    written = caller_file_write(session, path, core_text, sizeof(core_text));
    WRITE_WORLD(w, session);
    m = job_meet(w, &job);
    if (!m || job_done(w, &job, written) < 0)
        return -1;
    if (flags & VIR_DUMP_CRASH) {
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_CRASHED, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    } else if (flags & VIR_DUMP_RESET) {
        m->state = VIR_DOMAIN_RUNNING;
        m->reason = VIR_DOMAIN_RUNNING_BOOTED;
    }
    return 0;
}

int test_domain_core_dump(struct session *session, const remote_domain_core_dump_args *args)
{
    return dump_run(session, &args->dom, args->to, VIR_DOMAIN_CORE_DUMP_FORMAT_RAW, args->flags);
}

int test_domain_core_dump_with_format(struct session *session,
                                      const remote_domain_core_dump_with_format_args *args)
{
    return dump_run(session, &args->dom, args->to, args->dumpformat, args->flags);
}

/* ---- what comes after ---- */

int test_domain_set_lifecycle_action(struct session *session,
                                     const remote_domain_set_lifecycle_action_args *args)
{
    static const char *const elements[] = {"on_poweroff", "on_reboot", "on_crash"};
    static const char *const actions[] = {
        "destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart",
    };
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);
    struct affected to;

    if (args->type >= ARRAY_SIZE(elements) || args->action >= ARRAY_SIZE(actions))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the end of a life has no kind %u with the action %u", args->type,
                         args->action);
    if (args->type != VIR_DOMAIN_LIFECYCLE_CRASH &&
        args->action >= VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<%s> can not be '%s': only a crash leaves a core", elements[args->type],
                         actions[args->action]);
    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        machine_changed(m, args->flags, &to) < 0 ||
        (to.live && definition_set_text(to.live, elements[args->type], actions[args->action]) < 0))
        return -1;
    return to.config ? definition_set_text(to.config, elements[args->type], actions[args->action])
                     : 0;
}
