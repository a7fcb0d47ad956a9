/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a machine is, and the switches on it that nobody else notices.
 */
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"

int machine_domain_get_info(struct session *session, const remote_domain_get_info_args *args,
                            remote_domain_get_info_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->state = (u_char)m->state;
    ret->maxMem = machine_now(m)->max_memory;
    ret->memory = machine_now(m)->memory;
    ret->nrVirtCpu = (u_short)machine_now(m)->vcpus;
    ret->cpuTime = m->table->hypervisor->cpu_time(m);
    return 0;
}

int machine_domain_get_state(struct session *session, const remote_domain_get_state_args *args,
                             remote_domain_get_state_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->state = m->state;
    ret->reason = m->reason;
    return 0;
}

int machine_domain_get_xml_desc(struct session *session,
                                const remote_domain_get_xml_desc_args *args,
                                remote_domain_get_xml_desc_ret *ret)
{
    enum secrets secrets = secrets_asked(session, args->flags, VIR_DOMAIN_XML_SECURE);
    bool inactive = args->flags & VIR_DOMAIN_XML_INACTIVE;
    READ_MACHINE(m, session, &args->dom);

    if (!m ||
        check_flags(args->flags, VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE |
                                     VIR_DOMAIN_XML_UPDATE_CPU | VIR_DOMAIN_XML_MIGRATABLE) < 0)
        return -1;
    ret->xml = inactive && m->config
                   ? definition_format(m->config, -1, secrets)
                   : definition_format(machine_now(m), inactive ? -1 : m->id, secrets);
    return ret->xml ? 0 : -1;
}

int machine_domain_is_active(struct session *session, const remote_domain_is_active_args *args,
                             remote_domain_is_active_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->active = machine_active(m);
    return 0;
}

int machine_domain_is_persistent(struct session *session,
                                 const remote_domain_is_persistent_args *args,
                                 remote_domain_is_persistent_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->persistent = m->config ? 1 : 0;
    return 0;
}

int machine_domain_is_updated(struct session *session, const remote_domain_is_updated_args *args,
                              remote_domain_is_updated_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->updated = 0;
    return 0;
}

int machine_domain_get_max_memory(struct session *session,
                                  const remote_domain_get_max_memory_args *args,
                                  remote_domain_get_max_memory_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->memory = machine_now(m)->max_memory;
    return 0;
}

int machine_domain_get_autostart(struct session *session,
                                 const remote_domain_get_autostart_args *args,
                                 remote_domain_get_autostart_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->autostart = m->autostart;
    return 0;
}

int machine_domain_get_autostart_once(struct session *session,
                                      const remote_domain_get_autostart_once_args *args,
                                      remote_domain_get_autostart_once_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m)
        return -1;
    ret->autostart = m->autostart_once;
    return 0;
}

static int info_set_switch(struct session *session, const remote_nonnull_domain *dom, size_t offset,
                           bool on)
{
    CHANGE_MACHINE(m, session, dom);

    if (!m)
        return -1;
    if (!m->config)
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' is transient, and so can not start by itself",
                         machine_name(m));
    *(bool *)((char *)m + offset) = on;
    return 0;
}

int machine_domain_set_autostart(struct session *session,
                                 const remote_domain_set_autostart_args *args)
{
    return info_set_switch(session, &args->dom, offsetof(struct machine, autostart),
                           args->autostart);
}

int machine_domain_set_autostart_once(struct session *session,
                                      const remote_domain_set_autostart_once_args *args)
{
    return info_set_switch(session, &args->dom, offsetof(struct machine, autostart_once),
                           args->autostart);
}

int machine_domain_get_control_info(struct session *session,
                                    const remote_domain_get_control_info_args *args,
                                    remote_domain_get_control_info_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || machine_check_active(m, VIR_FROM_DOMAIN) < 0 || check_flags(args->flags, 0) < 0)
        return -1;
    ret->state = m->control_broken ? VIR_DOMAIN_CONTROL_ERROR : VIR_DOMAIN_CONTROL_OK;
    return 0;
}

int machine_domain_has_managed_save_image(struct session *session,
                                          const remote_domain_has_managed_save_image_args *args,
                                          remote_domain_has_managed_save_image_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->result = m->saved ? 1 : 0;
    return 0;
}
