/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where the daemon's log goes: log_level, log_filters and log_outputs become the sink of
 * common/log.h.
 */
#pragma once

#include <stdbool.h>

struct settings;

/* Takes the settings' outputs into use; verbose lowers log_level to information. Files are opened
 * anew, so a second call after a rotation writes to the new file. Returns 0, or -1 with an error;
 * then the log goes where it went before. One thread calls it, others may log meanwhile. */
int logging_setup(const struct settings *settings, bool verbose);
