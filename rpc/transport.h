/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A transport: how bytes get to the other side and back. Whoever reads and writes messages has one
 * and does not know which: a UNIX socket (transport_unix.h), a layer over another transport
 * (transport_sasl.h), TLS some day.
 *
 *     messages      daemon/peer, client/remote/channel, drivers/rpc_client, bench/wire
 *       bytes       output_queue, input_queue
 *     transport     send, receive; wants: what to poll for; peer_identity
 *       socket
 *
 * Nothing waits, unless the transport was made for a thread that has nothing else to do. One thread
 * sends and one receives at a time; they may be two.
 */
#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <libvirt/libvirt-event.h>

struct fd_list;
struct transport;

/* What send and receive return that is not a count of bytes. */
enum transport_result {
    TRANSPORT_EOF = 0, /* receive: the other side has closed */
    /* Nothing was moved: again when the socket is readable, or writable. A transport that speaks a
     * protocol of its own may have to read in order to write. */
    TRANSPORT_WANTS_READ = -1,
    TRANSPORT_WANTS_WRITE = -2,
    TRANSPORT_FAILED = -3, /* errno says why; it can only be closed now */
};

/* Who is at the other end, as far as the system or the transport's own protocol knows. */
struct peer_identity {
    pid_t pid; /* of this host; -1: not known */
    uid_t uid;
    gid_t gid;
};

struct transport_ops {
    /* Takes some of the bytes, at least one; fd (-1: none) goes with the first of them. After
     * TRANSPORT_WANTS_* the same bytes have to come first again, perhaps with more behind. */
    ssize_t (*send)(struct transport *t, const void *bytes, size_t len, int fd);
    /* Gives bytes that are there, at most size; those that the transport keeps alone. Descriptors
     * that come with them are appended to fds as far as there is room, the rest is closed; NULL:
     * all are. Where fds refuses them: TRANSPORT_FAILED with EPERM, and they stay in the socket. */
    ssize_t (*receive)(struct transport *t, void *room, size_t size, struct fd_list *fds);
    /* What to poll the socket for until it is worth while to receive (POLLIN) or to send (POLLOUT):
     * POLLIN, POLLOUT or both. 0: at once, the transport keeps bytes that it has received, of which
     * the socket does not tell any more; who stops before they are read may wait for ever. Any
     * thread. */
    short (*wants)(const struct transport *t, short direction);
    /* 0, or -1 with the error set. */
    int (*peer_identity)(const struct transport *t, struct peer_identity *ret);
    /* The supplementary groups of the process at the other end, as they were when it connected:
     * malloc'ed, NULL: none, or not known. 0, or -1 with the error set. */
    int (*peer_groups)(const struct transport *t, gid_t **ret_list, size_t *ret_count);
    /* In a forked child: closes its copy of the socket, which is its parent's; nothing but close
     * may follow. */
    void (*leave)(struct transport *t);
    /* Closes the socket and frees it. */
    void (*close)(struct transport *t);
};

/* The part that all have; each has its own struct, which starts with it. */
struct transport {
    const struct transport_ops *ops;
    int fd; /* the socket, to poll and to shut down; the transport's; -1: left */
};

static inline ssize_t transport_send(struct transport *t, const void *bytes, size_t len, int fd)
{
    return t->ops->send(t, bytes, len, fd);
}

static inline ssize_t transport_receive(struct transport *t, void *room, size_t size,
                                        struct fd_list *fds)
{
    return t->ops->receive(t, room, size, fds);
}

static inline short transport_wants(const struct transport *t, short direction)
{
    return t->ops->wants(t, direction);
}

/* The same in the words of an event loop: VIR_EVENT_HANDLE_*. */
static inline int transport_loop_events(const struct transport *t, short direction)
{
    short events = transport_wants(t, direction);

    return (events & POLLIN ? VIR_EVENT_HANDLE_READABLE : 0) |
           (events & POLLOUT ? VIR_EVENT_HANDLE_WRITABLE : 0);
}

static inline int transport_peer_identity(const struct transport *t, struct peer_identity *ret)
{
    return t->ops->peer_identity(t, ret);
}

static inline int transport_peer_groups(const struct transport *t, gid_t **ret_list,
                                        size_t *ret_count)
{
    return t->ops->peer_groups(t, ret_list, ret_count);
}

static inline void transport_leave(struct transport *t)
{
    t->ops->leave(t);
}

/* Accepts NULL; returns NULL. */
static inline struct transport *transport_close(struct transport *t)
{
    if (t)
        t->ops->close(t);
    return NULL;
}

static inline void transport_closep(struct transport **t)
{
    transport_close(*t);
}

/* Returns true if send or receive would have nothing to do until the socket is ready. */
static inline bool transport_blocked(ssize_t result)
{
    return result == TRANSPORT_WANTS_READ || result == TRANSPORT_WANTS_WRITE;
}

/* Ends both directions, for whoever waits for the socket; it stays to be closed. Any thread. */
static inline void transport_shutdown(const struct transport *t)
{
    shutdown(t->fd, SHUT_RDWR);
}
