/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What generated functions do not do for a domain: its id, which follows its life.
 */
#include <limits.h>

#include "client/core/api.h"
#include "client/generate/hooks.h"

void hook_domain_started(virDomainPtr domain, const remote_nonnull_domain *now)
{
    atomic_store(&domain->id, now->id);
}

void hook_domain_stopped(virDomainPtr domain)
{
    atomic_store(&domain->id, -1);
}

VIREO_API unsigned int virDomainGetID(virDomainPtr domain)
{
    DOMAIN(domain, (unsigned)-1);
    return (unsigned)atomic_load(&domain->id);
}

/* The old call tells no id: the domain is looked up again for it. */
VIREO_API int virDomainCreate(virDomainPtr domain)
{
    RET(remote, REMOTE_PROC_DOMAIN_LOOKUP_BY_UUID, remote_domain_lookup_by_uuid_ret);
    remote_domain_lookup_by_uuid_args by_uuid;
    remote_domain_create_args args;

    DOMAIN(domain, -1);
    if (api_may_write(domain->base.conn, VIR_FROM_DOMAIN, __func__) < 0)
        return -1;
    args.dom = domain_wire(domain);
    if (api_call(domain->base.conn, &remote_program, REMOTE_PROC_DOMAIN_CREATE, &args, NULL) < 0)
        return -1;
    memcpy(by_uuid.uuid, domain->wire.uuid, sizeof(by_uuid.uuid));
    if (api_call(domain->base.conn, &remote_program, REMOTE_PROC_DOMAIN_LOOKUP_BY_UUID, &by_uuid,
                 &ret) < 0)
        return -1;
    hook_domain_started(domain, &ret.dom);
    return 0;
}

int hook_check_keys(virConnectPtr conn, int nkeycodes)
{
    (void)conn;
    if (nkeycodes <= VIR_DOMAIN_SEND_KEY_MAX_KEYS)
        return 0;
    return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "%d keys: up to %d can be sent at once",
                     nkeycodes, VIR_DOMAIN_SEND_KEY_MAX_KEYS);
}

int hook_check_memory(virConnectPtr conn, unsigned long memory)
{
    (void)conn;
    if (memory <= ULLONG_MAX / 1024)
        return 0;
    return error_set(VIR_FROM_DOMAIN, VIR_ERR_OVERFLOW, "%lu KiB cannot be counted in bytes",
                     memory);
}

int hook_check_lifecycle(virConnectPtr conn, unsigned type, unsigned action)
{
    (void)conn;
    if (type <= VIR_DOMAIN_LIFECYCLE_CRASH &&
        action <= VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_RESTART)
        return 0;
    return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                     "there is no action %u for events of type %u", action, type);
}
