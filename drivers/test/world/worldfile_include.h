/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Elements of a world's file that stand in files of their own: <network file='net.xml'/>. */
#pragma once

#include <libxml/tree.h>

struct world;

/* Reads a file into what the world is made of: with the rights of who opens the world, and counted
 * among its bytes. 0, or -1 with the error set. */
int worldfile_read(struct world *w, const char *path, char **ret_text);

/* The file that an element's attribute names, relative to the file in which it is: malloc'ed, or
 * NULL where none is named. 0, or -1 with the error set. */
int worldfile_include_path(const xmlNode *node, const char *path, char **ret_file);

/*
 * What an element stands for: the root of the file that it names, relative to the file in which it
 * is, or else itself. *ret_doc is the caller's to free, NULL: the element itself. 0, or -1.
 */
int worldfile_include_find(struct world *w, xmlNode *node, const char *path, xmlDoc **ret_doc,
                           xmlNode **ret_node);
