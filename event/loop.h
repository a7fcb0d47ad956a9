/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The event loop: calls back when an fd is ready, when time has passed, when another thread asks.
 *
 * Threads. Any thread may call any function but loop_free at any time. Callbacks run in the thread
 * that runs the loop, one after another, with no lock held, and may do anything: add, update,
 * remove (themselves too), close the fd, reuse its number, call back in, run the loop again.
 * Only one thread runs the loop at a time; a second one waits for its turn.
 *
 * Removal. Once loop_remove_*() has returned no call of the callback begins. Called from the
 * loop's thread that means: it never runs again. Called from another thread, a call that had begun
 * may still be under way. The free callback runs exactly once, later, from the thread that runs
 * the loop, with no lock held, when no callback is under way; what opaque points to lives till
 * then. If nobody runs the loop any more, loop_free calls it.
 *
 * Closing. Remove the watch, then close the fd, or the other way round: both are fine, and so is
 * opening a new file under the same number in between. A watch whose fd was closed is silent.
 * Where several threads open files, remove first: the number may be another thread's at once.
 *
 * Nested runs. A callback may run the loop: other callbacks are called, its own is not until it
 * returns. Free callbacks wait for the outermost run.
 *
 * Forks. A child has a copy of the loop, with all watches and timers: what either does to its own
 * is not seen by the other. The child's copy waits by itself from its first use on.
 *
 * Events are VIR_EVENT_HANDLE_* bits, level-triggered. Two watches on one fd are fine, and so are
 * regular files, which are always ready. A watch that wants 0 is off; one that wants anything also
 * hears of errors and hang-ups. Make fds non-blocking: readiness is a hint, not a promise.
 *
 * Functions that fail return -1 (or NULL) with the error set and errno left as a reason for code.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <libvirt/libvirt-event.h>

struct loop;

struct loop_stats {
    uint64_t iterations;
    uint64_t callbacks; /* of handles and timers */
    uint64_t wakeups;   /* sleeps of the loop that another thread ended: one write each */
    bool sleeping;      /* now, and nobody has woken it */
};

/* ---- make and end ---- */

/*
 * A loop with the back end of that name ("epoll", "poll"); NULL: $VIREO_LOOP, else epoll.
 * NULL on failure: unknown name (EINVAL), no memory, no fds.
 */
struct loop *loop_new(const char *backend);

/*
 * Ends a loop that nobody runs or uses any more: runs what was deferred, removes every watch and
 * timer, runs all free callbacks (they can add nothing any more). Accepts NULL. Returns NULL.
 */
struct loop *loop_free(struct loop *loop);

/*
 * The program's own descriptors are watched, which may become other files under their numbers, by
 * dup2() or by close() and open(): a watch then goes on with the file that has its number now. What
 * has changed is seen within some calls, or some milliseconds; with thousands of watches it takes
 * some hundred milliseconds, so that looking for it costs little.
 */
void loop_recheck_files(struct loop *loop);

/* The name of the loop's back end. */
const char *loop_backend(const struct loop *loop);

/* ---- watches ---- */

/*
 * Calls cb(watch, fd, events, opaque) whenever something of events (or an error or a hang-up) is
 * there on fd. The loop owns neither fd nor opaque; free_cb (NULL: none) tells when opaque is no
 * longer used. Returns the watch (> 0), or -1: EBADF, ENOMEM, ENOSPC (the kernel's limit).
 */
int loop_add_handle(struct loop *loop, int fd, int events, virEventHandleCallback cb, void *opaque,
                    virFreeCallback free_cb);

/* Changes what the watch wants. Cheap when nothing changes. Returns 0, or -1: ENOENT, EBADF. */
int loop_update_handle(struct loop *loop, int watch, int events);

/* Removes the watch. Returns 0, or -1: ENOENT. */
int loop_remove_handle(struct loop *loop, int watch);

/* ---- timers ---- */

/*
 * Calls cb(timer, opaque) every ms milliseconds, never early, in order of due time; 0: in each
 * iteration; < 0: never, until an update. A timer that was late runs once, and again ms after
 * that. Returns the timer (> 0), or -1: ENOMEM.
 */
int loop_add_timeout(struct loop *loop, int ms, virEventTimeoutCallback cb, void *opaque,
                     virFreeCallback free_cb);

/* Starts the wait again, with ms from now. Returns 0, or -1: ENOENT. */
int loop_update_timeout(struct loop *loop, int timer, int ms);

/* Removes the timer. Returns 0, or -1: ENOENT. */
int loop_remove_timeout(struct loop *loop, int timer);

/* ---- from other threads ---- */

/*
 * Makes the present or else the next iteration not sleep. Costs a system call only if the loop
 * sleeps or is about to, and nobody has woken it yet.
 */
void loop_wakeup(struct loop *loop);

/*
 * Runs fn(opaque) once, soon, in the thread that runs the loop; in the order of deferring. Nothing
 * deferred is lost: what no iteration ran, loop_free runs. Returns 0, or -1: ENOMEM, ESHUTDOWN.
 */
int loop_defer(struct loop *loop, void (*fn)(void *opaque), void *opaque);

/* The caller's own, so that deferring it takes no memory. `next` and `allocated` are the loop's. */
struct loop_task {
    void (*fn)(void *opaque);
    void *opaque;
    struct loop_task *next;
    bool allocated;
};

/*
 * Same, for a task that its caller keeps and that does not wait in the loop already; it may be
 * deferred again, or freed, as soon as fn begins. Returns 0, or -1: ESHUTDOWN.
 */
int loop_defer_task(struct loop *loop, struct loop_task *task);

/* ---- run ---- */

/*
 * One iteration: sleeps until something is due, calls back once for all that is (of very many
 * ready fds for some hundreds, the others come first in the next iteration), returns. Returns
 * at once when there was a wake-up or something to free. A signal ends the sleep. Returns 0 or -1.
 */
int loop_iterate(struct loop *loop);

/* The same, sleeping at most max_ms milliseconds (0: not at all; < 0: no limit). */
int loop_iterate_for(struct loop *loop, int max_ms);

/* Iterates until loop_quit. Returns 0, or -1 when an iteration failed. */
int loop_run(struct loop *loop);

/* Makes the present loop_run return after its iteration, or else the next one at once. */
void loop_quit(struct loop *loop);

/* For who calls loop_iterate by itself: says once, for each loop_quit, that it was called. */
bool loop_take_quit(struct loop *loop);

/* What the loop did so far; a snapshot, from any thread. */
void loop_get_stats(struct loop *loop, struct loop_stats *ret_stats);

static inline void loop_freep(struct loop **loop)
{
    loop_free(*loop);
}
