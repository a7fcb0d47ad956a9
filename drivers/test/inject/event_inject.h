/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Injected events: what may happen to a machine and nothing in a world brings about by itself,
 * such as a disk that fails. A caller says that it happened (protocol/vireo.x); subscribers are
 * told, and then it apply the machine (drivers/test/inject/event_effects.h).
 */
#pragma once

#include "protocol/vireo.h"

struct machine;
struct session;
struct world;

/* The control call. 0, or -1: VIR_ERR_INVALID_ARG naming the event or the field that is wrong,
 * VIR_ERR_NO_DOMAIN, or VIR_ERR_OPERATION_INVALID when the machine does not run. */
int event_inject_domain(struct session *session, const vireo_domain_event_args *args);

/* The machine's watchdog does what the XML's word says, if it is one. The machine may be gone
 * afterwards. The world is held for writing. */
void event_inject_watchdog(struct world *w, struct machine *m, const char *action);
