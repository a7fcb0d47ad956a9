/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How large a document may be that a call brings: what is beyond is refused before it is parsed.
 * Parsers are quadratic in the attributes of an element, and a tree takes many times its text.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct session;

struct document_limits {
    size_t bytes;
    unsigned elements;   /* in all; comments count, too */
    unsigned attributes; /* of one element */
};

/* What sessions may send. Any thread, at any time. */
void document_limits_set(bool readonly, const struct document_limits *limits);

/* This thread begins a call of the session. Calls may nest: give what this returns back at the end.
 */
const struct session *document_limits_enter(const struct session *session);
void document_limits_leave(const struct session *before);

/* The limits of the call that this thread runs: true. False: there are none, since the caller is in
 * this process. *ret_keys: the beginning of the keys' names. */
bool document_limits_now(struct document_limits *ret_limits, const char **ret_keys);

/* Returns true if the call that this thread runs changes nothing, and its client has left: nothing
 * more is to be read for it. */
bool document_limits_moot(void);
