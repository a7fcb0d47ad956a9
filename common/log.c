/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Formats a message and hands it to the sink. Sinks are swapped as one pointer, so that a thread
 * that logs sees the old pair or the new one, never half of each.
 */
#include "common/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { LOG_TEXT_MAX = 2048 };

struct listener {
    log_sink sink;
    void *opaque;
    struct listener *older; /* kept for threads that are inside it; a handful in a process's life */
};

static _Atomic(struct listener *) listener;
static atomic_int lowest_wanted = LOG_LEVEL_ERROR + 1;

void log_set_sink(log_sink sink, void *opaque, enum log_level lowest)
{
    struct listener *older = atomic_load(&listener), *l;

    /* Another level for the same sink keeps nothing: that happens as often as somebody asks. */
    if (!older || older->sink != sink || older->opaque != opaque) {
        l = malloc(sizeof(*l));
        if (!l)
            return;
        *l = (struct listener){.sink = sink, .opaque = opaque, .older = older};
        atomic_store(&listener, l);
    }
    atomic_store(&lowest_wanted, sink ? lowest : LOG_LEVEL_ERROR + 1);
}

bool log_wants(enum log_level level)
{
    return (int)level >= atomic_load_explicit(&lowest_wanted, memory_order_relaxed);
}

/* A stranger may have put control characters into what we quote: a message stays one line. */
static void blank_controls(char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == '\x7f')
            *text = ' ';
    }
}

void log_write(enum log_level level, const char *module, const char *fmt, ...)
{
    struct listener *l = atomic_load(&listener);
    char text[LOG_TEXT_MAX];
    int saved_errno = errno;
    va_list ap;

    if (!l || !l->sink)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    blank_controls(text);
    l->sink(level, module, text, l->opaque);
    errno = saved_errno;
}
