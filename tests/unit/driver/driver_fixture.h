/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A session of test:///default in the process, whose host remembers the last event. FAILS calls an
 * operation that must fail with a code; GIVES one that must not.
 */
#pragma once

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/test/test.h"
#include "drivers/uri.h"
#include "tests/unit/suite.h"

#define OPS test_driver.remote

#define GIVES(call) ck_assert_msg((call) == 0, "%s: %s", #call, error_get()->message)
#define FAILS(expected, call)                            \
    do {                                                 \
        ck_assert_msg((call) < 0, "%s succeeds", #call); \
        ck_assert_int_eq(error_get()->code, expected);   \
    } while (0)

/* Texts of arguments, which the structures want without const. */
#define TEXT(literal) ((char *)(uintptr_t)(literal))

struct heard {
    struct session session; /* first: the host finds the rest by it */
    int count;
    int procedure; /* of the last one */
    int numbers[2];
    char name[32];
    void (*read)(struct heard *h, const void *msg); /* fills numbers and name */
};

static inline void hear(struct session *s, const struct program *program, const struct proc *proc,
                        const void *msg)
{
    struct heard *h = (struct heard *)s;

    h->count++;
    h->procedure = proc->number;
    if (h->read)
        h->read(h, msg);
}

static inline void open_world(struct heard *h)
{
    static const struct session_host host = {.emit = hear};
    _cleanup_(uri_freep) struct uri *uri = NULL;

    *h = (struct heard){.session = {.host = &host, .driver = &test_driver}};
    GIVES(uri_parse("test:///default", &uri));
    GIVES(test_driver.open(&h->session, uri, 0));
}

static inline void close_world(struct heard *h)
{
    test_driver.close(&h->session);
}
