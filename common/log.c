/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Formats a message and hands it to the sink. Sinks are swapped as one pointer, so that a thread
 * that logs sees the old pair or the new one, never half of each.
 */
#include "common/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/cleanup.h"
#include "common/clock.h"

enum { LOG_TEXT_MAX = 2048 };

struct listener {
    log_sink sink;
    void *opaque;
    struct listener *older; /* kept for threads that are inside it; a handful in a process's life */
};

static _Atomic(struct listener *) listener;
static atomic_int lowest_wanted = LOG_LEVEL_NOTICE + 1;

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
    atomic_store(&lowest_wanted, sink ? lowest : LOG_LEVEL_NOTICE + 1);
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

/* ---- how often ---- */

/* A place of the program that logs, as long as it has logged lately. */
struct log_kind {
    const char *module, *fmt; /* NULL: none */
    enum log_level level;
    int64_t since;         /* the first message of this window, ms */
    unsigned passed, more; /* messages of this window: passed on, not passed on */
};

static pthread_mutex_t kinds_lock = PTHREAD_MUTEX_INITIALIZER;
static struct log_kind kinds[64];

static struct log_kind *log_kind_of(const char *fmt)
{
    return &kinds[((uintptr_t)fmt * 0x9e3779b97f4a7c15u) >> 58];
}

/* Moves a kind with messages that were not passed on, whose window is over or which another one
 * displaces (NULL: none does), to *ret. */
static bool log_kind_take_ended(struct log_kind *displaced, int64_t now, struct log_kind *ret)
{
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        struct log_kind *k = &kinds[i];

        if (!k->more || (k != displaced && now - k->since < LOG_WINDOW_MS))
            continue;
        *ret = *k;
        *k = (struct log_kind){0};
        return true;
    }
    return false;
}

/* Returns true if the message may be passed on. *ret: a kind to tell the count of, or zero. */
static bool log_may_pass(enum log_level level, const char *module, const char *fmt,
                         struct log_kind *ret)
{
    struct log_kind *k = log_kind_of(fmt);
    int64_t now = clock_now_ms();
    bool other = false;
    LOCK_SCOPE(&kinds_lock);

    other = k->fmt != fmt || k->module != module;
    if (!log_kind_take_ended(other ? k : NULL, now, ret))
        *ret = (struct log_kind){0};
    if (other || now - k->since >= LOG_WINDOW_MS || !k->fmt)
        *k = (struct log_kind){.module = module, .fmt = fmt, .level = level, .since = now};
    if (k->passed >= LOG_BURST) {
        k->more++;
        return false;
    }
    k->passed++;
    return true;
}

static void log_tell_count(const struct listener *l, const struct log_kind *k)
{
    char text[LOG_TEXT_MAX];

    snprintf(text, sizeof(text), "%u more messages such as '%s' in %d seconds were not logged",
             k->more, k->fmt, LOG_WINDOW_MS / 1000);
    blank_controls(text);
    l->sink(k->level, k->module, text, l->opaque);
}

static void log_pass(const struct listener *l, enum log_level level, const char *module,
                     const char *fmt, va_list ap)
{
    char text[LOG_TEXT_MAX];

    vsnprintf(text, sizeof(text), fmt, ap);
    blank_controls(text);
    l->sink(level, module, text, l->opaque);
}

void log_write(enum log_level level, const char *module, const char *fmt, ...)
{
    struct listener *l = atomic_load(&listener);
    bool may = true;
    int saved_errno = errno;
    va_list ap;

    if (!l || !l->sink)
        return;
    if (level == LOG_LEVEL_WARNING || level == LOG_LEVEL_ERROR) {
        struct log_kind ended;

        may = log_may_pass(level, module, fmt, &ended);
        if (ended.more)
            log_tell_count(l, &ended);
    }
    if (may) {
        va_start(ap, fmt);
        log_pass(l, level, module, fmt, ap);
        va_end(ap);
    }
    errno = saved_errno;
}

void log_write_each(enum log_level level, const char *module, const char *fmt, ...)
{
    struct listener *l = atomic_load(&listener);
    int saved_errno = errno;
    va_list ap;

    if (!l || !l->sink)
        return;
    va_start(ap, fmt);
    log_pass(l, level, module, fmt, ap);
    va_end(ap);
    errno = saved_errno;
}
