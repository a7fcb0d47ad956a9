/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which drivers this program has. Only its host (the daemon or the client library) includes this;
 * a driver asks session_find_driver().
 */
#pragma once

#include <stddef.h>

struct driver;

/* The drivers in their order, of which the first one answers for an empty URI; NULL: no more. */
const struct driver *driver_at(size_t i);

/* The driver of that name, or NULL. */
const struct driver *driver_find(const char *name);
