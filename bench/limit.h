/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bare limit: what any daemon of a poll thread and a worker could reach on this machine.
 * It knows frames by their length word only and answers each with a reply of the usual size.
 */
#pragma once

#include <stdbool.h>

/* Serves on a UNIX socket until the process is killed. echo: the thread that reads answers too,
 * no worker. Calls ready() once it listens. Returns -1 with errno when it can't begin. */
int limit_serve(const char *path, bool echo, void (*ready)(void));
