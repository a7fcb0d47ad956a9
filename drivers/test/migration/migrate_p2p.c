/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The steps of a migration, done by the source: its own by functions, the destination's by calls.
 * What fails takes back what was done before it.
 */
#include "drivers/test/migration/migrate_p2p.h"

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/reply.h"
#include "drivers/rpc_client.h"
#include "drivers/session.h"
#include "drivers/test/migration/migrate.h"
#include "drivers/test/migration/migrate_cookie.h"
#include "drivers/test/migration/migrate_disks.h"
#include "drivers/test/migration/migrate_postcopy.h"
#include "drivers/test/migration/migrate_tunnel.h"
#include "drivers/xml/xml.h"
#include "protocol/codec.h"

/* A migration on its way. Cookies of one step are those of the next. */
struct move {
    struct session *session;
    const remote_nonnull_domain *dom;
    struct migrate_how how;
    struct rpc_client *there;
    char *cookie, *xml, *uri;
    u_int cookie_len;
    bool tunnel; /* the client has its stream */
};

static void move_done(struct move *move)
{
    rpc_client_close(move->there);
    free(move->cookie);
    free(move->xml);
    free(move->uri);
}

#define LEND(text) ((text) ? &(char *){(char *)(uintptr_t)(text)} : NULL)

static struct migrate_cookie cookie_of(const struct move *move)
{
    return (struct migrate_cookie){move->cookie, move->cookie_len};
}

/* The cookie for the next step; the one before is freed. */
static void hand_on(struct move *move, char **cookie, u_int *len)
{
    free(move->cookie);
    move->cookie = take(*cookie);
    move->cookie_len = *len;
    *len = 0;
}

static int migrate_p2p_call(struct move *move, int procedure, const void *args, void *ret)
{
    int r;

    session_waiting(move->session, true);
    r = rpc_client_call(move->there, procedure, args, ret);
    session_waiting(move->session, false);
    return r;
}

static int migrate_p2p_begin(struct move *move)
{
    return migrate_begin(move->session, move->dom, &move->how,
                         (struct migrate_reply){&move->cookie, &move->cookie_len}, &move->xml);
}

static int migrate_p2p_prepare(struct move *move)
{
    const remote_domain_migrate_prepare3_args args = {
        .cookie_in = {move->cookie_len, move->cookie},
        .uri_in = LEND(move->how.uri),
        .flags = move->how.flags,
        .dname = LEND(move->how.name),
        .bandwidth = move->how.bandwidth,
        .dom_xml = move->xml,
    };
    remote_domain_migrate_prepare3_ret ret = {0};

    if (migrate_p2p_call(move, REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3, &args, &ret) < 0)
        return -1;
    hand_on(move, &ret.cookie_out.cookie_out_val, &ret.cookie_out.cookie_out_len);
    if (ret.uri_out)
        move->uri = take(*ret.uri_out);
    codec_free((xdrproc_t)(void (*)(void))xdr_remote_domain_migrate_prepare3_ret, &ret);
    return 0;
}

static int prepare_tunnel(struct move *move)
{
    const remote_domain_migrate_prepare_tunnel3_args args = {
        .cookie_in = {move->cookie_len, move->cookie},
        .flags = move->how.flags,
        .dname = LEND(move->how.name),
        .bandwidth = move->how.bandwidth,
        .dom_xml = move->xml,
    };
    remote_domain_migrate_prepare_tunnel3_ret ret = {0};
    int r;

    session_waiting(move->session, true);
    r = rpc_client_open_stream(move->there, REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL3, &args,
                               &ret);
    session_waiting(move->session, false);
    if (r < 0)
        return -1;
    hand_on(move, &ret.cookie_out.cookie_out_val, &ret.cookie_out.cookie_out_len);
    move->tunnel = true;
    return 0;
}

static int migrate_p2p_perform(struct move *move)
{
    struct migrate_how how = move->how;
    char *cookie = NULL;
    u_int len = 0;

    if (how.flags & VIR_MIGRATE_OFFLINE)
        return 0;
    how.uri = move->uri ? move->uri : how.uri;
    if (migrate_perform(move->session, move->dom, &how, cookie_of(move),
                        (struct migrate_reply){&cookie, &len}) < 0)
        return -1;
    hand_on(move, &cookie, &len);
    return 0;
}

static int send_memory(struct move *move)
{
    if (!move->tunnel)
        return 0;
    move->tunnel = false;
    return migrate_tunnel_send(move->session, move->dom, move->there);
}

/* The guest stands still by now, and so do its disks. */
static int send_disks(struct move *move)
{
    _cleanup_(xml_doc_freep) xmlDoc *cookie = NULL;

    return migrate_cookie_read(cookie_of(move), &cookie) < 0
               ? -1
               : migrate_disks_send(move->session, move->dom, move->there, move->xml, cookie);
}

static int migrate_p2p_finish(struct move *move, bool cancelled)
{
    const remote_domain_migrate_finish3_args args = {
        .dname = (char *)(uintptr_t)(move->how.name ? move->how.name : move->dom->name),
        .cookie_in = {move->cookie_len, move->cookie},
        .uri = LEND(move->uri),
        .flags = move->how.flags,
        .cancelled = cancelled,
    };
    remote_domain_migrate_finish3_ret ret = {0};

    if (migrate_p2p_call(move, REMOTE_PROC_DOMAIN_MIGRATE_FINISH3, &args, &ret) < 0)
        return -1;
    codec_free((xdrproc_t)(void (*)(void))xdr_remote_domain_migrate_finish3_ret, &ret);
    return 0;
}

/* The last step over there, which somebody may cut off while the rest of the memory goes. */
static int finish_or_cut(struct move *move)
{
    const unsigned char *uuid = (const unsigned char *)move->dom->uuid;
    int r;

    postcopy_set_client(move->session, uuid, move->there);
    r = migrate_p2p_finish(move, false);
    postcopy_set_client(move->session, uuid, NULL);
    return r;
}

/* Takes back what was done; the error stays that of the failure. Returns -1. */
static int take_back(struct move *move, bool prepared)
{
    struct error kept = {0};

    error_copy(&kept, error_get());
    if (move->tunnel)
        rpc_client_abort(move->there);
    if (prepared)
        migrate_p2p_finish(move, true);
    migrate_confirm(move->session, move->dom, move->how.flags, true);
    error_adopt(&kept);
    return -1;
}

int migrate_p2p(struct session *session, const remote_nonnull_domain *dom,
                const struct migrate_how *how, const char *there)
{
    _cleanup_(move_done) struct move move = {.session = session, .dom = dom, .how = *how};

    if (!there)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the connection to the other host is not named");
    if (rpc_client_open(session, there, &move.there) < 0 || migrate_p2p_begin(&move) < 0)
        return -1;
    if ((how->flags & VIR_MIGRATE_TUNNELLED ? prepare_tunnel : migrate_p2p_prepare)(&move) < 0)
        return take_back(&move, false);
    if (migrate_p2p_perform(&move) < 0 || send_memory(&move) < 0 || send_disks(&move) < 0)
        return take_back(&move, true);
    if (finish_or_cut(&move) < 0)
        return take_back(&move, false);
    return migrate_confirm(session, dom, how->flags, false);
}
