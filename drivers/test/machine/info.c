/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a machine of the test driver says of its guest and its threads: the same of all. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/pin.h"
#include "drivers/reply.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

int test_domain_get_os_type(struct session *session, const remote_domain_get_os_type_args *args,
                            remote_domain_get_os_type_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    return reply_text(&ret->type, "linux"); /* whatever <os> says, as libvirt's test driver */
}

/* 0, or -1 without memory. */
static int info_security_label(const struct machine *m, remote_domain_get_security_label_ret *ret)
{
    static const char label[] = "libvirt-test";

    ret->label.label_val = strdup(machine_active(m) ? label : "");
    if (!ret->label.label_val)
        return error_oom(VIR_FROM_TEST);
    ret->label.label_len = (u_int)strlen(ret->label.label_val) + 1;
    ret->enforcing = machine_active(m);
    return 0;
}

int test_domain_get_security_label(struct session *session,
                                   const remote_domain_get_security_label_args *args,
                                   remote_domain_get_security_label_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    return !m ? -1 : info_security_label(m, ret);
}

/* There is one security model, so one label. */
int test_domain_get_security_label_list(struct session *session,
                                        const remote_domain_get_security_label_list_args *args,
                                        remote_domain_get_security_label_list_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->labels.labels_val = calloc(1, sizeof(*ret->labels.labels_val));
    if (!ret->labels.labels_val)
        return error_oom(VIR_FROM_TEST);
    ret->labels.labels_len = 1;
    ret->ret = 1;
    return info_security_label(m, ret->labels.labels_val);
}

int test_domain_get_messages(struct session *session, const remote_domain_get_messages_args *args,
                             remote_domain_get_messages_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    /* nothing taints it, and nothing that it uses is to go away */
    return m ? check_flags(args->flags,
                           VIR_DOMAIN_MESSAGE_DEPRECATION | VIR_DOMAIN_MESSAGE_TAINTING)
             : -1;
}

int test_domain_get_launch_security_info(struct session *session,
                                         const remote_domain_get_launch_security_info_args *args,
                                         remote_domain_get_launch_security_info_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    /* its memory is not encrypted: there are no parameters */
    return m ? check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) : -1;
}

int test_domain_get_vcpus(struct session *session, const remote_domain_get_vcpus_args *args,
                          remote_domain_get_vcpus_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_running(w, &args->dom);
    size_t n, maplen;

    if (!m)
        return -1;
    if (args->maxinfo < 0 || args->maplen < 0 || args->maplen > 256)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "room for %d vcpus with maps of %d",
                         args->maxinfo, args->maplen);
    n = m->live->vcpus < (unsigned)args->maxinfo ? m->live->vcpus : (unsigned)args->maxinfo;
    maplen = (size_t)args->maplen;
    ret->info.info_val = calloc(n ? n : 1, sizeof(*ret->info.info_val));
    ret->cpumaps.cpumaps_val = calloc(n * maplen + 1, 1);
    if (!ret->info.info_val || !ret->cpumaps.cpumaps_val)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < n; i++) {
        const struct pinned what = PINNED_VCPU((unsigned)i);

        ret->info.info_val[i] = (remote_vcpu_info){
            .number = (u_int)i,
            .state = VIR_VCPU_RUNNING,
            .cpu_time = machine_cpu_time(m) / 10000,
            .cpu = pin_last(m, m->live, &what, w->host.facts.cpus),
        };
        pin_get(m, m->live, &what, ret->cpumaps.cpumaps_val + i * maplen, maplen);
    }
    ret->info.info_len = (u_int)n;
    ret->cpumaps.cpumaps_len = (u_int)(n * maplen);
    return 0;
}
