/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a driver is to the calls that all drivers share: how its machines are held, what they have
 * counted, and what follows when a live definition changes.
 *
 * The lock is the driver's choice. One lock of all machines will do where no change waits for
 * anything: the test driver's changes take microseconds, and reach other machines, volumes and
 * networks. A driver whose changes wait (for a monitor, a device) has a lock of the table, one of
 * each machine, and a turn for who changes a machine, which change() waits for.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "protocol/remote.h"

struct machine;
struct machine_table;
struct params;
struct pinned;
struct session;
struct tuned;

/*
 * What a change of a live definition means for the machine that runs. Each comes when the change
 * was checked and before the definition has it: 0, or -1 with the error set, then it stays as it
 * was. NULL: the definition changes, and nothing else needs doing.
 *
 * One that waits lets others look at the machine meanwhile: it gives back the machine's lock, keeps
 * the turn, and takes the lock again before it returns.
 */
struct machine_apply {
    int (*memory)(struct machine *m, unsigned long long kib);
    int (*vcpus)(struct machine *m, unsigned count);
    int (*vcpu)(struct machine *m, const unsigned char *map, bool on); /* those of the map */
    int (*pin)(struct machine *m, const struct pinned *what, const char *cpus);
    int (*iothread)(struct machine *m, unsigned id, bool there);
    /* what: of several, its name */
    int (*tune)(struct machine *m, const struct tuned *t, const char *what,
                const remote_typed_param *val, u_int len);
    int (*blkio)(struct machine *m, const remote_typed_param *val, u_int len);
    int (*perf)(struct machine *m, const remote_typed_param *val, u_int len);
};

struct hypervisor {
    /* The table, and of each machine what a list says of it. */
    void (*read_table)(struct machine_table *t);
    void (*read_table_done)(struct machine_table *t);
    /* A machine that stays as it is, and one that only the caller changes (and may find others by
     * name in its table): NULL with the error set, then nothing is held. */
    struct machine *(*read)(struct machine_table *t, const remote_nonnull_domain *dom);
    void (*read_done)(struct machine *m);
    struct machine *(*change)(struct machine_table *t, struct session *session,
                              const remote_nonnull_domain *dom);
    void (*change_done)(struct machine *m);

    unsigned long long (*cpu_time)(const struct machine *m); /* ns that it has used */
    unsigned max_vcpus;                                      /* of a machine */
    unsigned cpus;        /* of the host, where the threads of a machine may run */
    unsigned mapped_cpus; /* that maps of I/O threads tell of */

    /* Groups of statistics, VIR_DOMAIN_STATS_..., and appends those that are wanted. 0 or -1. */
    unsigned (*stats_known)(void);
    int (*stats)(const struct machine *m, unsigned wanted, struct params *p);

    /* Tells subscribers of a step in its life. */
    void (*lifecycle)(const struct machine *m, int event, int detail);

    struct machine_apply apply;
};
