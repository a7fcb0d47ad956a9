/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What documents may say, as tables: this hypervisor keeps most of what a document says without
 * acting on it, but what libvirt would not understand is an error here, too.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

enum { EMPTY_IS_NONE = 2 };

struct check {
    /*
     * Element names from the root's child on, then what is looked at:
     *
     *     devices/disk@type                        an attribute
     *     iothreads                                the text
     *     features/ *      (without the blank)     the elements' names
     *     interface[type=network]/source@network   of those elements that have it so
     *     [type=bridge]/bridge                     of such a root
     */
    const char *path;
    /* true: the attribute must be in each such element, or the last element in each parent;
     * EMPTY_IS_NONE: it need not, and an empty one is as none. */
    int wanted;
    const char *words;              /* it is one of these, "file block dir"; NULL: anything */
    bool (*fits)(const char *text); /* and this is true of it; NULL: anything */
    int domain, code;               /* the error */
};

/* 0, or -1 with the error of the first check that fails. Attributes that are as none are taken
 * away. */
int checks_pass(xmlNode *root, const struct check *checks, size_t n);

/* Whether the text is a word of a list of them. */
bool checks_word(const char *words, const char *text);

/* ---- for fits ---- */

bool checks_number(const char *text);    /* as amount_number() */
bool checks_line(const char *text);      /* one line */
bool checks_file_name(const char *text); /* no slash */
bool checks_mac(const char *text);
bool checks_cpus(const char *text); /* a set of numbers, as "0-3, ^2" */
bool checks_ip(const char *text);   /* an address of either version */
