/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a world has besides machines: a set of objects a family. A new family is a set here, a line
 * in the table of families.c, and a file of operations.
 */
#pragma once

#include "drivers/object/objects.h"

struct world;

struct families {
    struct objects devices;
};

void families_init(struct world *w);
void families_done(struct world *w);

/* Fills them with what libvirt's default world has. 0, or -1 with the error set. */
int families_default(struct world *w);

/* Adds what a world's file at that path has: every <network> and so on in its root. 0, or -1. */
int families_load(struct world *w, xmlNode *root, const char *path);
