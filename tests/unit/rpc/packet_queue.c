/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What waits in a stream that nobody reads is counted, holes and small packets too. */
#include "rpc/packet_queue.h"

#include <limits.h>
#include <string.h>

#include "protocol/codec.h"
#include "protocol/frame.h"
#include "protocol/net.h"
#include "tests/unit/suite.h"

static struct packet_queue q;

static void start(void)
{
    packet_queue_init(&q);
}

static void finish(void)
{
    packet_queue_done(&q);
    ck_assert_uint_eq(q.held, 0);
}

static void take_hole(long long length)
{
    /* its length, then flags */
    uint8_t payload[12] = {0};
    struct frame f = {.header = {.type = VIR_NET_STREAM_HOLE, .status = VIR_NET_CONTINUE},
                      .payload = payload,
                      .payload_len = sizeof(payload)};

    for (int i = 0; i < 8; i++)
        payload[i] = (uint8_t)(length >> (56 - 8 * i));
    ck_assert_int_eq(packet_queue_take(&q, &f), 0);
}

static void take_byte(void)
{
    uint8_t payload[1] = {'x'};
    struct frame f = {.header = {.type = VIR_NET_STREAM, .status = VIR_NET_CONTINUE},
                      .payload = payload,
                      .payload_len = sizeof(payload)};

    ck_assert_int_eq(packet_queue_take(&q, &f), 0);
}

START_TEST(holes_in_a_row_are_one)
{
    unsigned long long hole;
    char byte;

    for (int i = 0; i < 1000000; i++)
        take_hole(1);
    ck_assert_uint_lt(q.held, 1000);
    ck_assert_int_eq(packet_queue_read(&q, &byte, 1, &hole), 0);
    ck_assert_uint_eq(hole, 1000000);
    ck_assert(packet_queue_empty(&q));
    ck_assert_uint_eq(q.held, 0);
}
END_TEST

START_TEST(holes_do_not_overflow)
{
    unsigned long long hole;
    char byte;

    take_hole(LLONG_MAX);
    take_hole(LLONG_MAX);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(packet_queue_read(&q, &byte, 1, &hole), 0);
        ck_assert_uint_eq(hole, LLONG_MAX);
    }
    ck_assert(packet_queue_empty(&q));
}
END_TEST

START_TEST(small_packets_count_what_they_take)
{
    unsigned long long hole;
    char bytes[2];

    for (int i = 0; i < 1000; i++) {
        take_byte();
        take_hole(1);
    }
    ck_assert_uint_eq(q.bytes, 1000);
    ck_assert_uint_gt(q.held, 2000 * 32);
    while (!packet_queue_empty(&q))
        packet_queue_read(&q, bytes, sizeof(bytes), &hole);
    ck_assert_uint_eq(q.bytes, 0);
    ck_assert_uint_eq(q.held, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("packet_queue");
    TCase *t = tcase_create("packet_queue");

    tcase_add_checked_fixture(t, start, finish);
    tcase_add_test(t, holes_in_a_row_are_one);
    tcase_add_test(t, holes_do_not_overflow);
    tcase_add_test(t, small_packets_count_what_they_take);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
