/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Replies find their calls by serial, and packets of a stream are read in the order they came. */
#include "rpc/call_queue.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "rpc/input_queue.h"
#include "rpc/packet_queue.h"
#include "tests/unit/suite.h"

enum { PROGRAM = 7, PROCEDURE = 3 };

/* ---- calls ---- */

static void begin_call(struct call_queue *q, struct queued_call *call)
{
    const struct frame_header h = {.program = PROGRAM, .procedure = PROCEDURE};
    _cleanup_(buf_free) struct buf frame = {0};
    struct frame_header sent;

    *call = (struct queued_call){.program = PROGRAM, .procedure = PROCEDURE};
    ck_assert_int_eq(message_append(&frame, &h, NULL, NULL), 0);
    call_queue_number(q, call, &frame);
    frame_header_read(buf_bytes(&frame) + FRAME_LENGTH_LEN, &sent);
    ck_assert_uint_eq(sent.serial, call->serial);
    call_queue_add(q, call);
}

static struct frame reply_to(uint32_t serial, const char *payload)
{
    return (struct frame){
        .header = {.program = PROGRAM,
                   .procedure = PROCEDURE,
                   .type = VIR_NET_REPLY,
                   .serial = serial},
        .payload = (const uint8_t *)payload,
        .payload_len = strlen(payload),
    };
}

START_TEST(replies_find_their_calls_in_any_order)
{
    static const uint32_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}};
    struct queued_call calls[3];
    struct input_queue in = {0};
    struct call_queue q;

    call_queue_init(&q);
    for (unsigned i = 0; i < 3; i++) {
        begin_call(&q, &calls[i]);
        ck_assert_uint_eq(calls[i].serial, i);
    }
    for (unsigned i = 0; i < 3; i++) {
        uint32_t serial = orders[_i][i];
        const struct frame f = reply_to(serial, "reply");

        ck_assert_ptr_eq(call_queue_take(&q, &f.header), &calls[serial]);
        ck_assert_ptr_null(call_queue_take(&q, &f.header)); /* it has left */
        ck_assert_int_eq(call_fill(&calls[serial], &f, &in), 0);
        ck_assert_uint_eq(buf_len(&calls[serial].payload), 5);
        ck_assert_int_eq(calls[serial].error.code, 0);
        call_done(&calls[serial]);
    }
    ck_assert(TAILQ_EMPTY(&q.calls));
}
END_TEST

START_TEST(a_reply_is_to_be_of_the_procedure_that_was_called)
{
    struct frame f = reply_to(0, "");
    struct queued_call call;
    struct input_queue in = {0};
    struct call_queue q;

    call_queue_init(&q);
    begin_call(&q, &call);
    f.header.procedure++;
    ck_assert_ptr_eq(call_queue_take(&q, &f.header), &call);
    ck_assert_int_eq(call_fill(&call, &f, &in), -1);
    ck_assert_int_eq(call.error.code, VIR_ERR_RPC);
    call_done(&call);
}
END_TEST

START_TEST(errors_are_replies)
{
    const struct error no_domain = {.code = VIR_ERR_NO_DOMAIN, .domain = VIR_FROM_TEST};
    static const struct {
        int sent, got;
    } codes[] = {{VIR_ERR_NO_DOMAIN, VIR_ERR_NO_DOMAIN}, {0, VIR_ERR_INTERNAL_ERROR}};
    struct error sent = no_domain;
    _cleanup_(buf_free) struct buf bytes = {0};
    struct queued_call call;
    struct input_queue in = {0};
    struct call_queue q;
    struct frame f;
    size_t need;

    call_queue_init(&q);
    begin_call(&q, &call);
    f = reply_to(0, "");
    sent.code = codes[_i].sent;
    ck_assert_int_eq(message_append_error(&bytes, &f.header, &sent), 0);
    ck_assert_int_eq(input_parse(buf_bytes(&bytes), buf_len(&bytes), &f, &need), FRAME_READY);
    ck_assert_ptr_eq(call_queue_take(&q, &f.header), &call);
    ck_assert_int_eq(call_fill(&call, &f, &in), 0);
    ck_assert_int_eq(call.error.code, codes[_i].got);
    call_done(&call);
}
END_TEST

static unsigned woken;

static void count_woken(struct queued_call *call)
{
    woken++;
}

START_TEST(all_fail_together)
{
    const struct error why = {.code = VIR_ERR_RPC};
    struct queued_call calls[3], waits = {.no_reply = true};
    struct call_queue q;
    struct frame f = reply_to(0, "");

    call_queue_init(&q);
    call_queue_add(&q, &waits);
    ck_assert_ptr_null(call_queue_take(&q, &f.header)); /* it waits for no reply */
    for (unsigned i = 0; i < 3; i++)
        begin_call(&q, &calls[i]);
    woken = 0;
    call_queue_fail(&q, &why, count_woken);
    ck_assert_uint_eq(woken, 4);
    for (unsigned i = 0; i < 3; i++) {
        ck_assert_int_eq(calls[i].error.code, VIR_ERR_RPC);
        call_done(&calls[i]);
    }
}
END_TEST

/* ---- packets ---- */

static void take_bytes(struct packet_queue *q, const char *bytes)
{
    const struct frame f = {
        .header = {.type = VIR_NET_STREAM, .status = VIR_NET_CONTINUE},
        .payload = (const uint8_t *)bytes,
        .payload_len = strlen(bytes),
    };

    ck_assert_int_eq(packet_queue_take(q, &f), 0);
}

static int take_hole(struct packet_queue *q, int64_t length)
{
    virNetStreamHole hole = {.length = length};
    _cleanup_(buf_free) struct buf bytes = {0};
    struct frame f = {.header = {.type = VIR_NET_STREAM_HOLE, .status = VIR_NET_CONTINUE}};

    ck_assert_int_eq(codec_encode(&bytes, (xdrproc_t)(void (*)(void))xdr_virNetStreamHole, &hole),
                     0);
    f.payload = buf_bytes(&bytes);
    f.payload_len = buf_len(&bytes);
    return packet_queue_take(q, &f);
}

START_TEST(packets_are_read_in_pieces)
{
    unsigned long long hole = 0;
    struct packet_queue q;
    char room[4] = "";

    packet_queue_init(&q);
    take_bytes(&q, "bytes");
    ck_assert_int_eq(take_hole(&q, 1000), 0);
    take_bytes(&q, "!");
    take_bytes(&q, ""); /* the end */
    ck_assert_uint_eq(q.bytes, 6);
    ck_assert(q.ended);
    ck_assert_int_eq(packet_queue_read(&q, room, 3, &hole), 3);
    ck_assert_int_eq(memcmp(room, "byt", 3), 0);
    ck_assert_int_eq(packet_queue_read(&q, room, 3, &hole), 2); /* not over a packet's end */
    ck_assert_uint_eq(hole, 0);
    ck_assert_int_eq(packet_queue_read(&q, room, 3, &hole), 0);
    ck_assert_uint_eq(hole, 1000);
    ck_assert_int_eq(packet_queue_read(&q, room, 3, &hole), 1);
    ck_assert_uint_eq(hole, 0);
    ck_assert(packet_queue_empty(&q));
    packet_queue_done(&q);
}
END_TEST

START_TEST(what_comes_after_the_end_is_not_kept)
{
    const struct frame ok = {.header = {.type = VIR_NET_STREAM, .status = VIR_NET_OK}};
    struct packet_queue q;

    packet_queue_init(&q);
    take_bytes(&q, "bytes");
    packet_queue_close(&q);
    ck_assert(packet_queue_empty(&q));
    take_bytes(&q, "more");
    ck_assert_int_eq(take_hole(&q, 10), 0);
    ck_assert_uint_eq(q.bytes, 0);
    ck_assert(packet_queue_empty(&q));
    ck_assert(!q.answered);
    ck_assert_int_eq(packet_queue_take(&q, &ok), 0);
    ck_assert(q.answered);
    packet_queue_done(&q);
}
END_TEST

START_TEST(a_hole_is_not_negative)
{
    struct packet_queue q;

    packet_queue_init(&q);
    ck_assert_int_eq(take_hole(&q, -1), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_RPC);
    ck_assert_int_eq(take_hole(&q, 0), 0);
    ck_assert(packet_queue_empty(&q));
    packet_queue_done(&q);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("call_queue");
    TCase *t = tcase_create("call_queue");

    tcase_add_loop_test(t, replies_find_their_calls_in_any_order, 0, 3);
    tcase_add_test(t, a_reply_is_to_be_of_the_procedure_that_was_called);
    tcase_add_loop_test(t, errors_are_replies, 0, 2);
    tcase_add_test(t, all_fail_together);
    tcase_add_test(t, packets_are_read_in_pieces);
    tcase_add_test(t, what_comes_after_the_end_is_not_kept);
    tcase_add_test(t, a_hole_is_not_negative);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
