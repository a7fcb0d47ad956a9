/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The in-memory hypervisor: machines that exist in this process only, the same on every run.
 */
#pragma once

#include <stdbool.h>

struct driver;

extern const struct driver test_driver;

/* Keeps the world of test:///default after its last session left (for a daemon that is to behave
 * like one with state), or ends it then as libvirt does: the default. Any thread. */
void test_world_keep(bool keep);

/* The file (test:///FILE's format) that the world of test:///default is made of when it is made
 * next; "": what libvirt has there. A copy is kept; 0, or -1 without memory. Any thread. */
int test_world_file(const char *path);
