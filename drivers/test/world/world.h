/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A world: the machines and the host that a session of the test driver sees.
 *
 *     test:///default    one world for all sessions of the process, made anew after the last left
 *                        (or kept, if nobody has changed it)
 *     test:///FILE       a world of its own for each session
 *
 * Whoever reads a machine holds the world for reading, whoever changes one holds it for writing;
 * readers do not block one another. Events go out while it is held, so their order is that of the
 * changes.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "common/cleanup.h"
#include "drivers/event_hub.h"
#include "drivers/guard.h"
#include "drivers/interface/interface.h"
#include "drivers/machine/machine_table.h"
#include "drivers/network/network.h"
#include "drivers/node/node.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/nwfilter/nwfilter.h"
#include "drivers/secret/secret.h"
#include "drivers/storage/storage.h"
#include "drivers/test/disk/block_job.h"
#include "drivers/test/guest/channels.h"
#include "drivers/test/guest/console_script.h"
#include "drivers/test/guest/monitor_events.h"
#include "drivers/test/host/host.h"
#include "drivers/test/host/sparse_bytes.h"
#include "drivers/test/inject/faults.h"
#include "drivers/test/machine/job.h"
#include "drivers/test/machine/passed_fds.h"
#include "drivers/test/migration/migrate.h"
#include "drivers/test/world/alarms.h"
#include "drivers/test/world/host_objects.h"
#include "drivers/test/world/users.h"
#include "drivers/test/world/virtual_clock.h"
#include "drivers/test/world/world_limits.h"
#include "drivers/xml/random.h"
#include "protocol/remote.h"

struct console;
struct definition;
struct disk_state;
struct machine_part;
struct session;
struct uri;

/* What the guest in a machine answers; but for the keys it forgets it when it boots. */
struct guest {
    long long ahead; /* its clock of the world's date: ns */
    bool agent_gone;
    unsigned frozen;            /* a bit each file system */
    unsigned long long offline; /* a bit each vcpu */
    xmlDoc *keys;               /* of users; NULL: none */
};

/* How fast a machine's memory changes, as it was measured last. */
struct dirty_rate {
    uint64_t until; /* then it is known */
    long long began;
    int seconds;
    unsigned mode; /* VIR_DOMAIN_DIRTYRATE_MODE_... */
    int run;       /* the machine's ID then: it is of that life; 0: never measured */
};

/* A machine of the test driver. */
struct test_machine {
    struct machine base;
    struct virtual_clock *clock; /* the world's */
    uint64_t booted;
    unsigned long long weight; /* of the scheduler */
    struct guest guest;
    struct dirty_rate dirty;
    struct disk_state *disk_states;   /* drivers/test/disk/disk_state.h */
    struct passed_fds passed_fds;     /* until it stops */
    struct chardev_sessions chardevs; /* likewise */
    struct console *console;          /* NULL: nobody has looked since it booted */
    struct domain_job *job;           /* the call's that began it; NULL: none */
    struct job_past past_job;
    struct block_jobs block_jobs;
    struct migration migration;
    const struct session *owner; /* ends with this session; NULL: with nobody */
};

static inline struct test_machine *test_machine(const struct machine *m)
{
    return (struct test_machine *)(uintptr_t)m;
}

struct world {
    pthread_rwlock_t lock;
    struct guard guard; /* the same lock, for the rooms that the driver shares with others */
    int sessions;       /* guarded by the list of worlds */
    bool touched;       /* was held for writing */
    bool changes;       /* is held for writing by a call */
    const struct machine_part *parts;
    struct host host;
    struct hub hub;
    struct monitor_watches monitor_watches;
    struct node_room node;
    struct network_room networks;
    struct storage_room storage;
    struct nodedev_room devices;
    struct secret_room secrets;
    struct nwfilter_room filters;
    struct interface_room interfaces;
    struct bytes_quota stored; /* in all volumes */
    struct world_use use;
    const struct session *reader; /* who names its files, while it is loaded; NULL: the process */
    struct users users;           /* does not change once it is loaded */
    bool thresholds;              /* a disk has had one: who writes into a volume looks for them */
    struct faults faults;
    struct console_script console_script;
    struct random random; /* seeded: what nobody says is the same each time */
    struct virtual_clock time;
    struct alarms alarms;
    unsigned job_ms; /* what a job takes */
    struct machine_table machines;
};

extern const struct guard_ops world_guard_ops; /* of struct world's guard */

/* ---- make, end ---- */

/* Joins or makes the world of the URI for a session, whose machines are that hypervisor's and have
 * those parts (drivers/test/machine/lifecycle.h). A file is read with the rights of the session's
 * caller; to who may only read, a daemon gives no world of a file. 0, or -1 with the error set. */
int world_join(const struct session *session, const struct uri *uri,
               const struct hypervisor *hypervisor, const struct machine_part *parts,
               struct world **ret_world);

/* Leaves it; the last one out ends it. */
void world_leave(struct world *world);

/* Keeps the world of test:///default after its last session left (for a daemon that is to behave
 * like one with state), or ends it then as libvirt does: the default. Any thread. */
void test_world_keep(bool keep);

/* The file (test:///FILE's format) that the world of test:///default is made of when it is made
 * next; "": what libvirt has there. A copy is kept; 0, or -1 without memory. Any thread. */
int test_world_file(const char *path);

/* ---- use; with the world held ---- */

struct world *world_of(const struct session *session);

/* The machine, or NULL with VIR_ERR_NO_DOMAIN, or with the world held for writing
 * VIR_ERR_OPERATION_TIMEOUT when a job (drivers/test/machine/job.h) lets nobody change it now. */
struct machine *world_find(struct world *w, const remote_nonnull_domain *domain);
struct machine *world_find_active(struct world *w, const remote_nonnull_domain *domain);

/* The same; the error is the driver's own. */
struct machine *world_find_running(struct world *w, const remote_nonnull_domain *domain);

/* The same for what no job forbids: its own calls, the guest's agent, the machine's end. */
struct machine *world_find_busy(struct world *w, const remote_nonnull_domain *domain);
struct machine *world_find_busy_active(struct world *w, const remote_nonnull_domain *domain);

/* -1 with VIR_ERR_OPERATION_TIMEOUT, what libvirt says in the end, when the machine has a job, or
 * one that lets nobody change it. */
int machine_check_no_job(const struct machine *m);
int machine_check_unlocked(const struct machine *m);

/* Adds a machine without definitions that is not active; NULL with the error set: no memory, or
 * too many. Its definitions are to
 * have that name. */
struct machine *world_add(struct world *w, const unsigned char *uuid, const char *name);

/* Nanoseconds that a machine claims to have used: the date. */
unsigned long long machine_cpu_time(const struct machine *m);

/* ---- locks for a scope ---- */

static inline void world_unlockp(struct world **w)
{
    pthread_rwlock_unlock(&(*w)->lock);
}

static inline void world_writtenp(struct world **w)
{
    random_use(NULL);
    (*w)->changes = false;
    world_unlockp(w);
}

static inline struct world *world_read(const struct session *s)
{
    struct world *w = world_of(s);

    pthread_rwlock_rdlock(&w->lock);
    return w;
}

static inline void world_lock_write(struct world *w)
{
    pthread_rwlock_wrlock(&w->lock);
    w->touched = w->changes = true;
    random_use(&w->random);
}

static inline struct world *world_write(const struct session *s)
{
    struct world *w = world_of(s);

    world_lock_write(w);
    return w;
}

/* Declares w, the session's world, held until the block ends. */
#define READ_WORLD(w, session)  _cleanup_(world_unlockp) struct world *w = world_read(session)
#define WRITE_WORLD(w, session) _cleanup_(world_writtenp) struct world *w = world_write(session)
