/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Moving a domain to another host. Either this library coordinates both sides through the steps,
 *
 *     source:       begin            perform          confirm
 *     destination:          prepare           finish
 *
 * where a step that fails is followed by those that take back what was done (finish and confirm,
 * cancelled), or the source's host is told to do all of it (peer to peer).
 *
 * All of it is version 3 of the protocol with typed parameters, which hosts have known since
 * libvirt 1.1.0; the older functions' arguments become parameters.
 */
#include <libvirt/libvirt.h>

#include "client/core/api.h"
#include "client/domain/migration.h"
#include "protocol/features.h"

#define ORIGIN VIR_FROM_DOMAIN

/* The connections are there and may be written to. 0, or -1 with the error reported. */
static int migration_check_both(virDomainPtr domain, virConnectPtr dconn, const char *function)
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
static virDomainPtr migration_peer_to_peer(struct migration_state *state)
{
    _cleanup_free_ char *uri = state->dconnuri ? NULL : virConnectGetURI(state->dconn);
    const char *name = migration_text_param(state, VIR_MIGRATE_PARAM_DEST_NAME);
    const char *there = state->dconnuri ? state->dconnuri : uri;

    if (!there || migration_check_elsewhere(there) < 0 || migration_perform(state, there) < 0)
        return NULL;
    return virDomainLookupByName(state->dconn, name ? name : state->domain->wire.name);
}

static virDomainPtr migration_run(struct migration_state *state)
{
    virDomainPtr moved = NULL;

    if (migration_check_flags(state) == 0)
        moved = state->flags & VIR_MIGRATE_PEER2PEER ? migration_peer_to_peer(state)
                                                     : migration_coordinate(state);
    if (!moved)
        api_fail(state->domain->base.conn);
    return moved;
}

static virDomainPtr migration_start(virDomainPtr domain, virConnectPtr dconn, unsigned long flags,
                                    const struct migration_request *request, const char *function)
{
    _cleanup_(migration_state_done) struct migration_state state = {
        .domain = domain, .dconn = dconn, .dconnuri = request->dconnuri, .flags = (unsigned)flags};

    if (migration_check_both(domain, dconn, function) < 0 ||
        api_fits(domain->base.conn, ORIGIN, "flags", flags) < 0)
        return NULL;
    if (migration_take_request(&state, request) < 0) {
        api_fail(domain->base.conn);
        return NULL;
    }
    return migration_run(&state);
}

VIREO_API virDomainPtr virDomainMigrate(virDomainPtr domain, virConnectPtr dconn,
                                        unsigned long flags, const char *dname, const char *uri,
                                        unsigned long bandwidth)
{
    bool peer = flags & VIR_MIGRATE_PEER2PEER;
    const struct migration_request request = {
        .name = dname,
        .uri = peer ? NULL : uri,
        .dconnuri = peer ? uri : NULL,
        .bandwidth = bandwidth,
    };

    return migration_start(domain, dconn, flags, &request, __func__);
}

VIREO_API virDomainPtr virDomainMigrate2(virDomainPtr domain, virConnectPtr dconn, const char *dxml,
                                         unsigned long flags, const char *dname, const char *uri,
                                         unsigned long bandwidth)
{
    const struct migration_request request = {
        .name = dname, .xml = dxml, .uri = uri, .bandwidth = bandwidth};

    return migration_start(domain, dconn, flags, &request, __func__);
}

VIREO_API virDomainPtr virDomainMigrate3(virDomainPtr domain, virConnectPtr dconn,
                                         virTypedParameterPtr params, unsigned int nparams,
                                         unsigned int flags)
{
    _cleanup_(migration_state_done) struct migration_state state = {
        .domain = domain, .dconn = dconn, .flags = flags};

    if (migration_check_both(domain, dconn, __func__) < 0)
        return NULL;
    if (nparams)
        NEED(domain->base.conn, ORIGIN, NULL, params);
    if ((flags & (VIR_MIGRATE_PEER2PEER | VIR_MIGRATE_TUNNELLED))
            ? error_set(ORIGIN, VIR_ERR_INVALID_ARG,
                        "virDomainMigrateToURI3 is for migration from daemon to daemon")
            : migration_take_params(&state, params, nparams)) {
        api_fail(domain->base.conn);
        return NULL;
    }
    return migration_run(&state);
}

/* Tells the source to do it all; direct: its hypervisor, without another daemon. */
static int migration_run_to_uri(struct migration_state *state, const char *dconnuri)
{
    virConnectPtr conn = state->domain->base.conn;
    bool peer = state->flags & VIR_MIGRATE_PEER2PEER;

    if (peer && !dconnuri)
        return api_missing(conn, ORIGIN, "dconnuri");
    if (migration_both_have(state, peer ? FEATURE_MIGRATION_P2P : FEATURE_MIGRATION_DIRECT,
                            VIR_ERR_ARGUMENT_UNSUPPORTED,
                            peer ? "migration from daemon to daemon" : "direct migration") < 0 ||
        migration_check_flags(state) < 0 || (peer && migration_check_elsewhere(dconnuri) < 0) ||
        migration_perform(state, peer ? dconnuri : NULL) < 0)
        return api_fail(conn);
    return 0;
}

static int migration_start_to_uri(virDomainPtr domain, const char *dconnuri, unsigned long flags,
                                  const struct migration_request *request, const char *function)
{
    _cleanup_(migration_state_done) struct migration_state state = {.domain = domain,
                                                                    .flags = (unsigned)flags};
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, ORIGIN, function) < 0 ||
        api_fits(conn, ORIGIN, "flags", flags) < 0)
        return -1;
    return migration_take_request(&state, request) < 0 ? api_fail(conn)
                                                       : migration_run_to_uri(&state, dconnuri);
}

VIREO_API int virDomainMigrateToURI(virDomainPtr domain, const char *duri, unsigned long flags,
                                    const char *dname, unsigned long bandwidth)
{
    const struct migration_request request = {
        .name = dname,
        .uri = flags & VIR_MIGRATE_PEER2PEER ? NULL : duri,
        .bandwidth = bandwidth,
    };
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, ORIGIN, __func__) < 0)
        return -1;
    NEED(conn, ORIGIN, -1, duri);
    return migration_start_to_uri(domain, duri, flags, &request, __func__);
}

VIREO_API int virDomainMigrateToURI2(virDomainPtr domain, const char *dconnuri, const char *miguri,
                                     const char *dxml, unsigned long flags, const char *dname,
                                     unsigned long bandwidth)
{
    const struct migration_request request = {
        .name = dname, .xml = dxml, .uri = miguri, .bandwidth = bandwidth};

    return migration_start_to_uri(domain, dconnuri, flags, &request, __func__);
}

VIREO_API int virDomainMigrateToURI3(virDomainPtr domain, const char *dconnuri,
                                     virTypedParameterPtr params, unsigned int nparams,
                                     unsigned int flags)
{
    _cleanup_(migration_state_done) struct migration_state state = {.domain = domain,
                                                                    .flags = flags};
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, ORIGIN, __func__) < 0)
        return -1;
    if (nparams)
        NEED(conn, ORIGIN, -1, params);
    return migration_take_params(&state, params, nparams) < 0
               ? api_fail(conn)
               : migration_run_to_uri(&state, dconnuri);
}
