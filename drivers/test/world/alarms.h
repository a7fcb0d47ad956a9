/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What happens in a world by itself, when its time has come: a thread of the world rings alarms, in
 * the order of their time (of their making, at the same time), with the world held for writing.
 * The thread begins with the first alarm and ends with the world.
 *
 * Everything here wants the world held for writing, but for alarms_done: then nobody else is in it.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/types.h>

#include "drivers/test/world/virtual_clock.h"

struct world;

struct alarm {
    TAILQ_ENTRY(alarm) link;
    uint64_t when; /* 0: not set */
    void (*ring)(struct world *w, struct alarm *alarm);
};

struct alarms {
    TAILQ_HEAD(, alarm) set;
    struct virtual_clock_wait wait; /* the thread's */
    pthread_t thread;
    pid_t pid; /* the process that has the thread; 0: none yet */
    bool ended;
};

void alarms_init(struct alarms *alarms);

/* Rings what is due, here and now. */
void alarms_ring(struct world *w);

/* Ends the thread; what is set never rings. */
void alarms_done(struct world *w);

/* Rings once, at that time of the world; another time than before if it was set. 0, or -1 with the
 * error set when there can be no thread. */
int alarm_set(struct world *w, struct alarm *alarm, uint64_t when);

/* It does not ring; it need not be set. */
void alarm_clear(struct world *w, struct alarm *alarm);
