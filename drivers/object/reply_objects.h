/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What operations of every family reply about objects: which one, how many, which ones.
 *
 * Arrays of a reply are all of one shape, { u_int len; T *val; }: the functions here take its
 * address as void *.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct xml_object;
struct objects;

/* Fills a reply's object; uuid may be NULL. 0, or -1 without memory. */
int reply_object(const struct xml_object *o, char **ret_name, char *ret_uuid);

/* How many are active, or not. */
int reply_count(const struct objects *set, bool active);

/* The names of at most max of them. 0 or -1. */
int reply_names(const struct objects *set, bool active, int max, void *ret_array);

/* Returns true if an object passes the filters that networks, pools and interfaces have in common:
 * (in)active, persistent or transient, autostart or not. */
bool reply_passes(const struct xml_object *o, unsigned flags);

struct reply_list {
    unsigned flags;
    bool (*passes)(const struct xml_object *o, unsigned flags);
    size_t size;                                         /* of an item of the reply */
    int (*fill)(const struct xml_object *o, void *item); /* 0, or -1 with the error set */
};

/* All that pass: how many and, when need is true, which. 0 or -1. */
int reply_all(const struct objects *set, const struct reply_list *list, bool need, void *ret_array,
              u_int *ret_n);
