/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The images of a disk, one on top of the other, as its XML tells of them:
 *
 *     0   <disk> <driver type='qcow2'/> <source file='/top'/>
 *     1     <backingStore type='file'> <format type='qcow2'/> <source file='/middle'/>
 *     2       <backingStore type='file'> <format type='raw'/> <source file='/base'/>
 *               <backingStore/>
 *
 * Layers are counted from the top. Not locked: whoever owns the definition locks.
 */
#pragma once

#include <libxml/tree.h>

/* How many layers there are; 0: the drive is empty. */
unsigned chain_length(const xmlNode *disk);

/* What the layer's source names: a path or the like. Malloc'ed, NULL: nothing. */
char *chain_source(const xmlNode *disk, unsigned layer);

/* The layer's format, "qcow2" or the like. Malloc'ed, NULL: it is not said. */
char *chain_format(const xmlNode *disk, unsigned layer);

/* The layer of that path, or of that number: "vda[1]". -1: there is none, no error set. */
int chain_find(const xmlNode *disk, const char *name);

/* Takes the layers between two away; below chain_length: all under `above`. */
void chain_cut(xmlNode *disk, unsigned above, unsigned below);

/* Puts an image on top: a <disk>-like element with a type, a <source> and perhaps a <driver>. 0 or
 * -1 without memory. */
int chain_push(xmlNode *disk, const xmlNode *image);

/* The disk goes on with another image; what is below the old one stays. 0 or -1 without memory. */
int chain_replace_top(xmlNode *disk, const xmlNode *image);

/* The disk goes on with that layer of its own. 0 or -1 without memory. */
int chain_fall_to(xmlNode *disk, unsigned layer);
