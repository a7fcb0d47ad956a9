/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the host of a world has at first. A new kind of object is a line in the table of
 * host_objects.c, a room that has its set (drivers/test/host/rooms.c), and its calls.
 */
#pragma once

#include <libxml/tree.h>

struct world;

/* Fills the rooms with what libvirt's default world has. 0, or -1 with the error set. */
int host_objects_default(struct world *w);

/* Adds what a world's file at that path has: every <network> and so on in its root. 0, or -1. */
int host_objects_load(struct world *w, xmlNode *root, const char *path);
