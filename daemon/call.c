/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a frame to a job: what the pool must know of a call, before anything of it is decoded. */
#include "daemon/call.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"
#include "protocol/program.h"
#include "rpc/fds.h"

enum { COSTS_MAX = 1024 }; /* procedures whose cost is kept */

/* Where the pool keeps what calls of the procedure cost (pool.h). */
static _Atomic uint32_t *call_cost(const struct program *program, const struct proc *proc)
{
    static _Atomic uint32_t remote_costs[COSTS_MAX];

    return program == &remote_program && proc->number < COSTS_MAX ? &remote_costs[proc->number]
                                                                  : NULL;
}

/* Spreads each bit over all (the end of MurmurHash3): UUIDs may be as alike as numbers in a row. */
static uint64_t call_mix_bits(uint64_t x)
{
    x = (x ^ x >> 33) * 0xff51afd7ed558ccd;
    x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53;
    return x ^ x >> 33;
}

/* The domain that a call is for, as the key of its job: a hash of its UUID; 0: none. */
static uint64_t call_key(const struct peer *peer, const struct proc *proc, const struct frame *f)
{
    uint32_t name_len;
    uint64_t words[2];
    size_t at;

    /* Nearly every procedure on a domain begins with it: its name, then its UUID. */
    if (!peer->opened || proc->domain_offset != 0 || f->payload_len < sizeof(name_len))
        return 0;
    memcpy(&name_len, f->payload, sizeof(name_len));
    name_len = ntohl(name_len);
    if (name_len > f->payload_len)
        return 0;
    at = sizeof(name_len) + (((size_t)name_len + 3) & ~(size_t)3);
    if (at + sizeof(words) > f->payload_len)
        return 0;
    memcpy(words, f->payload + at, sizeof(words));
    return call_mix_bits(call_mix_bits(words[0] ^ peer->session.scope) ^ words[1]) | 1;
}

/* Gives the call room for descriptors, when its procedure takes or gives some, and those that came
 * with it, when the peer may have more; else they are closed. */
static void call_take_fds(struct peer *peer, const struct proc *proc, struct call *call)
{
    struct fd_list *came = &peer->in.fds;
    unsigned n = call->n_fds < came->count ? call->n_fds : came->count;
    bool wanted = peer->opened && proc && proc->flags & PROC_FDS_CALL &&
                  atomic_load(&peer->fds) + n <= peer->context->limits->client_fds;
    struct fd_list unwanted = {0};

    if (proc && proc->flags & (PROC_FDS_CALL | PROC_FDS_REPLY))
        call->fds = calloc(1, sizeof(*call->fds));
    wanted = wanted && call->fds;
    fd_list_move(came, n, wanted ? call->fds : &unwanted);
    fd_list_close(&unwanted);
    call->fds_kept = wanted ? n : 0;
    atomic_fetch_add(&peer->fds, call->fds_kept);
}

struct call *call_new(struct peer *peer, const struct frame *f, const struct program *program,
                      const struct proc *proc)
{
    struct call *call = malloc(sizeof(*call) + f->payload_len);

    if (!call)
        return NULL;
    call->job.high = proc && (proc->flags & PROC_HIGH);
    call->job.key = proc ? call_key(peer, proc, f) : 0;
    call->job.was_parked = false;
    call->job.cost = proc ? call_cost(program, proc) : NULL;
    call->job.bytes = sizeof(*call) + f->payload_len;
    call->header = f->header;
    call->n_fds = f->n_fds;
    call->fds_kept = 0;
    call->fds = NULL;
    if (f->n_fds || (proc && proc->flags & (PROC_FDS_CALL | PROC_FDS_REPLY)))
        call_take_fds(peer, proc, call);
    call->len = f->payload_len;
    memcpy(call->payload, f->payload, f->payload_len);
    return call;
}

void call_free(struct peer *peer, struct call *call)
{
    if (call->fds) {
        atomic_fetch_sub(&peer->fds, call->fds_kept);
        fd_list_close(call->fds);
        free(call->fds);
    }
    free(call);
}

void call_drop(struct flow *flow, struct job *job)
{
    call_free(peer_of_flow(flow), (struct call *)job);
}
