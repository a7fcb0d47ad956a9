/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors that travel with bytes through a UNIX socket (SCM_RIGHTS).
 *
 * A list owns its descriptors. A queue owns those that leave: each goes with the byte that its
 * position names, so bytes and descriptors keep their order although they are sent in pieces:
 *
 *     bytes that wait    | frame ............... |0|0|0| next frame ...
 *                                                 ^ ^ ^ one descriptor each
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/types.h>

#include "common/export.h"

/* ---- lists ---- */

enum { FDS_MAX = 32 }; /* a message carries no more */

struct fd_list {
    int fds[FDS_MAX];
    unsigned count;
    unsigned owner; /* whose they are, for fds_set_closer; 0: nobody's in particular */
    bool refuse;    /* none may come: the transport fails rather than take one */
};

/*
 * What closes strangers' descriptors from now on, instead of close() there and then: a stranger can
 * see to it that closing one takes for ever. It never waits, and may be called by any thread.
 * Before there is any list.
 */
void fds_set_closer(void (*closer)(int fd, unsigned owner));

/* Closes a stranger's descriptor that is in no list. */
void fds_close(int fd, unsigned owner);

/* Appends a duplicate. 0, or -1 with the error set. */
int fd_list_add_copy(struct fd_list *list, int fd);

/* Appends a stranger's descriptor, or closes it where there is no room. */
void fd_list_take(struct fd_list *list, int fd);

/* Moves the first n, which are there, to the end of another list, which has room. */
void fd_list_move(struct fd_list *from, unsigned n, struct fd_list *to);

/* Closes them; the list is empty then. */
VIREO_SHARED void fd_list_close(struct fd_list *list);

/* ---- out ---- */

struct fd_mark {
    STAILQ_ENTRY(fd_mark) next;
    uint64_t at;
    int fd;
};

struct fd_queue {
    uint64_t sent; /* bytes, ever */
    STAILQ_HEAD(, fd_mark) marks;
};

void fd_queue_init(struct fd_queue *q);
void fd_queue_done(struct fd_queue *q);

/* Takes the descriptors of the list, for the bytes that follow `ahead` bytes which are not yet
 * sent. 0, or -1 with the error set and the list as it was. */
int fd_queue_add(struct fd_queue *q, size_t ahead, struct fd_list *list);

/* How many of the next len bytes may be sent at once, and with which descriptor (-1: none). */
size_t fd_queue_next(const struct fd_queue *q, size_t len, int *ret_fd);

/* So many of them were sent; the descriptor that went with them is closed. */
void fd_queue_sent(struct fd_queue *q, size_t n);
