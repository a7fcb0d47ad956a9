/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Migration where the source calls the destination itself. */
#pragma once

#include "protocol/remote.h"

struct migrate_how;
struct session;

/* Does all steps of a migration to the host of that URI. 0, or -1 with the error set: the machine
 * is here as before. */
int migrate_p2p(struct session *session, const remote_nonnull_domain *dom,
                const struct migrate_how *how, const char *there);
