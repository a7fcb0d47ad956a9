/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What several of those who speak for a guest say of it. The world is held. */
#pragma once

struct machine;

/* The system that guests run: what agents and consoles call it. */
#define GUEST_OS        "Test 1"
#define GUEST_KERNEL    "1.0"
#define GUEST_PROCESSOR "i686"

/* What the guest calls itself; malloc'ed, NULL without memory, the error set. */
char *guest_host_name(const struct machine *m);
