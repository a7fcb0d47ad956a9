/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Moments of a machine that were kept: snapshots and checkpoints. Both are trees of names, where a
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

struct definition;
struct schema;

struct moment_kind {
    const struct schema *schema;
    int missing; /* the error of one that is not there */
};

struct moment {
    char *name;
    struct moment *parent; /* NULL: a root */
    xmlDoc *doc;           /* without parent and domain */
    struct definition *domain;
    int state; /* enum virDomainState */
};

struct moments {
    struct moment **list; /* in the order of their making: parents before children */
    size_t n;
    struct moment *current;
};

/* ---- make ---- */

/*
 * Reads a new one, which is not among the others yet: the name is free (without one it is the
 * date, in seconds since 1970, or the next number that is free), the date is written down.
 * redefine: the XML has time, parent and domain itself, and the name may be that of one that is
 * replaced. 0, or -1 with the error set.
 */
int moment_parse(const struct moments *set, const struct moment_kind *kind, const char *xml,
                 bool redefine, long long date, struct moment **ret_moment);

/* Puts it below its parent; one of the same name is freed. It becomes the current one if asked.
 * 0, or -1 without memory. */
int moments_add(struct moments *set, struct moment *m, bool current);

/* ---- use ---- */

/* The one of that name, or NULL with the kind's error. */
struct moment *moments_find(const struct moments *set, const struct moment_kind *kind,
                            const char *name);

/* The same without an error set. */
struct moment *moments_look(const struct moments *set, const char *name);

bool moment_below(const struct moment *m, const struct moment *ancestor);

/*
 * Says whether a list has it: of all (below NULL) or of one's children, by the flags that both
 * kinds share: only roots, or all descendants (1), only leaves (4), only others (8).
 */
bool moment_listed(const struct moments *set, const struct moment *m, const struct moment *below,
                   unsigned flags);

/* Its XML, malloc'ed; NULL with the error set. */
char *moment_format(const struct moment *m, const struct moment_kind *kind, bool with_domain);

/* Frees it; its children (1: which are freed too; 4: only they are) get its parent. Flags are those
 * of both kinds' delete calls. */
void moments_remove(struct moments *set, struct moment *m, unsigned flags);

/* ---- end ---- */

struct moment *moment_free(struct moment *m);
void moments_done(struct moments *set);

static inline void moment_freep(struct moment **m)
{
    moment_free(*m);
}
