/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where the daemon's log goes: log_level, log_filters and log_outputs become the sink of
 * common/log.h. Any thread may log while they change.
 */
#pragma once

#include <stdbool.h>

struct settings;

/* Takes the settings' outputs into use; verbose lowers log_level to information. Files are opened
 * anew, so a second call after a rotation writes to the new file. Returns 0, or -1 with an error;
 * then the log goes where it went before. */
int logging_setup(const struct settings *settings, bool verbose);

/* The functions below come after logging_setup; any thread calls them, others log meanwhile. */

/* Changes filters or outputs (NULL: leave them; outputs "": where they go by default) until the
 * next logging_setup. Returns 0, or -1 with an error that names what is wrong; then nothing
 * changes. */
int logging_change(const char *filters, const char *outputs);

/* Filters or outputs in use as a text (to be freed) and how many they are. 0, or -1: no memory. */
int logging_filters(char **ret_text, unsigned *ret_count);
int logging_outputs(char **ret_text, unsigned *ret_count);
