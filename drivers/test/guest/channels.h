/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lines: the consoles and channels of a machine that callers have open, each of them one caller's.
 *
 *     caller --write--> typed --- the machine runs: heard ---> said --read--> caller
 *
 * What a machine that is paused gets waits until it goes on. A line ends for its caller when the
 * machine stops, when another caller takes it by force, or when the caller has said that it sends
 * no more; what was said before can still be read. Both buffers are bounded.
 *
 * Everything here wants the world held for writing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "common/buf.h"

struct chardev_session;
struct machine;
struct session;
struct stream;
struct world;

/* What is at the guest's end of a line. */
struct chardev_kind {
    /* The guest meets who has opened the line, as soon as it runs. 0, or -1 with the error set.
     * NULL: it waits for what it hears. */
    int (*meets)(struct chardev_session *l);
    /* Takes what it can use of l->typed, which is not empty. It may stop the machine, and returns
     * then. 0, or -1 with the error set: the caller's write fails. */
    int (*heard)(struct world *w, struct chardev_session *l);
};

struct chardev_session {
    LIST_ENTRY(chardev_session) link;
    struct session *session;
    struct stream *stream;
    struct machine *machine; /* NULL: the line has ended */
    char *device;            /* the alias of what it is a line to */
    const struct chardev_kind *kind;
    struct buf typed, said;
    bool met;
    bool skips; /* the rest of a line of text that was too long */
};

LIST_HEAD(chardev_sessions, chardev_session);

extern const struct chardev_kind chardev_echo; /* says what it hears */

/* Opens a line to that device for the session, which owns it by its stream. force: it is taken from
 * whoever has it open. 0, or -1 with the error set. */
int chardev_open(struct machine *m, const struct chardev_kind *kind, const char *device, bool force,
                 struct session *session, struct stream *stream);

/* Says it to the caller. 0, or -1 with the error set: nobody reads what it said before. */
int chardev_say(struct chardev_session *l, const void *bytes, size_t len);

/* The machine runs again: its lines go on. */
void chardev_wake(const struct machine *m);

/* Its guest has booted: all meet it anew. */
void chardev_meet(struct machine *m);

/* The machine stops: all end. */
void chardev_end(struct world *w, struct machine *m);
