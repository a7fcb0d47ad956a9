/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one function behind every stub, and what a daemon has to be asked before a call.
 */
#include "client/remote/call.h"

#include <libvirt/virterror.h>

#include "client/remote/channel.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "protocol/features.h"
#include "protocol/program.h"

struct channel *remote_channel(struct session *s)
{
    struct remote *r = s->state;
    struct channel *ch = atomic_load(&r->channel);

    if (!channel_left(ch) || !r->go_again)
        return ch;
    LOCK_SCOPE(&r->lock);
    if (channel_left(atomic_load(&r->channel)) && r->go_again(s, r) < 0)
        return NULL;
    return atomic_load(&r->channel);
}

int remote_supports(struct session *s, int feature)
{
    struct channel *ch = remote_channel(s);
    remote_connect_supports_feature_args args = {.feature = feature};
    remote_connect_supports_feature_ret ret = {0};

    if (ch && remote_stub_ops.connect_supports_feature(s, &args, &ret) == 0)
        return ret.supported != 0;
    if (!ch || !channel_alive(ch))
        return -1;
    error_reset();
    return 0;
}

/* Whether the daemon takes and gives descriptors; it is asked once. */
static bool remote_passes_fds(struct session *s)
{
    struct remote *r = s->state;
    int known = atomic_load(&r->passes_fds);

    if (!known) {
        known = remote_supports(s, FEATURE_FD_PASSING) > 0 ? 1 : -1;
        atomic_store(&r->passes_fds, known);
    }
    return known > 0;
}

int remote_call(struct session *session, const struct program *program, int procedure,
                const void *args, void *ret, const struct proc_extra *extra)
{
    struct channel *ch = remote_channel(session);
    const struct proc *proc = program_proc(program, procedure);

    if (!ch)
        return -1;
    if (proc->flags & (PROC_FDS_CALL | PROC_FDS_REPLY) && !remote_passes_fds(session))
        return error_set(VIR_FROM_REMOTE, VIR_ERR_ARGUMENT_UNSUPPORTED,
                         "%s: the daemon takes no descriptors", proc->name);
    return channel_call(ch, program, proc, args, ret, extra);
}
