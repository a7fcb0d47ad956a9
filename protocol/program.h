/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The procedure tables: what each procedure of each program is called, what it takes and gives,
 * who may call it, and how to call a driver's operation for it. generate.py writes them from the
 * .x files; this is their shape. All of it is constant.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rpc/rpc.h>

#include "common/export.h"

struct session;
struct fd_list;
struct stream;

enum proc_flags {
    PROC_EVENT = 1 << 0,        /* a message of the daemon, never called */
    PROC_HIGH = 1 << 1,         /* priority workers take it too */
    PROC_READONLY = 1 << 2,     /* allowed on a read-only connection */
    PROC_NOAUTH = 1 << 3,       /* allowed before authentication */
    PROC_NOOPEN = 1 << 4,       /* allowed before CONNECT_OPEN */
    PROC_STREAM_READ = 1 << 5,  /* data flows to the client after the reply */
    PROC_STREAM_WRITE = 1 << 6, /* data flows from the client after the reply */
    PROC_FDS_CALL = 1 << 7,     /* the call brings file descriptors */
    PROC_FDS_REPLY = 1 << 8,    /* the reply brings file descriptors */
};

/* What invoke returns when the operations have no member for the procedure. */
enum { PROC_UNSUPPORTED = 1 };

/* What only some procedures have beside arguments and result. */
struct proc_extra {
    /* In: the call's, of which an operation moves away what it keeps. Out: the reply's; where
     * the procedure has none of them, what is left is closed. The caller's list. */
    struct fd_list *fds;
    struct stream *stream; /* the stream that follows the reply */
};

struct proc {
    int number; /* 0: a hole in the table */
    unsigned flags;
    int event_id;                    /* an event's number in the C API; -1: none */
    const char *name;                /* "DOMAIN_LOOKUP_BY_NAME" */
    const char *member;              /* "domain_lookup_by_name" */
    xdrproc_t args_codec, ret_codec; /* NULL: nothing; args: an event's message */
    size_t args_size, ret_size;
    /* Calls the operation: 0, < 0 with the error set, or PROC_UNSUPPORTED. */
    int (*invoke)(const void *ops, struct session *session, const void *args, void *ret,
                  const struct proc_extra *extra);
    /* Says of a procedure for readers that these arguments ask for what only writers may; or NULL.
     */
    bool (*writes)(const void *args);
    size_t supported_offset; /* of the member in the table of operations */
    int domain_offset;       /* of the first remote_nonnull_domain in the arguments; -1: none */
    const char *acl, *filter, *sparse, *since;
};

struct program {
    const char *name;
    uint32_t number, version;
    const struct proc *procs; /* by number */
    int max;                  /* the highest number */
};

extern const struct program remote_program, keepalive_program, vireo_program;
extern VIREO_SHARED const struct program admin_program, lxc_program, qemu_program;

/* The procedure of that number, or NULL. */
static inline const struct proc *program_proc(const struct program *p, int number)
{
    return number > 0 && number <= p->max && p->procs[number].number ? &p->procs[number] : NULL;
}

/* Returns true if the table of operations has a member for the procedure. */
static inline bool proc_supported(const struct proc *proc, const void *ops)
{
    return ops && *(void *const *)(const void *)((const char *)ops + proc->supported_offset);
}
