/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Machines that move to another host. Two worlds never meet: who migrates calls one side after the
 * other, and hands on what each says.
 *
 *     source                          destination
 *     begin    the XML, a cookie --->
 *                                     prepare  PAUSED, started
 *     perform  a job; then PAUSED
 *                                     finish   RUNNING (or, cancelled, gone)
 *     confirm  gone (or, cancelled, RUNNING again)
 *
 * The cookie tells the destination what the XML does not: the definition of the next start, and
 * whether the guest was paused. It is handed on through every step.
 *
 * Nobody else changes the machine while it moves: on the source from perform on, or from the begin
 * (VIR_MIGRATE_CHANGE_PROTECTION), until it is confirmed or its leader has gone. Then nobody knows
 * whether it runs on the other side, and it stays paused. On the destination from the start on.
 *
 * Every function takes and gives up the world itself. Texts of `struct migrate_how` are borrowed.
 */
#pragma once

#include <stdbool.h>

#include "drivers/test/machine/job.h"
#include "drivers/test/migration/migrate_tunnel.h"
#include "protocol/remote.h"

struct definition;
struct rpc_client;
struct session;
struct stream;
struct virtual_clock_wait;

enum { MIGRATE_DOWNTIME = 300, MIGRATE_CACHE = 64 << 20 };
#define MIGRATE_SPEED 8796093022207ULL /* MiB a second: no limit */

enum migration_phase {
    MIGRATION_NONE,
    MIGRATION_BEGUN,  /* source: protected against changes */
    MIGRATION_SENT,   /* source: everything is on the other side */
    MIGRATION_COMING, /* destination: waits for the end */
    MIGRATION_CUT,    /* drivers/test/migration/migrate_postcopy.h */
};

/* What a machine knows of its moves. */
struct migration {
    enum migration_phase phase;
    enum tunnel tunnel;                 /* destination */
    bool fresh;                         /* destination: the machine was made for this */
    struct definition *coming;          /* destination, while it is off: what it is to be */
    bool was_running;                   /* source: before it was sent */
    struct domain_job sent;             /* source: the job, when it was sent */
    const struct session *leader;       /* who is to confirm it, or to finish what runs or is off */
    struct rpc_client *client;          /* source: of the destination, at the end */
    struct virtual_clock_wait *rest;    /* destination: the call that waits for the rest */
    unsigned long long speed, postcopy; /* MiB a second */
    unsigned long long downtime, cache_size; /* ms, bytes */
};

/* How to migrate. */
struct migrate_how {
    unsigned long flags;
    const char *name;       /* there; NULL: as here */
    const char *xml;        /* there; NULL: as here */
    const char *persistent; /* of the next start there; NULL: as here */
    const char *uri;        /* where the memory goes; NULL: it is not said */

    unsigned long long bandwidth, bandwidth_postcopy; /* MiB a second; 0: no limit */

    struct stream *tunnel; /* destination: through which memory comes; NULL: through none */

    const remote_typed_param *params; /* as they came; NULL: none did */
    u_int n_params;
};

struct migrate_cookie {
    const char *bytes;
    u_int len;
};

/* A cookie of a reply. */
struct migrate_reply {
    char **bytes;
    u_int *len;
};

#define MIGRATE_COOKIE(x) ((struct migrate_cookie){x##_val, x##_len})

/* ---- ways; 0 or -1 ---- */

#define MIGRATE_FLAGS ((VIR_MIGRATE_ZEROCOPY << 1) - 1U)

/* Disks go along. */
#define MIGRATE_COPIES (VIR_MIGRATE_NON_SHARED_DISK | VIR_MIGRATE_NON_SHARED_INC)

int migrate_check_how(const struct migrate_how *how);
int migrate_check_uri(const char *uri);

/* ---- the source; 0 or -1 ---- */

int migrate_begin(struct session *session, const remote_nonnull_domain *dom,
                  const struct migrate_how *how, struct migrate_reply cookie, char **ret_xml);
int migrate_perform(struct session *session, const remote_nonnull_domain *dom,
                    const struct migrate_how *how, struct migrate_cookie in,
                    struct migrate_reply out);
int migrate_confirm(struct session *session, const remote_nonnull_domain *dom, unsigned long flags,
                    bool cancelled);

/* The session leaves: what it leads ends, and one that was on its way here may be gone. The world
 * is held. */
void migrate_source_left(struct world *w, struct machine *m, const struct session *session);
void migrate_destination_left(struct world *w, struct machine *m, const struct session *session);

/* The machine stops, on whichever side. The world is held. */
void migration_stopped(struct world *w, struct machine *m);

/* ---- the destination; 0 or -1 ---- */

int migrate_prepare(struct session *session, const struct migrate_how *how,
                    struct migrate_cookie in, struct migrate_reply out, char ***ret_uri);
int migrate_finish(struct session *session, const struct migrate_how *how, struct migrate_cookie in,
                   bool cancelled, remote_nonnull_domain *ret_domain);
