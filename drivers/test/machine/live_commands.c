/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a running machine is told to do and does at once, without a trace in its XML: to measure how
 * fast its memory changes, to announce its interfaces, to read its displays' files again, to take
 * secrets.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/tuning.h"
#include "drivers/reply.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/params.h"
#include "drivers/xml/xml.h"

int test_domain_start_dirty_rate_calc(struct session *session,
                                      const remote_domain_start_dirty_rate_calc_args *args)
{
    enum { SECONDS_MAX = 60 };
    const unsigned modes =
        VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP | VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING;
    WRITE_WORLD(w, session);
    struct machine *m = world_find_active(w, &args->dom);
    uint64_t now = virtual_clock_now(&w->time);

    if (!m || check_flags(args->flags, modes) < 0)
        return -1;
    if (args->flags == modes)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "dirty pages are counted in a bitmap or in rings");
    if (args->seconds < 1 || args->seconds > SECONDS_MAX)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "measuring for %d seconds is not between 1 and %d", args->seconds,
                         SECONDS_MAX);
    if (test_machine(m)->dirty.run == m->id && now < test_machine(m)->dirty.until)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "domain '%s' is measuring already", machine_name(m));
    test_machine(m)->dirty = (struct dirty_rate){
        .until = now + (uint64_t)args->seconds * NS_PER_S,
        .began = virtual_clock_date_seconds(&w->time),
        .seconds = args->seconds,
        .mode = args->flags,
        .run = m->id,
    };
    return 0;
}

int test_domain_announce_interface(struct session *session,
                                   const remote_domain_announce_interface_args *args)
{
    static const struct params_known known[] = {
        {VIR_DOMAIN_ANNOUNCE_INTERFACE_INITIAL, VIR_TYPED_PARAM_UINT},
        {VIR_DOMAIN_ANNOUNCE_INTERFACE_MAX, VIR_TYPED_PARAM_UINT},
        {VIR_DOMAIN_ANNOUNCE_INTERFACE_ROUNDS, VIR_TYPED_PARAM_UINT},
        {VIR_DOMAIN_ANNOUNCE_INTERFACE_STEP, VIR_TYPED_PARAM_UINT},
    };
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0 ||
        params_check(args->params.params_val, args->params.params_len, known, ARRAY_SIZE(known),
                     sizeof(*known)) < 0)
        return -1;
    return args->device && !devices_interface(m->live, *args->device) ? -1 : 0;
}

int test_domain_graphics_reload(struct session *session,
                                const remote_domain_graphics_reload_args *args)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->type > VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_VNC)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there are no displays of type %u",
                         args->type);
    if (!xml_child_with(xml_child(definition_root(m->live), "devices"), "graphics", "type", "vnc"))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' has no display that reads files again", machine_name(m));
    return 0;
}

int test_domain_set_launch_security_state(struct session *session,
                                          const remote_domain_set_launch_security_state_args *args)
{
    static const struct params_known known[] = {
        {VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET_HEADER, VIR_TYPED_PARAM_STRING},
        {VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET, VIR_TYPED_PARAM_STRING},
        {VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET_SET_ADDRESS, VIR_TYPED_PARAM_ULLONG},
    };
    const remote_typed_param *val = args->params.params_val;
    u_int len = args->params.params_len;
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0 ||
        params_check(val, len, known, ARRAY_SIZE(known), sizeof(*known)) < 0)
        return -1;
    if (!params_find(val, len, VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET_HEADER) ||
        !params_find(val, len, VIR_DOMAIN_LAUNCH_SECURITY_SEV_SECRET))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "a secret for the guest needs its header and itself");
    if (!xml_child_with(definition_root(m->live), "launchSecurity", "type", "sev"))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' was not launched with a secure memory", machine_name(m));
    if (m->state != VIR_DOMAIN_PAUSED)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' takes secrets before it runs only", machine_name(m));
    return 0;
}
