/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How fast a machine may move, and what may be lost of its time and memory on the way. */
#include <libvirt/libvirt.h>

#include "drivers/reply.h"
#include "drivers/test/machine/bandwidth.h"
#include "drivers/test/migration/migrate.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

/* ---- speed ---- */

int test_domain_migrate_set_max_speed(struct session *session,
                                      const remote_domain_migrate_set_max_speed_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy(w, &args->dom);
    unsigned long long bytes = 0;

    if (!m || check_flags(args->flags, VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY) < 0 ||
        mib_to_bytes(args->bandwidth, 0, &bytes) < 0)
        return -1;
    if (args->flags & VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY) {
        test_machine(m)->migration.postcopy = args->bandwidth;
        return 0;
    }
    test_machine(m)->migration.speed = args->bandwidth;
    if (test_machine(m)->job &&
        test_machine(m)->job->operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT)
        job_limit(w, test_machine(m)->job, bytes);
    return 0;
}

int test_domain_migrate_get_max_speed(struct session *session,
                                      const remote_domain_migrate_get_max_speed_args *args,
                                      remote_domain_migrate_get_max_speed_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);
    unsigned long long speed;

    if (!m || check_flags(args->flags, VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY) < 0)
        return -1;
    speed = args->flags & VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY
                ? test_machine(m)->migration.postcopy
                : test_machine(m)->migration.speed;
    ret->bandwidth = speed ? speed : MIGRATE_SPEED;
    return 0;
}

/* ---- the guest's time and memory ---- */

int test_domain_migrate_set_max_downtime(struct session *session,
                                         const remote_domain_migrate_set_max_downtime_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    test_machine(m)->migration.downtime = args->downtime;
    return 0;
}

int test_domain_migrate_get_max_downtime(struct session *session,
                                         const remote_domain_migrate_get_max_downtime_args *args,
                                         remote_domain_migrate_get_max_downtime_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->downtime = test_machine(m)->migration.downtime ? test_machine(m)->migration.downtime
                                                        : MIGRATE_DOWNTIME;
    return 0;
}

int test_domain_migrate_set_compression_cache(
    struct session *session, const remote_domain_migrate_set_compression_cache_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    test_machine(m)->migration.cache_size = args->cacheSize;
    return 0;
}

int test_domain_migrate_get_compression_cache(
    struct session *session, const remote_domain_migrate_get_compression_cache_args *args,
    remote_domain_migrate_get_compression_cache_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->cacheSize = test_machine(m)->migration.cache_size ? test_machine(m)->migration.cache_size
                                                           : MIGRATE_CACHE;
    return 0;
}
