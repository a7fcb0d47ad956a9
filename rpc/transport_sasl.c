/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libsasl2 cuts packets by itself on the way in; on the way out it takes so much at a time as it
 * says. It does not lock an exchange, of which two threads send and receive.
 */
#include "rpc/transport_sasl.h"

#include <errno.h>
#include <pthread.h>
#include <sasl/sasl.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "rpc/fds.h"
#include "rpc/transport.h"

enum { SASL_READ_SIZE = 65536, SASL_SEND_MAX = 4096 };

struct transport_sasl {
    struct transport transport; /* first */
    struct transport *below;

    pthread_mutex_t lock; /* of the exchange */
    sasl_conn_t *conn;

    size_t send_max;     /* bytes of a packet */
    struct buf packet;   /* on its way; the sender's */
    size_t packet_of;    /* how many bytes it stands for */
    struct buf received; /* of a packet, and kept; the receiver's */
    uint8_t raw[SASL_READ_SIZE];
};

static struct transport_sasl *sasl_of(struct transport *t)
{
    return (struct transport_sasl *)(void *)t;
}

bool transport_sasl_wanted(struct sasl_conn *conn)
{
    const void *ssf = NULL;

    return sasl_getprop(conn, SASL_SSF, &ssf) == SASL_OK && *(const sasl_ssf_t *)ssf > 0;
}

/* ---- out ---- */

/* Makes a packet of the first bytes. */
static int sasl_pack(struct transport_sasl *t, const void *bytes, size_t len)
{
    size_t n = len < t->send_max ? len : t->send_max;
    const char *packet;
    unsigned packet_len;
    LOCK_SCOPE(&t->lock);

    if (sasl_encode(t->conn, bytes, (unsigned)n, &packet, &packet_len) != SASL_OK ||
        buf_append(&t->packet, packet, packet_len) < 0) {
        errno = EPROTO;
        return -1;
    }
    t->packet_of = n;
    return 0;
}

static ssize_t sasl_send(struct transport *transport, const void *bytes, size_t len, int fd)
{
    struct transport_sasl *t = sasl_of(transport);

    if (fd >= 0) {
        errno = EOPNOTSUPP;
        return TRANSPORT_FAILED;
    }
    if (!buf_len(&t->packet) && sasl_pack(t, bytes, len) < 0)
        return TRANSPORT_FAILED;
    while (buf_len(&t->packet)) {
        ssize_t n = transport_send(t->below, buf_bytes(&t->packet), buf_len(&t->packet), -1);

        if (n < 0)
            return n;
        buf_eat(&t->packet, (size_t)n);
    }
    return (ssize_t)t->packet_of;
}

/* ---- in ---- */

/* Delivers what is kept, as far as there is room. */
static ssize_t sasl_deliver(struct transport_sasl *t, void *room, size_t size)
{
    size_t n = buf_len(&t->received) < size ? buf_len(&t->received) : size;

    memcpy(room, buf_bytes(&t->received), n);
    buf_eat(&t->received, n);
    return (ssize_t)n;
}

static int sasl_unpack(struct transport_sasl *t, size_t len)
{
    const char *bytes;
    unsigned n;
    LOCK_SCOPE(&t->lock);

    if (sasl_decode(t->conn, (const char *)t->raw, (unsigned)len, &bytes, &n) == SASL_OK &&
        buf_append(&t->received, bytes, n) == 0)
        return 0;
    errno = EPROTO;
    return -1;
}

static ssize_t sasl_receive(struct transport *transport, void *room, size_t size,
                            struct fd_list *fds)
{
    struct transport_sasl *t = sasl_of(transport);

    while (!buf_len(&t->received)) {
        ssize_t n =
            transport_receive(t->below, t->raw, sizeof(t->raw), fds && fds->refuse ? fds : NULL);

        if (n <= 0)
            return n;
        if (sasl_unpack(t, (size_t)n) < 0)
            return TRANSPORT_FAILED;
    }
    return sasl_deliver(t, room, size);
}

/* ---- the rest ---- */

static short sasl_wants(const struct transport *transport, short direction)
{
    const struct transport_sasl *t = (const struct transport_sasl *)(const void *)transport;

    return direction == POLLIN && buf_len(&t->received) ? 0 : transport_wants(t->below, direction);
}

static int sasl_peer_identity(const struct transport *transport, struct peer_identity *ret)
{
    const struct transport_sasl *t = (const struct transport_sasl *)(const void *)transport;

    return transport_peer_identity(t->below, ret);
}

static int sasl_peer_groups(const struct transport *transport, gid_t **ret_list, size_t *ret_count)
{
    const struct transport_sasl *t = (const struct transport_sasl *)(const void *)transport;

    return transport_peer_groups(t->below, ret_list, ret_count);
}

static void sasl_leave(struct transport *transport)
{
    transport_leave(sasl_of(transport)->below);
    transport->fd = -1;
}

static void sasl_close(struct transport *transport)
{
    struct transport_sasl *t = sasl_of(transport);

    transport_close(t->below);
    sasl_dispose(&t->conn);
    buf_free(&t->packet);
    buf_free(&t->received);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

struct transport *transport_sasl_new(struct transport *below, struct sasl_conn *conn)
{
    static const struct transport_ops ops = {
        .send = sasl_send,
        .receive = sasl_receive,
        .wants = sasl_wants,
        .peer_identity = sasl_peer_identity,
        .peer_groups = sasl_peer_groups,
        .leave = sasl_leave,
        .close = sasl_close,
    };
    struct transport_sasl *t = calloc(1, sizeof(*t));
    const void *max = NULL;

    if (!t) {
        transport_close(below);
        sasl_dispose(&conn);
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    t->transport = (struct transport){.ops = &ops, .fd = below->fd};
    t->below = below;
    t->conn = conn;
    t->send_max = SASL_SEND_MAX;
    if (sasl_getprop(conn, SASL_MAXOUTBUF, &max) == SASL_OK && *(const unsigned *)max)
        t->send_max = *(const unsigned *)max;
    pthread_mutex_init(&t->lock, NULL);
    return &t->transport;
}
