/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A room of drivers/ without a driver: a lock that counts, a hub, a session that hears events, and
 * a backend that fails when it is told to.
 */
#pragma once

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/event_hub.h"
#include "drivers/guard.h"
#include "drivers/session.h"
#include "tests/unit/suite.h"

enum { BACKEND_ERROR = VIR_ERR_SYSTEM_ERROR };

/* One for all tests of a program, made anew for each. */
static struct room_fixture {
    struct guard guard;
    struct hub hub;
    struct session session;
    int reading, writing; /* who holds the guard */
    int heard;            /* events */
    int called;           /* the backend */
    bool fails;           /* the backend does */
} f;

#define GIVES(call) ck_assert_msg((call) == 0, "%s: %s", #call, error_get()->message)
#define FAILS(expected, call)                            \
    do {                                                 \
        ck_assert_msg((call) < 0, "%s succeeds", #call); \
        ck_assert_int_eq(error_get()->code, expected);   \
    } while (0)

#define TEXT(literal) ((char *)(uintptr_t)(literal))

static inline void fixture_read(struct guard *guard)
{
    f.reading++;
}

static inline void fixture_read_done(struct guard *guard)
{
    f.reading--;
}

static inline void fixture_write(struct guard *guard)
{
    f.writing++;
}

static inline void fixture_write_done(struct guard *guard)
{
    f.writing--;
}

static inline void fixture_emit(struct session *s, const struct program *program,
                                const struct proc *proc, const void *msg)
{
    f.heard++;
}

static inline void fixture_open(enum session_room number, void *room)
{
    static const struct guard_ops guard_ops = {fixture_read, fixture_read_done, fixture_write,
                                               fixture_write_done};
    static const struct session_host host = {.emit = fixture_emit};

    f = (struct room_fixture){.guard.ops = &guard_ops};
    hub_init(&f.hub);
    f.session.host = &host;
    f.session.rooms[number] = room;
}

static inline void fixture_close(void)
{
    hub_leave(&f.hub, &f.session);
    hub_done(&f.hub);
    ck_assert_int_eq(f.reading, 0);
    ck_assert_int_eq(f.writing, 0);
}

/* What a backend's function gives, which is called with the guard held for writing. */
static inline int fixture_backend(void)
{
    ck_assert_int_eq(f.writing, 1);
    f.called++;
    return f.fails ? error_set(VIR_FROM_NONE, BACKEND_ERROR, "the host does not want to") : 0;
}
