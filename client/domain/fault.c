/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Faults and events on demand, and the clock: the calls of the VIREO program as functions. */
#include <vireo/vireo.h>

#include "client/core/api.h"
#include "protocol/vireo.h"

static int fault_no_flags(virConnectPtr conn, const char *function, unsigned int flags)
{
    if (!flags)
        return 0;
    error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "unknown flags 0x%x of %s", flags, function);
    return api_fail(conn);
}

VIREO_API long long vireoClockAdvance(virConnectPtr conn, unsigned long long ms, unsigned int flags)
{
    RET(vireo, VIREO_PROC_CLOCK_ADVANCE, vireo_clock_advance_ret);
    const vireo_clock_advance_args args = {.ms = ms};

    CONN(conn, VIR_FROM_NONE, -1);
    if (fault_no_flags(conn, "vireoClockAdvance", flags) < 0 ||
        api_may_write(conn, VIR_FROM_NONE, "vireoClockAdvance") < 0 ||
        api_call(conn, &vireo_program, VIREO_PROC_CLOCK_ADVANCE, &args, &ret) < 0)
        return -1;
    return (long long)ret.date;
}

VIREO_API int vireoFaultAdd(virConnectPtr conn, const vireoFault *fault, unsigned int flags)
{
    RET(vireo, VIREO_PROC_FAULT_ADD, vireo_fault_add_ret);

    CONN(conn, VIR_FROM_NONE, -1);
    NEED(conn, VIR_FROM_NONE, -1, fault);
    const vireo_fault_add_args args = {
        .fault.procedure = wire_text(fault->procedure ? fault->procedure : "*"),
        .fault.domain = wire_text(fault->domain ? fault->domain : "*"),
        .fault.kind = fault->kind,
        .fault.value = fault->value,
        .fault.count = fault->count,
    };
    if (fault_no_flags(conn, "vireoFaultAdd", flags) < 0 ||
        api_may_write(conn, VIR_FROM_NONE, "vireoFaultAdd") < 0 ||
        api_call(conn, &vireo_program, VIREO_PROC_FAULT_ADD, &args, &ret) < 0)
        return -1;
    return (int)ret.id;
}

VIREO_API int vireoFaultList(virConnectPtr conn, vireoFaultPtr *faults, unsigned int flags)
{
    RET(vireo, VIREO_PROC_FAULT_LIST, vireo_fault_list_ret);
    vireoFaultPtr list;

    CONN(conn, VIR_FROM_NONE, -1);
    NEED(conn, VIR_FROM_NONE, -1, faults);
    if (fault_no_flags(conn, "vireoFaultList", flags) < 0 ||
        api_may_write(conn, VIR_FROM_NONE, "vireoFaultList") < 0 ||
        api_call(conn, &vireo_program, VIREO_PROC_FAULT_LIST, NULL, &ret) < 0)
        return -1;
    list = calloc(ret.faults.faults_len + 1, sizeof(*list));
    if (!list) {
        error_oom(VIR_FROM_NONE);
        return api_fail(conn);
    }
    for (unsigned i = 0; i < ret.faults.faults_len; i++) {
        vireo_fault_info *from = &ret.faults.faults_val[i];

        list[i] = (vireoFault){
            .id = from->id,
            .procedure = take(from->fault.procedure),
            .domain = take(from->fault.domain),
            .kind = from->fault.kind,
            .value = from->fault.value,
            .count = from->fault.count,
            .met = from->met,
            .held = from->held,
        };
    }
    *faults = list;
    return (int)ret.faults.faults_len;
}

VIREO_API void vireoFaultsFree(vireoFaultPtr faults, int n)
{
    for (int i = 0; i < n; i++) {
        free(faults[i].procedure);
        free(faults[i].domain);
    }
    free(faults);
}

VIREO_API int vireoFaultClear(virConnectPtr conn, unsigned int id, unsigned int flags)
{
    RET(vireo, VIREO_PROC_FAULT_CLEAR, vireo_fault_clear_ret);
    const vireo_fault_clear_args args = {.id = id};

    CONN(conn, VIR_FROM_NONE, -1);
    if (fault_no_flags(conn, "vireoFaultClear", flags) < 0 ||
        api_may_write(conn, VIR_FROM_NONE, "vireoFaultClear") < 0 ||
        api_call(conn, &vireo_program, VIREO_PROC_FAULT_CLEAR, &args, &ret) < 0)
        return -1;
    return (int)ret.cleared;
}

VIREO_API int vireoDomainEvent(virDomainPtr domain, int eventID, const char *const *fields,
                               unsigned int flags)
{
    virConnectPtr conn = api_domain(domain);
    vireo_domain_event_args args = {.eventID = eventID};
    size_t n = 0;

    if (!conn)
        return -1;
    if (fault_no_flags(conn, "vireoDomainEvent", flags) < 0 ||
        api_may_write(conn, VIR_FROM_NONE, "vireoDomainEvent") < 0)
        return -1;
    while (fields && fields[n])
        n++;
    if (n > VIREO_EVENT_FIELDS_MAX) {
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "an event has at most %d fields, not %zu",
                  VIREO_EVENT_FIELDS_MAX, n);
        return api_fail(conn);
    }
    args.dom = domain_wire(domain);
    args.fields.fields_len = (u_int)n;
    args.fields.fields_val = (char **)(uintptr_t)fields;
    return api_call(conn, &vireo_program, VIREO_PROC_DOMAIN_EVENT, &args, NULL);
}
