/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A session: who calls a driver, with what rights, through which URI.
 *
 * The host (the daemon or the client library) makes one per connection, opens it with the driver
 * of its URI, and hands it to every operation. Several threads may be inside operations of one
 * session at once. A driver knows no client, socket or message: what it needs of the process
 * around it, it asks of the host's functions.
 */
#pragma once

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct driver;
struct proc;
struct program;
struct session;

/* What the process around the drivers does for them. Any thread may call any of it. */
struct session_host {
    /* Passes an event on: proc is the event's (its args_codec encodes *msg, which stays the
     * caller's and may change after return). Never waits, never fails to the driver. */
    void (*emit)(struct session *session, const struct program *program, const struct proc *proc,
                 const void *msg);
    /* This thread is about to wait for something slow (true), or has finished (false): the daemon
     * gives the thread's place to another call. */
    void (*waiting)(struct session *session, bool begins);
    /* How many event subscriptions the session may have at once. NULL: as many as it likes. */
    unsigned (*max_subscriptions)(const struct session *session);
    /* Asks, while the session opens, for the name of the service's user, or with a name for that
     * user's password: *ret is malloc'ed. 0, or -1 with the error set. NULL: nobody can be asked.
     */
    int (*ask_user)(struct session *session, const char *service, const char *user, char **ret);
    /* The driver of that name in this process, or NULL. NULL: there is none besides the session's.
     */
    const struct driver *(*find_driver)(const char *name);
};

/* The rooms whose calls a driver may have from drivers/ROOM/: what each keeps for a session. */
enum session_room {
    ROOM_MACHINE,
    ROOM_NETWORK,
    ROOM_STORAGE,
    ROOM_NODEDEV,
    ROOM_INTERFACE,
    ROOM_SECRET,
    ROOM_NWFILTER,
    ROOM_NODE,
    SESSION_ROOMS,
};

struct session {
    const struct session_host *host;
    void *owner; /* the host's */

    const struct driver *driver; /* set by the host before open */
    void *state;                 /* the driver's */
    void *rooms[SESSION_ROOMS];  /* set by the driver's open: a room's own structure, or NULL */
    /* Set by the driver's open: domains of sessions with different scopes are different ones,
     * whatever their UUIDs. */
    uint64_t scope;
    atomic_uint subscriptions; /* the hubs': how many it has in all of them */
    atomic_int next_callback;  /* the hubs': the next subscription's ID */

    char *uri;     /* as the driver should report it; the host's */
    bool readonly; /* a read-only connection */
    bool remote;   /* the caller is in another process */

    _Atomic bool gone; /* set by the host before driver->interrupt: nobody waits for answers */

    /* Who is at the other end; -1 where unknown. */
    pid_t pid;
    uid_t uid;
    gid_t gid;
    struct {
        gid_t *list; /* the host's */
        size_t count;
    } groups; /* supplementary ones, known where uid is another user than this process' */
};

static inline void session_emit(struct session *s, const struct program *program,
                                const struct proc *proc, const void *msg)
{
    s->host->emit(s, program, proc, msg);
}

static inline void session_waiting(struct session *s, bool begins)
{
    if (s->host->waiting)
        s->host->waiting(s, begins);
}

static inline unsigned session_max_subscriptions(const struct session *s)
{
    return s->host->max_subscriptions ? s->host->max_subscriptions(s) : UINT_MAX;
}

/* The driver of that name in this process, or NULL. */
static inline const struct driver *session_find_driver(const struct session *s, const char *name)
{
    return s->host->find_driver ? s->host->find_driver(name) : NULL;
}
