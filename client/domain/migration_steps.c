/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The steps of a migration, and their order where this library coordinates both sides.
 */
#include "client/domain/migration.h"

#include "client/core/api.h"
#include "drivers/driver.h"

#define ORIGIN VIR_FROM_DOMAIN

#define PARAMS .params = {.params_len = state->n_params, .params_val = state->params}
#define COOKIE .cookie_in = {.cookie_in_len = state->cookie_len, .cookie_in_val = state->cookie}

static int migration_call(virConnectPtr conn, int procedure, const void *args, void *ret)
{
    return driver_call(&conn->session, &remote_program, program_proc(&remote_program, procedure),
                       args, ret, NULL);
}

static void migration_pass_cookie(struct migration_state *state, char **cookie, u_int len)
{
    free(state->cookie);
    state->cookie = take(*cookie);
    state->cookie_len = len;
}

static int migration_begin(struct migration_state *state)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3_PARAMS, remote_domain_migrate_begin3_params_ret);
    const remote_domain_migrate_begin3_params_args args = {
        .dom = domain_wire(state->domain), PARAMS, .flags = state->flags};

    if (migration_call(state->domain->base.conn, REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3_PARAMS, &args,
                       &ret) < 0)
        return -1;
    migration_pass_cookie(state, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    state->xml = take(ret.xml);
    migration_set_text(state, VIR_MIGRATE_PARAM_DEST_XML, state->xml);
    return 0;
}

static int migration_prepare(struct migration_state *state)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3_PARAMS,
        remote_domain_migrate_prepare3_params_ret);
    const remote_domain_migrate_prepare3_params_args args = {PARAMS, COOKIE, .flags = state->flags};

    if (migration_call(state->dconn, REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3_PARAMS, &args, &ret) < 0)
        return -1;
    migration_pass_cookie(state, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    if (ret.uri_out)
        state->uri = take(*ret.uri_out);
    migration_set_text(state, VIR_MIGRATE_PARAM_URI, state->uri);
    if (!(state->flags & VIR_MIGRATE_OFFLINE) &&
        !migration_text_param(state, VIR_MIGRATE_PARAM_URI))
        return error_set(ORIGIN, VIR_ERR_INTERNAL_ERROR,
                         "the destination does not say where the memory is to be sent");
    return 0;
}

int migration_perform(struct migration_state *state, const char *dconnuri)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3_PARAMS,
        remote_domain_migrate_perform3_params_ret);
    const remote_domain_migrate_perform3_params_args args = {.dom = domain_wire(state->domain),
                                                             .dconnuri = OPT(dconnuri),
                                                             PARAMS,
                                                             COOKIE,
                                                             .flags = state->flags};

    if (migration_call(state->domain->base.conn, REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3_PARAMS, &args,
                       &ret) < 0)
        return -1;
    migration_pass_cookie(state, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    return 0;
}

static virDomainPtr migration_finish(struct migration_state *state, bool cancelled)
{
    RET(remote, REMOTE_PROC_DOMAIN_MIGRATE_FINISH3_PARAMS,
        remote_domain_migrate_finish3_params_ret);
    const remote_domain_migrate_finish3_params_args args = {PARAMS, COOKIE, .flags = state->flags,
                                                            .cancelled = cancelled};

    if (migration_call(state->dconn, REMOTE_PROC_DOMAIN_MIGRATE_FINISH3_PARAMS, &args, &ret) < 0)
        return NULL;
    migration_pass_cookie(state, &ret.cookie_out.cookie_out_val, ret.cookie_out.cookie_out_len);
    ret.cookie_out.cookie_out_len = 0;
    return object_new(&domain_object_kind, state->dconn, NULL, &ret.dom);
}

static int migration_confirm(struct migration_state *state, bool cancelled)
{
    const remote_domain_migrate_confirm3_params_args args = {.dom = domain_wire(state->domain),
                                                             PARAMS,
                                                             COOKIE,
                                                             .flags = state->flags,
                                                             .cancelled = cancelled};

    return migration_call(state->domain->base.conn, REMOTE_PROC_DOMAIN_MIGRATE_CONFIRM3_PARAMS,
                          &args, NULL);
}

/* After a step that failed; its error stays. Returns NULL. */
static virDomainPtr migration_cancel(struct migration_state *state, bool prepared)
{
    struct error kept = {0};

    error_copy(&kept, error_get());
    if (prepared) {
        virDomainPtr there = migration_finish(state, true);

        if (there)
            object_unref(there);
    }
    migration_confirm(state, true);
    error_adopt(&kept);
    return NULL;
}

/* When the destination runs it, it has moved, whatever becomes of the source's last step. */
virDomainPtr migration_coordinate(struct migration_state *state)
{
    virDomainPtr moved;

    if (migration_begin(state) < 0)
        return NULL;
    if (!migration_text_param(state, VIR_MIGRATE_PARAM_DEST_NAME))
        migration_set_text(state, VIR_MIGRATE_PARAM_DEST_NAME, state->domain->wire.name);
    if (migration_prepare(state) < 0)
        return migration_cancel(state, false);
    if (!(state->flags & VIR_MIGRATE_OFFLINE) && migration_perform(state, NULL) < 0)
        return migration_cancel(state, true);
    moved = migration_finish(state, false);
    if (!moved)
        return migration_cancel(state, false);
    if (migration_confirm(state, false) < 0)
        error_reset();
    return moved;
}
