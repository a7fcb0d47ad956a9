/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells subscribers what happened to a machine, beside its life. Without memory
 * an event is lost.
 */
#pragma once

#include "protocol/remote.h"

struct machine;

/* Any event: msg is the message, which begins with its callback ID, and dom its domain; both are
 * filled in. legacy is the old style's message, NULL where there is none. */
void emit_event(const struct machine *m, int event, int *msg, remote_nonnull_domain *dom,
                const void *legacy);

void emit_rtc_change(const struct machine *m, long long offset);
void emit_watchdog(const struct machine *m, int action);
void emit_pmwakeup(const struct machine *m);
void emit_pmsuspend(const struct machine *m);
void emit_pmsuspend_disk(const struct machine *m);
void emit_device_added(const struct machine *m, const char *alias);
void emit_device_removed(const struct machine *m, const char *alias);
void emit_tray_change(const struct machine *m, const char *alias, int reason);
void emit_agent(const struct machine *m, int state, int reason);

/* Both events of a disk's job: of its path, and of its target. */
void emit_block_job(const struct machine *m, const char *path, const char *disk, int type,
                    int status);
void emit_migration_iteration(const struct machine *m, int iteration);
void emit_job_completed(const struct machine *m, remote_typed_param *stats, u_int n_stats);
void emit_vcpu_removed(const struct machine *m, unsigned vcpu);
void emit_block_threshold(const struct machine *m, const char *target, const char *path,
                          unsigned long long threshold, unsigned long long excess);

/* One value that a running machine was tuned to. */
void emit_tunable(const struct machine *m, const char *field, const char *value);
