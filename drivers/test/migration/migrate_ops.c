/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The procedures of migration: version 3, with typed parameters and without, and version 2, whose
 * source knows no confirmation and is through when its memory is. Each has a way through a tunnel
 * (drivers/test/migration/migrate_tunnel.h). Version 1 sends no XML, and is not there.
 */
#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/reply.h"
#include "drivers/test/migration/migrate.h"
#include "drivers/test/migration/migrate_p2p.h"
#include "drivers/test/ops.h"
#include "drivers/xml/params.h"

#define REPLY(ret) \
    ((struct migrate_reply){&(ret)->cookie_out.cookie_out_val, &(ret)->cookie_out.cookie_out_len})
#define REPLY2(ret) ((struct migrate_reply){&(ret)->cookie.cookie_val, &(ret)->cookie.cookie_len})

static const char *migrate_ops_maybe(char *const *text)
{
    return text ? *text : NULL;
}

/* ---- typed parameters ---- */

static const char *text_of(const remote_typed_param *val, u_int len, const char *field)
{
    const remote_typed_param *p = params_find(val, len, field);

    return p ? p->value.remote_typed_param_value_u.s : NULL;
}

static int migrate_ops_read_params(const remote_typed_param *val, u_int len, unsigned flags,
                                   struct migrate_how *ret_how)
{
    static const struct params_known known[] = {
        {VIR_MIGRATE_PARAM_URI, VIR_TYPED_PARAM_STRING},
        {VIR_MIGRATE_PARAM_DEST_NAME, VIR_TYPED_PARAM_STRING},
        {VIR_MIGRATE_PARAM_DEST_XML, VIR_TYPED_PARAM_STRING},
        {VIR_MIGRATE_PARAM_PERSIST_XML, VIR_TYPED_PARAM_STRING},
        {VIR_MIGRATE_PARAM_BANDWIDTH, VIR_TYPED_PARAM_ULLONG},
        {VIR_MIGRATE_PARAM_BANDWIDTH_POSTCOPY, VIR_TYPED_PARAM_ULLONG},
        {VIR_MIGRATE_PARAM_GRAPHICS_URI, VIR_TYPED_PARAM_STRING},
        {VIR_MIGRATE_PARAM_LISTEN_ADDRESS, VIR_TYPED_PARAM_STRING},
        {VIR_MIGRATE_PARAM_MIGRATE_DISKS, VIR_TYPED_PARAM_STRING, .many = true},
        {VIR_MIGRATE_PARAM_DISKS_PORT, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_DISKS_URI, VIR_TYPED_PARAM_STRING},
        {VIR_MIGRATE_PARAM_COMPRESSION, VIR_TYPED_PARAM_STRING, .many = true},
        {VIR_MIGRATE_PARAM_COMPRESSION_MT_LEVEL, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_COMPRESSION_MT_THREADS, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_COMPRESSION_MT_DTHREADS, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_COMPRESSION_XBZRLE_CACHE, VIR_TYPED_PARAM_ULLONG},
        {VIR_MIGRATE_PARAM_COMPRESSION_ZLIB_LEVEL, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_COMPRESSION_ZSTD_LEVEL, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_AUTO_CONVERGE_INITIAL, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_AUTO_CONVERGE_INCREMENT, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_PARALLEL_CONNECTIONS, VIR_TYPED_PARAM_INT},
        {VIR_MIGRATE_PARAM_TLS_DESTINATION, VIR_TYPED_PARAM_STRING},
    };
    const remote_typed_param *bandwidth = params_find(val, len, VIR_MIGRATE_PARAM_BANDWIDTH);
    const remote_typed_param *rest = params_find(val, len, VIR_MIGRATE_PARAM_BANDWIDTH_POSTCOPY);

    if (params_check(val, len, known, ARRAY_SIZE(known), sizeof(*known)) < 0)
        return -1;
    *ret_how = (struct migrate_how){
        .flags = flags,
        .name = text_of(val, len, VIR_MIGRATE_PARAM_DEST_NAME),
        .xml = text_of(val, len, VIR_MIGRATE_PARAM_DEST_XML),
        .persistent = text_of(val, len, VIR_MIGRATE_PARAM_PERSIST_XML),
        .uri = text_of(val, len, VIR_MIGRATE_PARAM_URI),
        .bandwidth = bandwidth ? params_number(bandwidth) : 0,
        .bandwidth_postcopy = rest ? params_number(rest) : 0,
        .params = val,
        .n_params = len,
    };
    return 0;
}

#define READ_PARAMS(args, how)                                                                   \
    migrate_ops_read_params((args)->params.params_val, (args)->params.params_len, (args)->flags, \
                            how)

int test_domain_migrate_begin3_params(struct session *session,
                                      const remote_domain_migrate_begin3_params_args *args,
                                      remote_domain_migrate_begin3_params_ret *ret)
{
    struct migrate_how how;

    return READ_PARAMS(args, &how) < 0
               ? -1
               : migrate_begin(session, &args->dom, &how, REPLY(ret), &ret->xml);
}

int test_domain_migrate_prepare3_params(struct session *session,
                                        const remote_domain_migrate_prepare3_params_args *args,
                                        remote_domain_migrate_prepare3_params_ret *ret)
{
    struct migrate_how how;

    return READ_PARAMS(args, &how) < 0
               ? -1
               : migrate_prepare(session, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in),
                                 REPLY(ret), &ret->uri_out);
}

int test_domain_migrate_prepare_tunnel3_params(
    struct session *session, const remote_domain_migrate_prepare_tunnel3_params_args *args,
    remote_domain_migrate_prepare_tunnel3_params_ret *ret, struct stream *stream)
{
    struct migrate_how how;

    if (READ_PARAMS(args, &how) < 0)
        return -1;
    how.tunnel = stream;
    return migrate_prepare(session, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in), REPLY(ret),
                           NULL);
}

int test_domain_migrate_perform3_params(struct session *session,
                                        const remote_domain_migrate_perform3_params_args *args,
                                        remote_domain_migrate_perform3_params_ret *ret)
{
    struct migrate_how how;

    if (READ_PARAMS(args, &how) < 0)
        return -1;
    if (how.flags & VIR_MIGRATE_PEER2PEER)
        return migrate_p2p(session, &args->dom, &how, migrate_ops_maybe(args->dconnuri));
    return migrate_perform(session, &args->dom, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in),
                           REPLY(ret));
}

int test_domain_migrate_finish3_params(struct session *session,
                                       const remote_domain_migrate_finish3_params_args *args,
                                       remote_domain_migrate_finish3_params_ret *ret)
{
    struct migrate_how how;

    return READ_PARAMS(args, &how) < 0
               ? -1
               : migrate_finish(session, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in),
                                args->cancelled, &ret->dom);
}

int test_domain_migrate_confirm3_params(struct session *session,
                                        const remote_domain_migrate_confirm3_params_args *args)
{
    return migrate_confirm(session, &args->dom, args->flags, args->cancelled);
}

/* ---- the same without ---- */

int test_domain_migrate_begin3(struct session *session,
                               const remote_domain_migrate_begin3_args *args,
                               remote_domain_migrate_begin3_ret *ret)
{
    const struct migrate_how how = {.flags = args->flags, .xml = migrate_ops_maybe(args->xmlin)};

    return migrate_begin(session, &args->dom, &how, REPLY(ret), &ret->xml);
}

int test_domain_migrate_prepare3(struct session *session,
                                 const remote_domain_migrate_prepare3_args *args,
                                 remote_domain_migrate_prepare3_ret *ret)
{
    const struct migrate_how how = {
        .flags = args->flags,
        .name = migrate_ops_maybe(args->dname),
        .xml = args->dom_xml,
        .uri = migrate_ops_maybe(args->uri_in),
    };

    return migrate_prepare(session, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in), REPLY(ret),
                           &ret->uri_out);
}

int test_domain_migrate_prepare_tunnel3(struct session *session,
                                        const remote_domain_migrate_prepare_tunnel3_args *args,
                                        remote_domain_migrate_prepare_tunnel3_ret *ret,
                                        struct stream *stream)
{
    const struct migrate_how how = {
        .flags = args->flags,
        .name = migrate_ops_maybe(args->dname),
        .xml = args->dom_xml,
        .tunnel = stream,
    };

    return migrate_prepare(session, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in), REPLY(ret),
                           NULL);
}

int test_domain_migrate_perform3(struct session *session,
                                 const remote_domain_migrate_perform3_args *args,
                                 remote_domain_migrate_perform3_ret *ret)
{
    const struct migrate_how how = {
        .flags = args->flags,
        .name = migrate_ops_maybe(args->dname),
        .xml = migrate_ops_maybe(args->xmlin),
        .uri = migrate_ops_maybe(args->uri),
        .bandwidth = args->bandwidth,
    };

    if (how.flags & VIR_MIGRATE_PEER2PEER)
        return migrate_p2p(session, &args->dom, &how, migrate_ops_maybe(args->dconnuri));
    return migrate_perform(session, &args->dom, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in),
                           REPLY(ret));
}

int test_domain_migrate_finish3(struct session *session,
                                const remote_domain_migrate_finish3_args *args,
                                remote_domain_migrate_finish3_ret *ret)
{
    const struct migrate_how how = {.flags = args->flags, .name = args->dname};

    return migrate_finish(session, &how, MIGRATE_COOKIE(args->cookie_in.cookie_in), args->cancelled,
                          &ret->dom);
}

int test_domain_migrate_confirm3(struct session *session,
                                 const remote_domain_migrate_confirm3_args *args)
{
    return migrate_confirm(session, &args->dom, args->flags, args->cancelled);
}

/* ---- version 2 ---- */

int test_domain_migrate_prepare2(struct session *session,
                                 const remote_domain_migrate_prepare2_args *args,
                                 remote_domain_migrate_prepare2_ret *ret)
{
    const struct migrate_how how = {
        .flags = args->flags,
        .name = migrate_ops_maybe(args->dname),
        .xml = args->dom_xml,
        .uri = migrate_ops_maybe(args->uri_in),
    };

    return migrate_prepare(session, &how, (struct migrate_cookie){0}, REPLY2(ret), &ret->uri_out);
}

int test_domain_migrate_prepare_tunnel(struct session *session,
                                       const remote_domain_migrate_prepare_tunnel_args *args,
                                       struct stream *stream)
{
    const struct migrate_how how = {
        .flags = args->flags,
        .name = migrate_ops_maybe(args->dname),
        .xml = args->dom_xml,
        .tunnel = stream,
    };
    const struct migrate_cookie none = {0};

    /* whose cookie is none, gives none */
    return migrate_prepare(session, &how, none, (struct migrate_reply){0}, NULL);
}

/* The source is through at once; it stays when its memory does not arrive. */
int test_domain_migrate_perform(struct session *session,
                                const remote_domain_migrate_perform_args *args)
{
    const struct migrate_how how = {
        .flags = args->flags,
        .name = migrate_ops_maybe(args->dname),
        .uri = args->uri,
        .bandwidth = args->bandwidth,
    };
    _cleanup_free_ char *cookie = NULL;
    u_int len = 0;

    if (how.flags & VIR_MIGRATE_PEER2PEER)
        return migrate_p2p(session, &args->dom, &how, args->uri);
    if (migrate_perform(session, &args->dom, &how, (struct migrate_cookie){0},
                        (struct migrate_reply){&cookie, &len}) < 0)
        return -1;
    return migrate_confirm(session, &args->dom, args->flags, false);
}

int test_domain_migrate_finish2(struct session *session,
                                const remote_domain_migrate_finish2_args *args,
                                remote_domain_migrate_finish2_ret *ret)
{
    const struct migrate_how how = {.flags = args->flags, .name = args->dname};

    return migrate_finish(session, &how, MIGRATE_COOKIE(args->cookie.cookie), args->retcode != 0,
                          &ret->ddom);
}
