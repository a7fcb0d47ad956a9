/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What several of those who speak for a guest say of it. The world is held. */
#pragma once

#include "protocol/remote.h"

struct machine;
struct world;

/* The system that guests run: what agents and consoles call it. */
#define GUEST_OS        "Test 1"
#define GUEST_KERNEL    "1.0"
#define GUEST_PROCESSOR "i686"

/* The active machine, whose agent is there to answer; or NULL with the error of
 * world_find_busy_active, or VIR_ERR_AGENT_UNRESPONSIVE. */
struct machine *guest_find(struct world *w, const remote_nonnull_domain *dom);

/* Its clock, in nanoseconds since 1970: the world's date when it booted, and going on as that does
 * from whatever it was set to. */
long long guest_time(const struct machine *m);

/* When it booted, by its clock of now: 1970 where that was set to less than the guest is up. */
long long guest_boot_time(const struct machine *m);

/* Sets it and tells subscribers how far it is from the world's date. 0, or -1 with
 * VIR_ERR_INVALID_ARG when no clock shows that. The world is held for writing. */
int guest_set_time(struct world *w, struct machine *m, long long seconds, unsigned nanoseconds);

/* It boots: what was done to it before is forgotten. */
void guest_boot(struct machine *m);

/* What the guest calls itself; malloc'ed, NULL without memory, the error set. */
char *guest_host_name(const struct machine *m);
