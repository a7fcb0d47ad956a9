/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What operations of every family answer about objects: which one, how many, which ones.
 *
 * Arrays of a reply are all of one shape, { u_int len; T *val; }: the functions here take its
 * address as void *.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct object;
struct objects;

/* Fills a reply's object; uuid may be NULL. 0, or -1 without memory. */
int answer_object(const struct object *o, char **ret_name, char *ret_uuid);

/* How many are active, or not. */
int answer_count(const struct objects *set, bool active);

/* The names of at most max of them. 0 or -1. */
int answer_names(const struct objects *set, bool active, int max, void *ret_array);

/* Says whether an object passes the filters that networks, pools and interfaces have in common:
 * (in)active, persistent or transient, autostart or not. */
bool answer_passes(const struct object *o, unsigned flags);

struct answer_list {
    unsigned flags;
    bool (*passes)(const struct object *o, unsigned flags);
    size_t size;                                     /* of an item of the reply */
    int (*fill)(const struct object *o, void *item); /* 0, or -1 with the error set */
};

/* All that pass: how many and, when need is true, which. 0 or -1. */
int answer_all(const struct objects *set, const struct answer_list *list, bool need,
               void *ret_array, u_int *ret_n);
