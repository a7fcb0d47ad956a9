/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Moving a domain to another host. Either this library leads both sides through the steps,
 *
 *     source:  begin            perform          confirm
 *     there:           prepare           finish
 *
 * where a step that fails is followed by those that take back what was done (finish and confirm,
 * cancelled), or the source's host is told to do all of it (peer to peer).
 *
 * All of it is version 3 of the protocol with typed parameters, which hosts have known since
 * libvirt 1.1.0; the older functions' arguments become parameters.
 */
#include <libvirt/libvirt.h>

#include "client/core/api.h"
#include "client/core/params.h"
#include "drivers/driver.h"
#include "drivers/uri.h"
#include "protocol/codec.h"
#include "protocol/features.h"

#define ORIGIN VIR_FROM_DOMAIN

/* How the functions without parameters say it. */
struct how {
    const char *name, *xml, *uri, *dconnuri;
    unsigned long bandwidth;
};

struct move {
    virDomainPtr domain;
    virConnectPtr there;
    const char *dconnuri; /* how a peer calls it; NULL: as we do */
    unsigned flags;
    remote_typed_param *params; /* texts are borrowed; there is room for two more */
    u_int n_params;
    char *cookie; /* of the last step, for the next */
    u_int cookie_len;
    char *xml, *uri; /* as the steps say */
};

enum { ROOM = 4 }; /* what `how` becomes */

static void move_done(struct move *move)
{
    free(move->params);
    free(move->cookie);
    free(move->xml);
    free(move->uri);
}

/* ---- parameters ---- */

static const char *text_param(const struct move *move, const char *field)
{
    for (u_int i = 0; i < move->n_params; i++) {
        const remote_typed_param *p = &move->params[i];

        if (strcmp(p->field, field) == 0 && p->value.type == VIR_TYPED_PARAM_STRING)
            return p->value.remote_typed_param_value_u.s;
    }
    return NULL;
}

/* Sets one, whether it is there or not. value NULL: stays as it is. */
static void set_text(struct move *move, const char *field, const char *value)
{
    remote_typed_param *p = move->params;

    if (!value)
        return;
    while (p < move->params + move->n_params && strcmp(p->field, field) != 0)
        p++;
    if (p == move->params + move->n_params)
        move->n_params++;
    *p = (remote_typed_param){
        .field = wire_text(field),
        .value = {.type = VIR_TYPED_PARAM_STRING, .remote_typed_param_value_u.s = wire_text(value)},
    };
}

static int take_params(struct move *move, virTypedParameterPtr params, unsigned n)
{
    remote_typed_param *all;

    if (n > REMOTE_DOMAIN_MIGRATE_PARAM_LIST_MAX)
        return error_set(ORIGIN, VIR_ERR_RPC, "%u parameters, of %d that can be sent", n,
                         REMOTE_DOMAIN_MIGRATE_PARAM_LIST_MAX);
    if (params_to_wire(params, (int)n, &move->params) < 0)
        return -1;
    all = reallocarray(move->params, n + ROOM, sizeof(*all));
    if (!all)
        return error_oom(ORIGIN);
    move->params = all;
    move->n_params = n;
    return 0;
}

static int take_how(struct move *move, const struct how *how)
{
    if (take_params(move, NULL, 0) < 0)
        return -1;
    set_text(move, VIR_MIGRATE_PARAM_URI, how->uri);
    set_text(move, VIR_MIGRATE_PARAM_DEST_NAME, how->name);
    set_text(move, VIR_MIGRATE_PARAM_DEST_XML, how->xml);
    if (how->bandwidth)
        move->params[move->n_params++] = (remote_typed_param){
            .field = wire_text(VIR_MIGRATE_PARAM_BANDWIDTH),
            .value = {.type = VIR_TYPED_PARAM_ULLONG,
                      .remote_typed_param_value_u.ul = how->bandwidth},
        };
    return 0;
}

/* ---- before ---- */

/* 1: it has it, 0: not; -1 with the error set. */
static int has(virConnectPtr conn, int feature)
{
    const remote_connect_supports_feature_args args = {.feature = feature};
    remote_connect_supports_feature_ret ret = {0};

    if (driver_call(&conn->session, &remote_program,
                    program_proc(&remote_program, REMOTE_PROC_CONNECT_SUPPORTS_FEATURE), &args,
                    &ret, NULL) < 0)
        return -1;
    return ret.supported != 0;
}

/* Both have it, or -1 with that error. */
static int both_have(const struct move *move, int feature, int code, const char *what)
{
    int here = has(move->domain->base.conn, feature);
    int there = here > 0 && move->there ? has(move->there, feature) : here;

    if (there > 0)
        return 0;
    return here < 0 || there < 0 ? -1
                                 : error_set(ORIGIN, code, "%s is not supported by the %s host",
                                             what, here ? "destination" : "source");
}

static int check_flags(const struct move *move)
{
    const unsigned f = move->flags,
                   disks = VIR_MIGRATE_NON_SHARED_DISK | VIR_MIGRATE_NON_SHARED_INC;

    if ((f & disks) == disks)
        return error_set(ORIGIN, VIR_ERR_INVALID_ARG,
                         "VIR_MIGRATE_NON_SHARED_DISK and VIR_MIGRATE_NON_SHARED_INC exclude each "
                         "other");
    if ((f & VIR_MIGRATE_TUNNELLED) && !(f & VIR_MIGRATE_PEER2PEER))
        return error_set(ORIGIN, VIR_ERR_OPERATION_INVALID,
                         "a tunnel is between two daemons: VIR_MIGRATE_PEER2PEER is missing");
    if ((f & VIR_MIGRATE_OFFLINE) &&
        both_have(move, FEATURE_MIGRATION_OFFLINE, VIR_ERR_ARGUMENT_UNSUPPORTED,
                  "offline migration") < 0)
        return -1;
    if ((f & VIR_MIGRATE_CHANGE_PROTECTION) &&
        both_have(move, FEATURE_MIGRATION_PROTECTION, VIR_ERR_ARGUMENT_UNSUPPORTED, "protection") <
            0)
        return -1;
    return both_have(move, FEATURE_MIGRATION_PARAMS, VIR_ERR_NO_SUPPORT,
                     "migration with parameters");
}

/* Another host as far as the URI tells, or -1 with the error set. */
static int check_elsewhere(const char *dconnuri)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;
    bool elsewhere;

    if (uri_parse(dconnuri, &uri) < 0)
        return -1;
    elsewhere = uri->server ? strncmp(uri->server, "localhost", 9) != 0
                            : uri->transport && strcmp(uri->transport, "unix") == 0 &&
                                  uri_param(uri, "socket");
    return elsewhere ? 0
                     : error_set(ORIGIN, VIR_ERR_INVALID_ARG, "the destination '%s' is this host",
                                 dconnuri);
}

/* ---- the steps: 0, or -1 with the error set ---- */

#define PARAMS .params = {.params_len = move->n_params, .params_val = move->params}
#define COOKIE .cookie_in = {.cookie_in_len = move->cookie_len, .cookie_in_val = move->cookie}

static int call(virConnectPtr conn, int procedure, const void *args, void *ret)
{
    return driver_call(&conn->session, &remote_program, program_proc(&remote_program, procedure),
                       args, ret, NULL);
}

static void hand_on(struct move *move, char **cookie, u_int len)
{
    free(move->cookie);
    move->cookie = take(*cookie);
    move->cookie_len = len;
}

static int begin(struct move *move)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3_PARAMS, remote_domain_migrate_begin3_params_ret);
    const remote_domain_migrate_begin3_params_args args = {
        .dom = domain_wire(move->domain), PARAMS, .flags = move->flags};

    if (call(move->domain->base.conn, REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3_PARAMS, &args, &ret) < 0)
        return -1;
    hand_on(move, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    move->xml = take(ret.xml);
    set_text(move, VIR_MIGRATE_PARAM_DEST_XML, move->xml);
    return 0;
}

static int prepare(struct move *move)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3_PARAMS,
        remote_domain_migrate_prepare3_params_ret);
    const remote_domain_migrate_prepare3_params_args args = {PARAMS, COOKIE, .flags = move->flags};

    if (call(move->there, REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3_PARAMS, &args, &ret) < 0)
        return -1;
    hand_on(move, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    if (ret.uri_out)
        move->uri = take(*ret.uri_out);
    set_text(move, VIR_MIGRATE_PARAM_URI, move->uri);
    if (!(move->flags & VIR_MIGRATE_OFFLINE) && !text_param(move, VIR_MIGRATE_PARAM_URI))
        return error_set(ORIGIN, VIR_ERR_INTERNAL_ERROR,
                         "the destination does not say where the memory is to be sent");
    return 0;
}

/* dconnuri: where a peer is to be called; NULL: this library leads. */
static int perform(struct move *move, const char *dconnuri)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3_PARAMS,
        remote_domain_migrate_perform3_params_ret);
    const remote_domain_migrate_perform3_params_args args = {.dom = domain_wire(move->domain),
                                                             .dconnuri = OPT(dconnuri),
                                                             PARAMS,
                                                             COOKIE,
                                                             .flags = move->flags};

    if (call(move->domain->base.conn, REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3_PARAMS, &args, &ret) < 0)
        return -1;
    hand_on(move, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    return 0;
}

static virDomainPtr finish(struct move *move, bool cancelled)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_FINISH3_PARAMS,
        remote_domain_migrate_finish3_params_ret);
    const remote_domain_migrate_finish3_params_args args = {PARAMS, COOKIE, .flags = move->flags,
                                                            .cancelled = cancelled};

    if (call(move->there, REMOTE_PROC_DOMAIN_MIGRATE_FINISH3_PARAMS, &args, &ret) < 0)
        return NULL;
    hand_on(move, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    return object_new(&domain_object_kind, move->there, NULL, &ret.dom);
}

static int confirm(struct move *move, bool cancelled)
{
    const remote_domain_migrate_confirm3_params_args args = {.dom = domain_wire(move->domain),
                                                             PARAMS,
                                                             COOKIE,
                                                             .flags = move->flags,
                                                             .cancelled = cancelled};

    return call(move->domain->base.conn, REMOTE_PROC_DOMAIN_MIGRATE_CONFIRM3_PARAMS, &args, NULL);
}

/* After a step that failed; its error stays. Returns NULL. */
static virDomainPtr take_back(struct move *move, bool prepared)
{
    struct error kept = {0};

    error_copy(&kept, error_get());
    if (prepared) {
        virDomainPtr there = finish(move, true);

        if (there)
            object_unref(there);
    }
    confirm(move, true);
    error_adopt(&kept);
    return NULL;
}

/* All steps; NULL with the error set. When the destination runs it, it has moved, whatever becomes
 * of the source's last step. */
static virDomainPtr lead(struct move *move)
{
    virDomainPtr moved;

    if (begin(move) < 0)
        return NULL;
    if (!text_param(move, VIR_MIGRATE_PARAM_DEST_NAME))
        set_text(move, VIR_MIGRATE_PARAM_DEST_NAME, move->domain->wire.name);
    if (prepare(move) < 0)
        return take_back(move, false);
    if (!(move->flags & VIR_MIGRATE_OFFLINE) && perform(move, NULL) < 0)
        return take_back(move, true);
    moved = finish(move, false);
    if (!moved)
        return take_back(move, false);
    if (confirm(move, false) < 0)
        error_reset();
    return moved;
}

/* ---- the functions ---- */

/* The connections are there and may be written to. 0, or -1 with the error reported. */
static int check_both(virDomainPtr domain, virConnectPtr dconn, const char *function)
{
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, ORIGIN, function) < 0)
        return -1;
    if (dconn && dconn->magic == CONNECT_MAGIC)
        return api_may_write(dconn, ORIGIN, function);
    error_set(ORIGIN, VIR_ERR_INVALID_CONN, NULL);
    return api_fail(conn);
}

/* The source does it all, and is looked for over there. */
static virDomainPtr lead_by_peer(struct move *move)
{
    _cleanup_free_ char *uri = move->dconnuri ? NULL : virConnectGetURI(move->there);
    const char *name = text_param(move, VIR_MIGRATE_PARAM_DEST_NAME);
    const char *there = move->dconnuri ? move->dconnuri : uri;

    if (!there || check_elsewhere(there) < 0 || perform(move, there) < 0)
        return NULL;
    return virDomainLookupByName(move->there, name ? name : move->domain->wire.name);
}

static virDomainPtr migrate(struct move *move)
{
    virDomainPtr moved = NULL;

    if (check_flags(move) == 0)
        moved = move->flags & VIR_MIGRATE_PEER2PEER ? lead_by_peer(move) : lead(move);
    if (!moved)
        api_fail(move->domain->base.conn);
    return moved;
}

static virDomainPtr migrate_how(virDomainPtr domain, virConnectPtr dconn, unsigned long flags,
                                const struct how *how, const char *function)
{
    _cleanup_(move_done) struct move move = {
        .domain = domain, .there = dconn, .dconnuri = how->dconnuri, .flags = (unsigned)flags};

    if (check_both(domain, dconn, function) < 0 ||
        api_fits(domain->base.conn, ORIGIN, "flags", flags) < 0)
        return NULL;
    if (take_how(&move, how) < 0) {
        api_fail(domain->base.conn);
        return NULL;
    }
    return migrate(&move);
}

VIREO_API virDomainPtr virDomainMigrate(virDomainPtr domain, virConnectPtr dconn,
                                        unsigned long flags, const char *dname, const char *uri,
                                        unsigned long bandwidth)
{
    bool peer = flags & VIR_MIGRATE_PEER2PEER;
    const struct how how = {
        .name = dname,
        .uri = peer ? NULL : uri,
        .dconnuri = peer ? uri : NULL,
        .bandwidth = bandwidth,
    };

    return migrate_how(domain, dconn, flags, &how, __func__);
}

VIREO_API virDomainPtr virDomainMigrate2(virDomainPtr domain, virConnectPtr dconn, const char *dxml,
                                         unsigned long flags, const char *dname, const char *uri,
                                         unsigned long bandwidth)
{
    const struct how how = {.name = dname, .xml = dxml, .uri = uri, .bandwidth = bandwidth};

    return migrate_how(domain, dconn, flags, &how, __func__);
}

VIREO_API virDomainPtr virDomainMigrate3(virDomainPtr domain, virConnectPtr dconn,
                                         virTypedParameterPtr params, unsigned int nparams,
                                         unsigned int flags)
{
    _cleanup_(move_done) struct move move = {.domain = domain, .there = dconn, .flags = flags};

    if (check_both(domain, dconn, __func__) < 0)
        return NULL;
    if (nparams)
        NEED(domain->base.conn, ORIGIN, NULL, params);
    if ((flags & (VIR_MIGRATE_PEER2PEER | VIR_MIGRATE_TUNNELLED))
            ? error_set(ORIGIN, VIR_ERR_INVALID_ARG,
                        "virDomainMigrateToURI3 is for migration from daemon to daemon")
            : take_params(&move, params, nparams)) {
        api_fail(domain->base.conn);
        return NULL;
    }
    return migrate(&move);
}

/* Tells the source to do it all; direct: its hypervisor, without another daemon. */
static int migrate_to(struct move *move, const char *dconnuri)
{
    virConnectPtr conn = move->domain->base.conn;
    bool peer = move->flags & VIR_MIGRATE_PEER2PEER;

    if (peer && !dconnuri)
        return api_missing(conn, ORIGIN, "dconnuri");
    if (both_have(move, peer ? FEATURE_MIGRATION_P2P : FEATURE_MIGRATION_DIRECT,
                  VIR_ERR_ARGUMENT_UNSUPPORTED,
                  peer ? "migration from daemon to daemon" : "direct migration") < 0 ||
        check_flags(move) < 0 || (peer && check_elsewhere(dconnuri) < 0) ||
        perform(move, peer ? dconnuri : NULL) < 0)
        return api_fail(conn);
    return 0;
}

static int migrate_to_how(virDomainPtr domain, const char *dconnuri, unsigned long flags,
                          const struct how *how, const char *function)
{
    _cleanup_(move_done) struct move move = {.domain = domain, .flags = (unsigned)flags};
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, ORIGIN, function) < 0 ||
        api_fits(conn, ORIGIN, "flags", flags) < 0)
        return -1;
    return take_how(&move, how) < 0 ? api_fail(conn) : migrate_to(&move, dconnuri);
}

VIREO_API int virDomainMigrateToURI(virDomainPtr domain, const char *duri, unsigned long flags,
                                    const char *dname, unsigned long bandwidth)
{
    const struct how how = {
        .name = dname,
        .uri = flags & VIR_MIGRATE_PEER2PEER ? NULL : duri,
        .bandwidth = bandwidth,
    };
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, ORIGIN, __func__) < 0)
        return -1;
    NEED(conn, ORIGIN, -1, duri);
    return migrate_to_how(domain, duri, flags, &how, __func__);
}

VIREO_API int virDomainMigrateToURI2(virDomainPtr domain, const char *dconnuri, const char *miguri,
                                     const char *dxml, unsigned long flags, const char *dname,
                                     unsigned long bandwidth)
{
    const struct how how = {.name = dname, .xml = dxml, .uri = miguri, .bandwidth = bandwidth};

    return migrate_to_how(domain, dconnuri, flags, &how, __func__);
}

VIREO_API int virDomainMigrateToURI3(virDomainPtr domain, const char *dconnuri,
                                     virTypedParameterPtr params, unsigned int nparams,
                                     unsigned int flags)
{
    _cleanup_(move_done) struct move move = {.domain = domain, .flags = flags};
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, ORIGIN, __func__) < 0)
        return -1;
    if (nparams)
        NEED(conn, ORIGIN, -1, params);
    return take_params(&move, params, nparams) < 0 ? api_fail(conn) : migrate_to(&move, dconnuri);
}
