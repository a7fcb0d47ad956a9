/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A layer over a transport: packets are sent whole, however little the transport below takes, and
 * what nobody had room for is kept. libsasl2's part is played here: a packet is a length, and bytes
 * that are turned round. */
#include "rpc/transport_sasl.h"

#include <errno.h>
#include <sasl/sasl.h>
#include <string.h>
#include <sys/socket.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "rpc/fds.h"
#include "rpc/output_queue.h"
#include "rpc/transport.h"
#include "rpc/transport_unix.h"
#include "tests/unit/suite.h"

/* ---- libsasl2 ---- */

enum { PACKET_MAX = 100, TURN = 0x55 };

struct sasl_conn {
    sasl_ssf_t ssf;
    unsigned max;
    char out[PACKET_MAX + 1];
    struct buf in, decoded;
};

static unsigned disposed;

int sasl_getprop(sasl_conn_t *conn, int prop, const void **ret)
{
    *ret = prop == SASL_SSF ? (const void *)&conn->ssf : &conn->max;
    return SASL_OK;
}

int sasl_encode(sasl_conn_t *conn, const char *bytes, unsigned len, const char **ret,
                unsigned *ret_len)
{
    ck_assert_uint_le(len, conn->max);
    conn->out[0] = (char)len;
    for (unsigned i = 0; i < len; i++)
        conn->out[1 + i] = (char)(bytes[i] ^ TURN);
    *ret = conn->out;
    *ret_len = len + 1;
    return SASL_OK;
}

int sasl_decode(sasl_conn_t *conn, const char *bytes, unsigned len, const char **ret,
                unsigned *ret_len)
{
    buf_reset(&conn->decoded);
    ck_assert_int_eq(buf_append(&conn->in, bytes, len), 0);
    while (buf_len(&conn->in) && buf_len(&conn->in) > *buf_bytes(&conn->in)) {
        size_t n = *buf_bytes(&conn->in);

        if (n > PACKET_MAX)
            return SASL_BADMAC;
        for (size_t i = 1; i <= n; i++) {
            uint8_t byte = buf_bytes(&conn->in)[i] ^ TURN;

            ck_assert_int_eq(buf_append(&conn->decoded, &byte, 1), 0);
        }
        buf_eat(&conn->in, n + 1);
    }
    *ret = (const char *)buf_bytes(&conn->decoded);
    *ret_len = (unsigned)buf_len(&conn->decoded);
    return SASL_OK;
}

void sasl_dispose(sasl_conn_t **conn)
{
    buf_free(&(*conn)->in);
    buf_free(&(*conn)->decoded);
    free(*conn);
    *conn = NULL;
    disposed++;
}

/* ---- the layer ---- */

/* Lets so many bytes through at each call and refuses every other call. */
static unsigned at_once;
static bool refuses;

static const struct transport_ops *real_ops;

static ssize_t slow_send(struct transport *t, const void *bytes, size_t len, int fd)
{
    refuses = !refuses;
    return refuses ? TRANSPORT_WANTS_WRITE
                   : real_ops->send(t, bytes, len < at_once ? len : at_once, fd);
}

static struct transport_ops slow_ops;
static struct transport *ours, *theirs;

static void open_both(void)
{
    struct transport *below;
    int fds[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
    below = transport_unix_new(fds[0]);
    real_ops = below->ops;
    slow_ops = *real_ops;
    slow_ops.send = slow_send;
    below->ops = &slow_ops;
    for (int i = 0; i < 2; i++) {
        struct sasl_conn *conn = calloc(1, sizeof(*conn));

        conn->ssf = 56;
        conn->max = PACKET_MAX;
        ck_assert(transport_sasl_wanted(conn));
        if (i == 0)
            ours = transport_sasl_new(below, conn);
        else
            theirs = transport_sasl_new(transport_unix_new(fds[1]), conn);
    }
    ck_assert_ptr_nonnull(ours);
    ck_assert_ptr_nonnull(theirs);
    ck_assert_int_eq(ours->fd, fds[0]);
    at_once = 1000;
    refuses = true;
    disposed = 0;
}

static void close_both(void)
{
    transport_close(ours);
    transport_close(theirs);
    ck_assert_uint_eq(disposed, 2);
}

/* How many bytes the transport below takes at once, how many the receiver has room for. */
static const struct sasl_case {
    unsigned at_once, room;
} sasl_cases[] = {{1000, 1000}, {1000, 7}, {1, 1000}, {3, 1}, {99, 100}, {101, 101}};

START_TEST(bytes_come_through_as_they_were)
{
    const struct sasl_case *c = &sasl_cases[_i];
    uint8_t sent[1000], got[1000];
    const struct buf messages = {.data = sent, .end = sizeof(sent), .size = sizeof(sent)};
    struct output_queue q;
    enum output_result r;
    size_t n = 0;

    for (size_t i = 0; i < sizeof(sent); i++)
        sent[i] = (uint8_t)(i * 7);
    at_once = c->at_once;
    output_queue_init(&q);
    ck_assert_int_eq(output_queue_add(&q, &messages), 0);
    do {
        ssize_t more;

        r = output_queue_flush(&q, ours, NULL);
        ck_assert_int_ne(r, OUTPUT_FAILED);
        while ((more = transport_receive(theirs, got + n,
                                         c->room < sizeof(got) - n ? c->room : sizeof(got) - n,
                                         NULL)) > 0)
            n += (size_t)more;
    } while (r != OUTPUT_SENT || n < sizeof(got));
    ck_assert_int_eq(memcmp(sent, got, sizeof(sent)), 0);
    output_queue_done(&q);
}
END_TEST

START_TEST(the_socket_does_not_tell_of_what_is_kept)
{
    char got[3];

    ck_assert_int_eq(transport_wants(theirs, POLLIN), POLLIN);
    ck_assert_int_eq(transport_receive(theirs, got, 3, NULL), TRANSPORT_WANTS_READ);
    ck_assert_int_eq(transport_send(ours, "kept", 4, -1), 4);
    ck_assert_int_eq(transport_receive(theirs, got, 3, NULL), 3);
    ck_assert_int_eq(transport_wants(theirs, POLLIN), 0);
    ck_assert_int_eq(transport_receive(theirs, got, 3, NULL), 1);
    ck_assert_int_eq(got[0], 't');
    ck_assert_int_eq(transport_wants(theirs, POLLIN), POLLIN);
    ck_assert_int_eq(transport_wants(theirs, POLLOUT), POLLOUT);
}
END_TEST

START_TEST(a_packet_is_taken_when_all_of_it_has_gone)
{
    char got[8];

    at_once = 2;
    refuses = false;
    ck_assert_int_eq(transport_send(ours, "abc", 3, -1), TRANSPORT_WANTS_WRITE);
    ck_assert_int_eq(transport_send(ours, "abc", 3, -1), TRANSPORT_WANTS_WRITE);
    ck_assert_int_eq(transport_receive(theirs, got, 8, NULL), TRANSPORT_WANTS_READ);
    ck_assert_int_eq(transport_send(ours, "abcd", 4, -1), 3); /* more was appended meanwhile */
    ck_assert_int_eq(transport_receive(theirs, got, 8, NULL), 3);
    ck_assert_int_eq(memcmp(got, "abc", 3), 0);
}
END_TEST

START_TEST(what_is_no_packet_breaks_it)
{
    const uint8_t wrong[] = {PACKET_MAX + 1, 2, 3};
    uint8_t many[PACKET_MAX + 5] = {PACKET_MAX + 1};
    char got[8];

    ck_assert_int_eq(send(ours->fd, wrong, sizeof(wrong), 0), sizeof(wrong));
    ck_assert_int_eq(send(ours->fd, many, sizeof(many), 0), sizeof(many));
    ck_assert_int_eq(transport_receive(theirs, got, 8, NULL), TRANSPORT_FAILED);
    ck_assert_int_eq(errno, EPROTO);
}
END_TEST

START_TEST(descriptors_do_not_travel)
{
    ck_assert_int_eq(transport_send(ours, "a", 1, 0), TRANSPORT_FAILED);
    ck_assert_int_eq(errno, EOPNOTSUPP);
}
END_TEST

START_TEST(the_end_and_the_peer_are_those_of_below)
{
    struct peer_identity who;
    char got[8];

    ck_assert_int_eq(transport_peer_identity(theirs, &who), 0);
    ck_assert_int_eq(who.pid, getpid());
    transport_shutdown(ours);
    ck_assert_int_eq(transport_receive(theirs, got, 8, NULL), TRANSPORT_EOF);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("transport_sasl");
    TCase *t = tcase_create("transport_sasl");

    tcase_add_checked_fixture(t, open_both, close_both);
    tcase_add_loop_test(t, bytes_come_through_as_they_were, 0, ARRAY_SIZE(sasl_cases));
    tcase_add_test(t, the_socket_does_not_tell_of_what_is_kept);
    tcase_add_test(t, a_packet_is_taken_when_all_of_it_has_gone);
    tcase_add_test(t, what_is_no_packet_breaks_it);
    tcase_add_test(t, descriptors_do_not_travel);
    tcase_add_test(t, the_end_and_the_peer_are_those_of_below);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
