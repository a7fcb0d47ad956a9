/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The drivers in the daemon's life: they get their settings, read their state before anybody comes,
 * and are told when the settings were read anew and when it ends. Loop thread, or before there is
 * one.
 */
#pragma once

#include <stdbool.h>

struct settings;

/* Hands out the settings and starts every driver. 0, or -1 with the error set: those that have been
 * started are stopped. */
int drivers_start(const struct settings *settings);

/* Hands out the settings anew. 0, or -1 with the error set: drivers after the one that failed have
 * the old ones. */
int drivers_reload(const struct settings *settings);

/* Returns true if no driver has a reason to keep a daemon alive that nobody uses. */
bool drivers_idle(void);

/* Stops every driver, in reverse order. No session is left. */
void drivers_stop(void);
