/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The parameters of a migration: the program's, and what the steps add to them.
 */
#include "client/domain/migration.h"

#include "client/core/api.h"
#include "client/core/params.h"

#define ORIGIN VIR_FROM_DOMAIN

enum { SPARE_PARAMS = 4 }; /* those of a migration_request */

void migration_state_done(struct migration_state *state)
{
    free(state->params);
    free(state->cookie);
    free(state->xml);
    free(state->uri);
}

const char *migration_text_param(const struct migration_state *state, const char *field)
{
    for (u_int i = 0; i < state->n_params; i++) {
        const remote_typed_param *p = &state->params[i];

        if (strcmp(p->field, field) == 0 && p->value.type == VIR_TYPED_PARAM_STRING)
            return p->value.remote_typed_param_value_u.s;
    }
    return NULL;
}

void migration_set_text(struct migration_state *state, const char *field, const char *value)
{
    remote_typed_param *p = state->params;

    if (!value)
        return;
    while (p < state->params + state->n_params && strcmp(p->field, field) != 0)
        p++;
    if (p == state->params + state->n_params)
        state->n_params++;
    *p = (remote_typed_param){
        .field = wire_text(field),
        .value = {.type = VIR_TYPED_PARAM_STRING, .remote_typed_param_value_u.s = wire_text(value)},
    };
}

int migration_take_params(struct migration_state *state, virTypedParameterPtr params, unsigned n)
{
    remote_typed_param *all;

    if (n > REMOTE_DOMAIN_MIGRATE_PARAM_LIST_MAX)
        return error_set(ORIGIN, VIR_ERR_RPC, "%u parameters, of %d that can be sent", n,
                         REMOTE_DOMAIN_MIGRATE_PARAM_LIST_MAX);
    if (params_to_wire(params, (int)n, &state->params) < 0)
        return -1;
    all = reallocarray(state->params, n + SPARE_PARAMS, sizeof(*all));
    if (!all)
        return error_oom(ORIGIN);
    state->params = all;
    state->n_params = n;
    return 0;
}

int migration_take_request(struct migration_state *state, const struct migration_request *request)
{
    if (migration_take_params(state, NULL, 0) < 0)
        return -1;
    migration_set_text(state, VIR_MIGRATE_PARAM_URI, request->uri);
    migration_set_text(state, VIR_MIGRATE_PARAM_DEST_NAME, request->name);
    migration_set_text(state, VIR_MIGRATE_PARAM_DEST_XML, request->xml);
    if (request->bandwidth)
        state->params[state->n_params++] = (remote_typed_param){
            .field = wire_text(VIR_MIGRATE_PARAM_BANDWIDTH),
            .value = {.type = VIR_TYPED_PARAM_ULLONG,
                      .remote_typed_param_value_u.ul = request->bandwidth},
        };
    return 0;
}
