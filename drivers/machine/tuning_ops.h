/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that read and write tunables of a domain, by VIR_DOMAIN_AFFECT_*. */
#pragma once

#include "drivers/domain/tuning.h"

struct session;

/* Reads all into a reply with room for that many. 0 or -1. */
int tuning_get(const struct tuned *t, struct session *session, const remote_nonnull_domain *dom,
               const char *what, int room, unsigned flags, struct params p, int *ret_count);

/* Checks and writes, live and config alike. 0 or -1, then nothing is written. */
int tuning_set(const struct tuned *t, struct session *session, const remote_nonnull_domain *dom,
               const char *what, const remote_typed_param *val, u_int len, unsigned flags);
