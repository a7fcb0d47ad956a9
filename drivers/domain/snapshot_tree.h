/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * States of a domain that were kept: snapshots and checkpoints. Both are trees of names, where a
 * new one hangs below the current one and becomes it. Nothing here is locked: the world is held.
 *
 *     first --- second --- third (current)
 *          \
 *           +-- other
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "drivers/xml/secrets.h"

struct definition;
struct schema;

struct snapshot_tree_kind {
    const struct schema *schema;
    int missing; /* the error of one that is not there */
};

struct snapshot_node {
    char *name;
    struct snapshot_node *parent; /* NULL: a root */
    xmlDoc *doc;                  /* without parent and domain */
    struct definition *domain;
    int state; /* enum virDomainState */
};

struct snapshot_tree {
    struct snapshot_node **list; /* in the order of their making: parents before children */
    size_t n;
    struct snapshot_node *current;
};

/* ---- make ---- */

/*
 * Reads a new one, which is not among the others yet: the name is free (without one it is the
 * date, in seconds since 1970, or the next number that is free), the date is written down.
 * redefine: the XML has time, parent and domain itself, which is that of the UUID (NULL: any), and
 * the name may be that of one that is replaced. 0, or -1 with the error set.
 */
int snapshot_node_parse(const struct snapshot_tree *set, const struct snapshot_tree_kind *kind,
                        const char *xml, bool redefine, const unsigned char *uuid, long long date,
                        struct snapshot_node **ret_node);

/* Puts it below its parent; one of the same name is freed. It becomes the current one if asked.
 * 0, or -1 without memory. */
int snapshot_tree_add(struct snapshot_tree *set, struct snapshot_node *m, bool current);

/* ---- use ---- */

/* The one of that name, or NULL with the kind's error. */
struct snapshot_node *snapshot_tree_find(const struct snapshot_tree *set,
                                         const struct snapshot_tree_kind *kind, const char *name);

/* The same without an error set. */
struct snapshot_node *snapshot_tree_look(const struct snapshot_tree *set, const char *name);

bool snapshot_node_below(const struct snapshot_node *m, const struct snapshot_node *ancestor);

/*
 * Returns true if a list has it: of all (below NULL) or of one's children, by the flags that both
 * kinds share: only roots, or all descendants (1), only leaves (4), only others (8).
 */
bool snapshot_tree_lists(const struct snapshot_tree *set, const struct snapshot_node *m,
                         const struct snapshot_node *below, unsigned flags);

/* Its XML, malloc'ed; NULL with the error set. */
char *snapshot_node_format(const struct snapshot_node *m, const struct snapshot_tree_kind *kind,
                           bool with_domain, enum secrets secrets);

/* Frees it; its children (1: which are freed too; 4: only they are) get its parent. Flags are those
 * of both kinds' delete calls. */
void snapshot_tree_remove(struct snapshot_tree *set, struct snapshot_node *m, unsigned flags);

/* ---- end ---- */

struct snapshot_node *snapshot_node_free(struct snapshot_node *m);
void snapshot_tree_done(struct snapshot_tree *set);

static inline void snapshot_node_freep(struct snapshot_node **m)
{
    snapshot_node_free(*m);
}
