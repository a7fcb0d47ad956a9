/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ways to migrate, of which not all go together. */
#include "drivers/test/migration/migrate.h"

#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/reply.h"
#include "drivers/test/migration/migrate_postcopy.h"
#include "drivers/test/world/world.h"

int migrate_check_how(const struct migrate_how *how)
{
    const unsigned long f = how->flags, copies = MIGRATE_COPIES;

    if (check_flags((unsigned)f, MIGRATE_FLAGS) < 0)
        return -1;
    if ((f & VIR_MIGRATE_TUNNELLED) && !(f & VIR_MIGRATE_PEER2PEER))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "a tunnel is between two daemons: VIR_MIGRATE_PEER2PEER is missing");
    if ((f & VIR_MIGRATE_OFFLINE) &&
        (!(f & VIR_MIGRATE_PERSIST_DEST) || (f & (copies | VIR_MIGRATE_TUNNELLED))))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "a definition is moved to be kept there, without disks and memory");
    if ((f & copies) == copies)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "disks are copied whole or in part, not both");
    if ((f & copies) && !(f & VIR_MIGRATE_PEER2PEER))
        return error_set(VIR_FROM_TEST, VIR_ERR_ARGUMENT_UNSUPPORTED,
                         "disks are copied from daemon to daemon only: VIR_MIGRATE_PEER2PEER");
    return postcopy_check(how);
}

int migrate_check_uri(const char *uri)
{
    static const char *const schemes[] = {"tcp:", "rdma:", "unix:"};

    if (!uri)
        return 0;
    for (size_t i = 0; i < ARRAY_SIZE(schemes); i++) {
        if (strncmp(uri, schemes[i], strlen(schemes[i])) == 0)
            return 0;
    }
    return error_set(VIR_FROM_TEST,
                     strchr(uri, ':') ? VIR_ERR_ARGUMENT_UNSUPPORTED : VIR_ERR_INVALID_ARG,
                     "memory is sent to tcp:HOST, rdma:HOST or unix:PATH, not '%s'", uri);
}

void migration_stopped(struct world *w, struct machine *m)
{
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.leader = NULL;
    test_machine(m)->migration.tunnel = TUNNEL_NONE;
    if (test_machine(m)->migration.rest)
        virtual_clock_wake(&w->time, test_machine(m)->migration.rest);
    test_machine(m)->migration.rest = NULL;
}
