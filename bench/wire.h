/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A client of the wire that costs as little as it can: what it measures is the other side.
 * One thread a wire. Functions return 0 or -1 with errno set (EPROTO: an answer that isn't one).
 */
#pragma once

#include <sys/types.h>

#include "common/buf.h"

struct wire {
    int fd;
    uint32_t serial;
    struct buf in, out;
};

/* Connects to a UNIX socket. The caller ends it with wire_close, after a failure too. */
int wire_connect(struct wire *w, const char *path);

/* Opens test:///default and waits for the answer. */
int wire_open(struct wire *w);

/* Sends n calls of CONNECT_GET_LIB_VERSION, the cheapest there is, in one write. */
int wire_send(struct wire *w, unsigned n);

/* Waits for bytes and counts the whole replies in them, at least one. Out: how many. */
int wire_receive(struct wire *w, unsigned *ret_n);

/* The process at the other end, or -1. */
pid_t wire_peer(const struct wire *w);

void wire_close(struct wire *w);
