/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A call that waits or runs: a job of the pool, with a copy of what the client has sent. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/pool/pool.h"
#include "protocol/frame.h"

struct fd_list;
struct peer;
struct proc;
struct program;

struct call {
    struct job job;
    struct frame_header header;
    uint32_t n_fds;      /* descriptors that it says it brings */
    unsigned fds_kept;   /* that have come, and count for the peer */
    struct fd_list *fds; /* those, then those of the reply; NULL: the procedure has none */
    size_t len;
    uint8_t payload[];
};

/* Makes a call of the frame, with the descriptors that came with it; program and proc are NULL if
 * there is nothing of that number. Loop thread. NULL without memory. */
struct call *call_new(struct peer *peer, const struct frame *frame, const struct program *program,
                      const struct proc *proc);

/* Frees a call of the peer, with the descriptors that nobody has taken. */
void call_free(struct peer *peer, struct call *call);

/* The pool's drop. */
void call_drop(struct flow *flow, struct job *job);
