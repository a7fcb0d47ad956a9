/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The scheduler of the test driver: a machine has a weight. */
#include <libvirt/libvirt.h>

#include "drivers/domain/affect.h"
#include "drivers/machine/hold.h"
#include "drivers/reply.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/params.h"

int test_domain_get_scheduler_type(struct session *session,
                                   const remote_domain_get_scheduler_type_args *args,
                                   remote_domain_get_scheduler_type_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->nparams = 1;
    return reply_text(&ret->type, "fair");
}

static int scheduler_get(struct session *session, const remote_nonnull_domain *dom, int room,
                         unsigned flags, struct params p)
{
    READ_MACHINE(m, session, dom);
    struct affected of;
    int count;

    if (!m || check_flags(flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        machine_seen(m, flags, &of) < 0 ||
        params_put_uint(&p, VIR_DOMAIN_SCHEDULER_WEIGHT, (unsigned)test_machine(m)->weight) < 0)
        return -1;
    return params_limit(&p, room, flags, &count);
}

int test_domain_get_scheduler_parameters(struct session *session,
                                         const remote_domain_get_scheduler_parameters_args *args,
                                         remote_domain_get_scheduler_parameters_ret *ret)
{
    return scheduler_get(session, &args->dom, args->nparams, 0, PARAMS(ret->params));
}

int test_domain_get_scheduler_parameters_flags(
    struct session *session, const remote_domain_get_scheduler_parameters_flags_args *args,
    remote_domain_get_scheduler_parameters_flags_ret *ret)
{
    return scheduler_get(session, &args->dom, args->nparams, args->flags, PARAMS(ret->params));
}

static int scheduler_set(struct session *session, const remote_nonnull_domain *dom,
                         const remote_typed_param *val, u_int len, unsigned flags)
{
    static const struct params_known weight = {VIR_DOMAIN_SCHEDULER_WEIGHT, VIR_TYPED_PARAM_UINT};
    CHANGE_MACHINE(m, session, dom);
    struct affected to;

    if (!m || check_flags(flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        params_check(val, len, &weight, 1, sizeof(weight)) < 0 ||
        machine_affected(m, flags, &to) < 0)
        return -1;
    if (len)
        test_machine(m)->weight = params_number(val);
    return 0;
}

int test_domain_set_scheduler_parameters(struct session *session,
                                         const remote_domain_set_scheduler_parameters_args *args)
{
    return scheduler_set(session, &args->dom, args->params.params_val, args->params.params_len, 0);
}

int test_domain_set_scheduler_parameters_flags(
    struct session *session, const remote_domain_set_scheduler_parameters_flags_args *args)
{
    return scheduler_set(session, &args->dom, args->params.params_val, args->params.params_len,
                         args->flags);
}
