/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is asked before a migration: the hosts' features, the flags, where it goes.
 */
#include "client/domain/migration.h"

#include <string.h>

#include "client/core/conn.h"
#include "client/core/object.h"
#include "drivers/driver.h"
#include "drivers/uri.h"
#include "protocol/features.h"
#include "protocol/program.h"

#define ORIGIN VIR_FROM_DOMAIN

/* 1: it has it, 0: not; -1 with the error set. */
static int migration_has_feature(virConnectPtr conn, int feature)
{
    const remote_connect_supports_feature_args args = {.feature = feature};
    remote_connect_supports_feature_ret ret = {0};

    if (driver_call(&conn->session, &remote_program,
                    program_proc(&remote_program, REMOTE_PROC_CONNECT_SUPPORTS_FEATURE), &args,
                    &ret, NULL) < 0)
        return -1;
    return ret.supported != 0;
}

int migration_both_have(const struct migration_state *state, int feature, int code,
                        const char *what)
{
    int here = migration_has_feature(state->domain->base.conn, feature);
    int there = here > 0 && state->dconn ? migration_has_feature(state->dconn, feature) : here;

    if (there > 0)
        return 0;
    return here < 0 || there < 0 ? -1
                                 : error_set(ORIGIN, code, "%s is not supported by the %s host",
                                             what, here ? "destination" : "source");
}

int migration_check_flags(const struct migration_state *state)
{
    const unsigned f = state->flags,
                   disks = VIR_MIGRATE_NON_SHARED_DISK | VIR_MIGRATE_NON_SHARED_INC;

    if ((f & disks) == disks)
        return error_set(ORIGIN, VIR_ERR_INVALID_ARG,
                         "VIR_MIGRATE_NON_SHARED_DISK and VIR_MIGRATE_NON_SHARED_INC exclude each "
                         "other");
    if ((f & VIR_MIGRATE_TUNNELLED) && !(f & VIR_MIGRATE_PEER2PEER))
        return error_set(ORIGIN, VIR_ERR_OPERATION_INVALID,
                         "a tunnel is between two daemons: VIR_MIGRATE_PEER2PEER is missing");
    if ((f & VIR_MIGRATE_OFFLINE) &&
        migration_both_have(state, FEATURE_MIGRATION_OFFLINE, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            "offline migration") < 0)
        return -1;
    if ((f & VIR_MIGRATE_CHANGE_PROTECTION) &&
        migration_both_have(state, FEATURE_MIGRATION_PROTECTION, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            "protection") < 0)
        return -1;
    return migration_both_have(state, FEATURE_MIGRATION_PARAMS, VIR_ERR_NO_SUPPORT,
                               "migration with parameters");
}

int migration_check_elsewhere(const char *dconnuri)
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
