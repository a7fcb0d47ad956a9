/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The steps of a migration where the machine goes. */
#include "drivers/test/migration/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/migration/migrate_cookie.h"
#include "drivers/test/migration/migrate_disks.h"
#include "drivers/test/migration/migrate_postcopy.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

enum { FIRST_PORT = 49152, PORTS = 64 };

static int destination_rename_to(struct definition *d, const char *name)
{
    if (strcmp(d->name, name) == 0)
        return 0;
    return definition_check_name(name) < 0 || !definition_edit(d) ? -1
                                                                  : definition_set_name(d, name);
}

/* Where memory is to be sent, unless the caller knows; ret_uri NULL: through the tunnel. */
static int destination_tell_uri(const struct world *w, const char *wanted, char ***ret_uri)
{
    _cleanup_free_ char **uri = NULL;
    char host[256] = "localhost";

    if (!ret_uri)
        return 0;
    if (wanted && strcmp(wanted, "tcp:") != 0)
        return 0;
    uri = calloc(1, sizeof(*uri));
    gethostname(host, sizeof(host) - 1);
    if (!uri || asprintf(uri, "tcp:%s:%d", host, FIRST_PORT + w->machines.last_id % PORTS) < 0)
        return error_oom(VIR_FROM_TEST);
    *ret_uri = take(uri);
    return 0;
}

/* The machine of that definition here, new or off. */
static struct machine *destination_make_room(struct world *w, const struct definition *d)
{
    struct machine *m;

    if (machine_same(w, d, &m) < 0)
        return NULL;
    if (m && machine_active(m)) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID, "domain '%s' is running here",
                  machine_name(m));
        return NULL;
    }
    if (m)
        return m;
    m = world_add(w, d->uuid, d->name);
    if (m)
        test_machine(m)->migration.fresh = true;
    return m;
}

/* It does not come. */
static void destination_turn_away(struct world *w, struct machine *m)
{
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.coming = definition_free(test_machine(m)->migration.coming);
    if (machine_active(m))
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_FAILED, VIR_DOMAIN_EVENT_STOPPED_FAILED);
    else if (test_machine(m)->migration.fresh)
        machine_free(w, m);
}

/* Nor does it when it runs already; but then what came stays. */
static void destination_lose(struct world *w, struct machine *m)
{
    test_machine(m)->migration.leader = NULL;
    if (m->state == VIR_DOMAIN_RUNNING)
        postcopy_cut_destination(w, m);
    else
        destination_turn_away(w, m);
}

/* Nothing runs: the definition waits for the end. */
static int destination_prepare_offline(struct session *session, struct world *w,
                                       struct definition *d)
{
    _cleanup_(definition_freep) struct definition *coming = d;
    struct machine *m = destination_make_room(w, d);

    if (!m || (!m->config && !(m->config = definition_copy(d))))
        return -1;
    definition_free(test_machine(m)->migration.coming);
    test_machine(m)->migration.coming = take(coming);
    test_machine(m)->migration.phase = MIGRATION_COMING;
    machine_lead(session, m);
    return 0;
}

/* It is here, and waits for the rest. */
static int destination_prepare_again(struct session *session, struct world *w,
                                     const struct definition *d)
{
    struct machine *m = machine_table_uuid(&w->machines, d->uuid);

    if (!m)
        return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "'%s' is not here", d->name);
    if (postcopy_was_cut(m) < 0)
        return -1;
    test_machine(m)->migration.phase = MIGRATION_COMING;
    machine_lead(session, m);
    return 0;
}

int migrate_prepare(struct session *session, const struct migrate_how *how,
                    struct migrate_cookie in, struct migrate_reply out, char ***ret_uri)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *cookie = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    struct machine *m;

    if (migrate_check_how(how) < 0 || migrate_check_uri(how->uri) < 0 ||
        migrate_cookie_read(in, &cookie) < 0)
        return -1;
    if (!how->xml)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "parameter '%s' is missing",
                         VIR_MIGRATE_PARAM_DEST_XML);
    if (!(how->flags & VIR_MIGRATE_TUNNELLED) != !how->tunnel)
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                         how->tunnel ? "a tunnel comes without VIR_MIGRATE_TUNNELLED"
                                     : "VIR_MIGRATE_TUNNELLED comes without a tunnel");
    if (definition_parse(how->xml, &d) < 0 ||
        (how->name && destination_rename_to(d, how->name) < 0))
        return -1;
    WRITE_WORLD(w, session);
    if (how->flags & VIR_MIGRATE_POSTCOPY_RESUME)
        return destination_prepare_again(session, w, d) < 0 ||
                       destination_tell_uri(w, how->uri, ret_uri) < 0
                   ? -1
                   : migrate_cookie_give(cookie, out);
    if (migrate_disks_expect(w, d, how->flags & VIR_MIGRATE_NON_SHARED_INC, cookie) < 0)
        return -1;
    if (how->flags & VIR_MIGRATE_OFFLINE)
        return destination_prepare_offline(session, w, take(d)) < 0 ||
                       destination_tell_uri(w, how->uri, ret_uri) < 0
                   ? -1
                   : migrate_cookie_give(cookie, out);
    m = destination_make_room(w, d);
    if (!m)
        return -1;
    m->live = take(d);
    machine_table_activate(m);
    guest_boot(m);
    m->state = VIR_DOMAIN_PAUSED;
    m->reason = VIR_DOMAIN_PAUSED_MIGRATION;
    test_machine(m)->migration.phase = MIGRATION_COMING;
    machine_own(session, m);
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_MIGRATED);
    if (destination_tell_uri(w, how->uri, ret_uri) < 0 || migrate_cookie_give(cookie, out) < 0 ||
        (how->tunnel && migrate_tunnel_open(session, m, how->tunnel) < 0)) {
        destination_turn_away(w, m);
        return -1;
    }
    return 0;
}

/* It is kept here. */
static int destination_keep(struct world *w, struct machine *m, const xmlDoc *cookie)
{
    _cleanup_(definition_freep) struct definition *d = take(test_machine(m)->migration.coming);
    bool known = m->config && !test_machine(m)->migration.fresh;

    if (!d && migrate_cookie_definition(cookie, "persistent", &d) < 0)
        return -1;
    if (!d && !(d = definition_copy(machine_now(m))))
        return -1;
    if (destination_rename_to(d, machine_name(m)) < 0)
        return -1;
    definition_free(m->config);
    m->config = take(d);
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_DEFINED,
                      known ? VIR_DOMAIN_EVENT_DEFINED_UPDATED : VIR_DOMAIN_EVENT_DEFINED_ADDED);
    return 0;
}

/* It goes on here. */
static void destination_arrive(struct world *w, struct machine *m, bool paused)
{
    test_machine(m)->owner = NULL;
    m->state = paused ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING;
    m->reason = paused ? (int)VIR_DOMAIN_PAUSED_USER : (int)VIR_DOMAIN_RUNNING_MIGRATED;
    if (paused)
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
    else
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_MIGRATED);
}

/* The machine that is coming under that name. */
static struct machine *destination_coming(struct world *w, const char *name)
{
    struct machine *m = machine_table_name(&w->machines, name);

    if (m && test_machine(m)->migration.phase == MIGRATION_COMING)
        return m;
    error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "'%s' is not on its way here", name);
    return NULL;
}

/* Takes back what there is of it. Returns -1. */
static int destination_cancel(struct session *session, const char *name)
{
    WRITE_WORLD(w, session);
    struct machine *m = destination_coming(w, name);

    if (!m)
        return -1;
    destination_lose(w, m);
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_ABORTED,
                     "the migration of '%s' was cancelled", name);
}

/* Before the guest runs; 0 or -1, then it is gone. */
static int destination_settle(struct session *session, const struct migrate_how *how,
                              const xmlDoc *cookie, unsigned char *ret_uuid)
{
    WRITE_WORLD(w, session);
    struct machine *m = destination_coming(w, how->name);

    if (!m)
        return -1;
    if (test_machine(m)->migration.tunnel == TUNNEL_OPEN) {
        destination_turn_away(w, m);
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "the memory of '%s' did not come through the tunnel", how->name);
    }
    if ((how->flags & VIR_MIGRATE_PERSIST_DEST) && destination_keep(w, m, cookie) < 0) {
        destination_lose(w, m);
        return -1;
    }
    memcpy(ret_uuid, m->uuid, sizeof(m->uuid));
    return 0;
}

int migrate_finish(struct session *session, const struct migrate_how *how, struct migrate_cookie in,
                   bool cancelled, remote_nonnull_domain *ret_domain)
{
    _cleanup_(xml_doc_freep) xmlDoc *cookie = NULL;
    unsigned char uuid[16];
    struct machine *m;
    uint64_t rest;

    if (check_flags((unsigned)how->flags, MIGRATE_FLAGS) < 0 ||
        migrate_cookie_read(in, &cookie) < 0)
        return -1;
    if (!how->name)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "parameter '%s' is missing",
                         VIR_MIGRATE_PARAM_DEST_NAME);
    if (cancelled)
        return destination_cancel(session, how->name);
    if (destination_settle(session, how, cookie, uuid) < 0 ||
        (migrate_cookie_rest(cookie, &rest) && postcopy_arrive(session, uuid, rest) < 0))
        return -1;
    WRITE_WORLD(w, session);
    m = destination_coming(w, how->name);
    if (!m)
        return -1;
    if (machine_active(m))
        destination_arrive(w, m,
                           (how->flags & VIR_MIGRATE_PAUSED) || migrate_cookie_paused(cookie));
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.leader = NULL;
    test_machine(m)->migration.tunnel = TUNNEL_NONE;
    test_machine(m)->migration.fresh = false;
    return machine_ref(m, ret_domain);
}

void migrate_destination_left(struct world *w, struct machine *m, const struct session *session)
{
    if (test_machine(m)->migration.leader == session &&
        test_machine(m)->migration.phase == MIGRATION_COMING)
        destination_lose(w, m);
}
