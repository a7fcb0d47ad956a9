/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What kinds of machine there are. */
#pragma once

#include "protocol/remote.h"

/* Whether there are machines of these; a caller may leave each open. 0, or -1 with
 * VIR_ERR_INVALID_ARG. */
int domain_caps_check(const remote_string emulator, const remote_string arch,
                      const remote_string virttype);
