/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events go to the peer of the session; a call that waits does not count in the pool. */
#include "daemon/session_host.h"

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/dispatch.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"
#include "daemon/peer/peer_output.h"
#include "drivers/registry.h"
#include "drivers/session.h"
#include "protocol/message.h"
#include "protocol/program.h"

#define LOG_MODULE "daemon.server"

static void session_host_emit(struct session *session, const struct program *program,
                              const struct proc *proc, const void *msg)
{
    const struct frame_header h = {
        .program = program->number,
        .version = program->version,
        .procedure = proc->number,
        .type = VIR_NET_MESSAGE,
        .serial = 1,
    };
    struct peer *peer = peer_of_session(session);
    _cleanup_(buf_free) struct buf frame = {0};

    if (message_append(&frame, &h, proc->args_codec, msg) < 0) {
        if (error_get()->code == VIR_ERR_NO_MEMORY)
            peer_disconnect(peer, "no memory for an event"); /* else it would never know */
        else
            log_warning("client %llu misses an event: %s", (unsigned long long)peer->id,
                        error_text(error_get()));
        return;
    }
    dispatch_batch_end(&peer->flow); /* replies that are older than the event leave before it */
    peer_send_event(peer, &frame);
}

static void session_host_waiting(struct session *session, bool begins)
{
    struct peer *peer = peer_of_session(session);

    if (begins)
        dispatch_batch_end(&peer->flow);
    pool_waiting(peer->context->pool, &peer->flow, begins);
}

static unsigned session_host_max_subscriptions(const struct session *session)
{
    return peer_of_session(session)->context->limits->max_subscriptions;
}

const struct session_host daemon_session_host = {
    .emit = session_host_emit,
    .waiting = session_host_waiting,
    .max_subscriptions = session_host_max_subscriptions,
    .find_driver = driver_find,
};
