/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a machine is, and the switches on it that nobody else notices.
 */
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/test/world/world.h"

/* Declares m, the domain of the arguments, the world held for reading until the end. */
#define READ_MACHINE(m)                                 \
    READ_WORLD(world_, session);                        \
    struct machine *m = world_find(world_, &args->dom); \
    if (!m)                                             \
    return -1

int test_domain_get_info(struct session *session, const remote_domain_get_info_args *args,
                         remote_domain_get_info_ret *ret)
{
    READ_MACHINE(m);

    ret->state = (u_char)m->state;
    ret->maxMem = machine_now(m)->max_memory;
    ret->memory = machine_now(m)->memory;
    ret->nrVirtCpu = (u_short)machine_now(m)->vcpus;
    ret->cpuTime = machine_cpu_time(m);
    return 0;
}

int test_domain_get_state(struct session *session, const remote_domain_get_state_args *args,
                          remote_domain_get_state_ret *ret)
{
    READ_MACHINE(m);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    ret->state = m->state;
    ret->reason = m->reason;
    return 0;
}

int test_domain_get_xml_desc(struct session *session, const remote_domain_get_xml_desc_args *args,
                             remote_domain_get_xml_desc_ret *ret)
{
    bool inactive = args->flags & VIR_DOMAIN_XML_INACTIVE;
    READ_MACHINE(m);

    if (check_flags(args->flags, VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE |
                                     VIR_DOMAIN_XML_UPDATE_CPU | VIR_DOMAIN_XML_MIGRATABLE) < 0)
        return -1;
    ret->xml = inactive && m->config ? definition_format(m->config, -1)
                                     : definition_format(machine_now(m), inactive ? -1 : m->id);
    return ret->xml ? 0 : -1;
}

int test_domain_is_active(struct session *session, const remote_domain_is_active_args *args,
                          remote_domain_is_active_ret *ret)
{
    READ_MACHINE(m);

    ret->active = machine_active(m);
    return 0;
}

int test_domain_is_persistent(struct session *session, const remote_domain_is_persistent_args *args,
                              remote_domain_is_persistent_ret *ret)
{
    READ_MACHINE(m);

    ret->persistent = m->config ? 1 : 0;
    return 0;
}

int test_domain_is_updated(struct session *session, const remote_domain_is_updated_args *args,
                           remote_domain_is_updated_ret *ret)
{
    READ_MACHINE(m);

    (void)m;
    ret->updated = 0;
    return 0;
}

int test_domain_get_os_type(struct session *session, const remote_domain_get_os_type_args *args,
                            remote_domain_get_os_type_ret *ret)
{
    READ_MACHINE(m);

    (void)m;
    return reply_text(&ret->type, "linux"); /* whatever <os> says, as libvirt's test driver */
}

int test_domain_get_max_memory(struct session *session,
                               const remote_domain_get_max_memory_args *args,
                               remote_domain_get_max_memory_ret *ret)
{
    READ_MACHINE(m);

    ret->memory = machine_now(m)->max_memory;
    return 0;
}

int test_domain_get_autostart(struct session *session, const remote_domain_get_autostart_args *args,
                              remote_domain_get_autostart_ret *ret)
{
    READ_MACHINE(m);

    ret->autostart = m->autostart;
    return 0;
}

int test_domain_get_autostart_once(struct session *session,
                                   const remote_domain_get_autostart_once_args *args,
                                   remote_domain_get_autostart_once_ret *ret)
{
    READ_MACHINE(m);

    ret->autostart = m->autostart_once;
    return 0;
}

static int set_switch(struct session *session, const remote_nonnull_domain *dom, size_t offset,
                      bool on)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, dom);

    if (!m)
        return -1;
    if (!m->config)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' is transient, and so can not start by itself",
                         machine_name(m));
    *(bool *)((char *)m + offset) = on;
    return 0;
}

int test_domain_set_autostart(struct session *session, const remote_domain_set_autostart_args *args)
{
    return set_switch(session, &args->dom, offsetof(struct machine, autostart), args->autostart);
}

int test_domain_set_autostart_once(struct session *session,
                                   const remote_domain_set_autostart_once_args *args)
{
    return set_switch(session, &args->dom, offsetof(struct machine, autostart_once),
                      args->autostart);
}

/* 0, or -1 without memory. */
static int security_label(const struct machine *m, remote_domain_get_security_label_ret *ret)
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
    READ_MACHINE(m);

    return security_label(m, ret);
}

/* There is one security model, so one label. */
int test_domain_get_security_label_list(struct session *session,
                                        const remote_domain_get_security_label_list_args *args,
                                        remote_domain_get_security_label_list_ret *ret)
{
    READ_MACHINE(m);

    ret->labels.labels_val = calloc(1, sizeof(*ret->labels.labels_val));
    if (!ret->labels.labels_val)
        return error_oom(VIR_FROM_TEST);
    ret->labels.labels_len = 1;
    ret->ret = 1;
    return security_label(m, ret->labels.labels_val);
}

int test_domain_get_control_info(struct session *session,
                                 const remote_domain_get_control_info_args *args,
                                 remote_domain_get_control_info_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->state = m->control_broken ? VIR_DOMAIN_CONTROL_ERROR : VIR_DOMAIN_CONTROL_OK;
    return 0;
}

int test_domain_has_managed_save_image(struct session *session,
                                       const remote_domain_has_managed_save_image_args *args,
                                       remote_domain_has_managed_save_image_ret *ret)
{
    READ_MACHINE(m);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    ret->result = m->saved ? 1 : 0;
    return 0;
}

int test_domain_get_messages(struct session *session, const remote_domain_get_messages_args *args,
                             remote_domain_get_messages_ret *ret)
{
    READ_MACHINE(m);

    (void)m; /* nothing taints it, and nothing that it uses is to go away */
    return check_flags(args->flags, VIR_DOMAIN_MESSAGE_DEPRECATION | VIR_DOMAIN_MESSAGE_TAINTING);
}

int test_domain_get_launch_security_info(struct session *session,
                                         const remote_domain_get_launch_security_info_args *args,
                                         remote_domain_get_launch_security_info_ret *ret)
{
    READ_MACHINE(m);

    (void)m; /* its memory is not encrypted: there are no parameters */
    return check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY);
}
