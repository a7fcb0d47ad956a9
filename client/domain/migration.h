/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A migration that a public function of migrate.c was asked for: what its files share.
 *
 *     migration_params.c   the parameters of both sides
 *     migration_checks.c   what is asked before
 *     migration_steps.c    the steps
 *
 * 0, or -1 with the error set, where nothing else is said.
 */
#pragma once

#include <libvirt/libvirt.h>

#include "protocol/remote.h"

/* How the functions without parameters say it. */
struct migration_request {
    const char *name, *xml, *uri, *dconnuri;
    unsigned long bandwidth;
};

struct migration_state {
    virDomainPtr domain;
    virConnectPtr dconn;  /* the destination */
    const char *dconnuri; /* how a peer calls it; NULL: as we do */
    unsigned flags;
    remote_typed_param *params; /* texts are borrowed; room for SPARE_PARAMS more */
    u_int n_params;
    char *cookie; /* of the last step, for the next */
    u_int cookie_len;
    char *xml, *uri; /* as the steps say */
};

/* ---- parameters ---- */

/* The program's, or those that a function without parameters has instead. */
int migration_take_params(struct migration_state *state, virTypedParameterPtr params, unsigned n);
int migration_take_request(struct migration_state *state, const struct migration_request *request);

/* A text; NULL: there is none. Borrowed. */
const char *migration_text_param(const struct migration_state *state, const char *field);

/* Sets one, whether it is there or not. value NULL: stays as it is. */
void migration_set_text(struct migration_state *state, const char *field, const char *value);

void migration_state_done(struct migration_state *state);

/* ---- checks ---- */

/* Both hosts have the feature, or -1 with that error. */
int migration_both_have(const struct migration_state *state, int feature, int code,
                        const char *what);

int migration_check_flags(const struct migration_state *state);

/* The destination is another host as far as the URI tells. */
int migration_check_elsewhere(const char *dconnuri);

/* ---- steps ---- */

/* dconnuri: the daemon that the source's is to call; NULL: this library coordinates. */
int migration_perform(struct migration_state *state, const char *dconnuri);

/* All steps; NULL with the error set. */
virDomainPtr migration_coordinate(struct migration_state *state);
