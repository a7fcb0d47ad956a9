/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Both ends of the tunnel. */
#include "drivers/test/migration/migrate_tunnel.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/rpc_client.h"
#include "drivers/session.h"
#include "drivers/stream.h"
#include "drivers/test/world/world.h"

/* ---- the destination ---- */

struct arrival {
    struct session *session; /* outlives its streams */
    unsigned char uuid[16];
    unsigned long long bytes; /* that came */
};

static int migrate_tunnel_count(void *opaque, unsigned long long len)
{
    struct arrival *a = opaque;

    return __builtin_add_overflow(a->bytes, len, &a->bytes)
               ? error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "so much memory has no machine")
               : 0;
}

static int count_bytes(void *opaque, const void *bytes, size_t len)
{
    return migrate_tunnel_count(opaque, len);
}

static int all_came(void *opaque)
{
    const struct arrival *a = opaque;
    WRITE_WORLD(w, a->session);
    struct machine *m = machine_table_uuid(&w->machines, a->uuid);

    if (!m || test_machine(m)->migration.tunnel != TUNNEL_OPEN)
        return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "the domain has gone");
    if (a->bytes != m->live->memory * 1024)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "%llu bytes came of domain '%s', whose memory has %llu", a->bytes,
                         machine_name(m), m->live->memory * 1024);
    test_machine(m)->migration.tunnel = TUNNEL_DONE;
    return 0;
}

int migrate_tunnel_open(struct session *session, struct machine *m, struct stream *stream)
{
    static const struct stream_ops ops = {
        .write = count_bytes, .hole = migrate_tunnel_count, .finish = all_came, .done = free};
    struct arrival *a = calloc(1, sizeof(*a));

    if (!a)
        return error_oom(VIR_FROM_TEST);
    a->session = session;
    memcpy(a->uuid, m->uuid, sizeof(a->uuid));
    if (stream_attach(stream, &ops, a) < 0) {
        free(a);
        return -1;
    }
    test_machine(m)->migration.tunnel = TUNNEL_OPEN;
    return 0;
}

/* ---- the source ---- */

static unsigned long long memory_of(struct session *session, const remote_nonnull_domain *dom)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, dom);

    return m ? m->live->memory * 1024 : 0;
}

int migrate_tunnel_send(struct session *session, const remote_nonnull_domain *dom,
                        struct rpc_client *there)
{
    unsigned long long bytes = memory_of(session, dom);
    int r;

    session_waiting(session, true);
    r = !bytes || rpc_client_send(there, NULL, bytes) < 0 ? -1 : 0;
    if (r < 0)
        rpc_client_abort(there);
    else
        r = rpc_client_finish(there);
    session_waiting(session, false);
    return r;
}
