/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Performance events of a domain: <perf> has an <event> for each that was switched. */
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/params.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

#define EVENT(name)                                    \
    {                                                  \
        VIR_PERF_PARAM_##name, VIR_TYPED_PARAM_BOOLEAN \
    }
static const struct params_known events[] = {
    EVENT(CMT),
    EVENT(MBMT),
    EVENT(MBML),
    EVENT(CPU_CYCLES),
    EVENT(INSTRUCTIONS),
    EVENT(CACHE_REFERENCES),
    EVENT(CACHE_MISSES),
    EVENT(BRANCH_INSTRUCTIONS),
    EVENT(BRANCH_MISSES),
    EVENT(BUS_CYCLES),
    EVENT(STALLED_CYCLES_FRONTEND),
    EVENT(STALLED_CYCLES_BACKEND),
    EVENT(REF_CPU_CYCLES),
    EVENT(CPU_CLOCK),
    EVENT(TASK_CLOCK),
    EVENT(PAGE_FAULTS),
    EVENT(CONTEXT_SWITCHES),
    EVENT(CPU_MIGRATIONS),
    EVENT(PAGE_FAULTS_MIN),
    EVENT(PAGE_FAULTS_MAJ),
    EVENT(ALIGNMENT_FAULTS),
    EVENT(EMULATION_FAULTS),
};
#undef EVENT

static xmlNode *perf_find_event(const xmlNode *perf, const char *name)
{
    return perf ? xml_child_with(perf, "event", "name", name) : NULL;
}

int machine_domain_get_perf_events(struct session *session,
                                   const remote_domain_get_perf_events_args *args,
                                   remote_domain_get_perf_events_ret *ret)
{
    struct params p = PARAMS(ret->params);
    READ_MACHINE(m, session, &args->dom);
    struct affected of;
    const xmlNode *perf;

    if (!m || check_flags(args->flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        machine_seen(m, args->flags, &of) < 0)
        return -1;
    perf = xml_child(definition_root(of.live ? of.live : of.config), "perf");
    for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
        _cleanup_free_ char *enabled =
            xml_attribute(perf_find_event(perf, events[i].field), "enabled");

        if (params_put_bool(&p, events[i].field, enabled && strcmp(enabled, "yes") == 0) < 0)
            return -1;
    }
    return 0;
}

static void perf_set_event(struct definition *d, const remote_typed_param *p)
{
    xmlNode *perf = schema_want(&definition_schema, definition_root(d), "perf");
    xmlNode *event = perf_find_event(perf, p->field);

    if (!event)
        event = xml_add(perf, "event", "name", p->field, NULL);
    xml_set(event, "enabled", (params_number(p) ? "yes" : "no"));
}

int machine_domain_set_perf_events(struct session *session,
                                   const remote_domain_set_perf_events_args *args)
{
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;

    if (!m || check_flags(args->flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        params_check(args->params.params_val, args->params.params_len, events, ARRAY_SIZE(events),
                     sizeof(*events)) < 0 ||
        machine_changed(m, args->flags, &to) < 0)
        return -1;
    if (to.live && APPLY(m, perf, args->params.params_val, args->params.params_len) < 0)
        return -1;
    for (u_int i = 0; i < args->params.params_len; i++) {
        if (to.live)
            perf_set_event(to.live, &args->params.params_val[i]);
        if (to.config)
            perf_set_event(to.config, &args->params.params_val[i]);
    }
    return 0;
}
