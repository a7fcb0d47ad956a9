/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which drivers this program has. Only its host (the daemon or the client library) includes this;
 * a driver asks session_find_driver().
 */
#pragma once

struct driver;

/* The driver of that name, or NULL. */
const struct driver *driver_find(const char *name);
