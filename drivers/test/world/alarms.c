/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The thread of a world. Whoever sets an alarm holds the world, and so the thread is either asleep,
 * and is told to look again, or about to take the world and look anyway.
 */
#include "drivers/test/world/alarms.h"

#include <signal.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/test/world/world.h"

void alarms_init(struct alarms *alarms)
{
    *alarms = (struct alarms){.set = TAILQ_HEAD_INITIALIZER(alarms->set)};
}

void alarms_ring(struct world *w)
{
    struct alarm *first;

    while ((first = TAILQ_FIRST(&w->alarms.set)) && !w->alarms.ended &&
           first->when <= virtual_clock_now(&w->time)) {
        alarm_clear(w, first);
        first->ring(w, first);
    }
}

/* Rings what is due; then announces until when it will sleep. False: the world ends. */
static bool ring_due(struct world *w)
{
    _cleanup_(world_unlockp) struct world *held = w;
    struct alarm *first;

    pthread_rwlock_wrlock(&held->lock);
    alarms_ring(w);
    if (w->alarms.ended)
        return false;
    first = TAILQ_FIRST(&w->alarms.set);
    virtual_clock_announce(&w->time, &w->alarms.wait, NULL, first ? first->when : UINT64_MAX);
    return true;
}

static void *alarms_run(void *opaque)
{
    struct world *w = opaque;

    while (ring_due(w))
        virtual_clock_sleep(&w->time, &w->alarms.wait, NULL);
    return NULL;
}

/* The thread starts asleep; signals are for the program's own threads. */
static int want_thread(struct world *w)
{
    sigset_t all, before;
    int r;

    if (w->alarms.pid)
        return 0;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    r = pthread_create(&w->alarms.thread, NULL, alarms_run, w);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r)
        return error_set_errno(VIR_FROM_TEST, r, "the world has no thread for what takes time");
    w->alarms.pid = getpid();
    return 0;
}

void alarms_done(struct world *w)
{
    if (w->alarms.pid != getpid()) /* never begun, or left behind by a fork */
        return;
    pthread_rwlock_wrlock(&w->lock);
    w->alarms.ended = true;
    virtual_clock_wake(&w->time, &w->alarms.wait);
    pthread_rwlock_unlock(&w->lock);
    pthread_join(w->alarms.thread, NULL);
}

int alarm_set(struct world *w, struct alarm *alarm, uint64_t when)
{
    struct alarm *behind;

    if (want_thread(w) < 0)
        return -1;
    alarm_clear(w, alarm);
    alarm->when = when ? when : 1;
    TAILQ_FOREACH (behind, &w->alarms.set, link) {
        if (behind->when > alarm->when)
            break;
    }
    if (behind)
        TAILQ_INSERT_BEFORE(behind, alarm, link);
    else
        TAILQ_INSERT_TAIL(&w->alarms.set, alarm, link);
    virtual_clock_move(&w->time, &w->alarms.wait, TAILQ_FIRST(&w->alarms.set)->when);
    return 0;
}

void alarm_clear(struct world *w, struct alarm *alarm)
{
    if (!alarm->when)
        return;
    TAILQ_REMOVE(&w->alarms.set, alarm, link);
    alarm->when = 0;
}
