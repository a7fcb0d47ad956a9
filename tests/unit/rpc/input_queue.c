/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames are cut out of what a transport gives, and descriptors wait for their frame. */
#include "rpc/input_queue.h"

#include <sys/socket.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "protocol/message.h"
#include "rpc/output_queue.h"
#include "rpc/transport.h"
#include "rpc/transport_unix.h"
#include "tests/unit/suite.h"

static struct transport *from, *to;
static struct output_queue out;
static struct input_queue in;

static void open_both(void)
{
    int fds[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
    from = transport_unix_new(fds[0]);
    to = transport_unix_new(fds[1]);
    ck_assert_ptr_nonnull(from);
    ck_assert_ptr_nonnull(to);
    output_queue_init(&out);
    in = (struct input_queue){0};
}

static void close_both(void)
{
    output_queue_done(&out);
    input_queue_done(&in);
    transport_close(from);
    transport_close(to);
}

/* Sends a call with so many descriptors. */
static void send_call(uint32_t serial, unsigned n_fds)
{
    const struct frame_header h = {.program = 1,
                                   .procedure = 2,
                                   .type = n_fds ? VIR_NET_CALL_WITH_FDS : VIR_NET_CALL,
                                   .serial = serial};
    _cleanup_(buf_free) struct buf frame = {0};
    struct fd_list fds = {0};

    for (unsigned i = 0; i < n_fds; i++)
        ck_assert_int_eq(fd_list_add_copy(&fds, STDIN_FILENO), 0);
    ck_assert_int_eq(message_append_fds(&frame, &h, NULL, NULL, n_fds), 0);
    ck_assert_int_eq(output_queue_add_fds(&out, &frame, &fds), 0);
    ck_assert_int_eq(output_queue_flush(&out, from, NULL), OUTPUT_SENT);
}

/* Receives until a frame is whole. */
static void expect_call(uint32_t serial, unsigned n_fds)
{
    struct fd_list fds = {0};
    struct frame f;
    size_t need;

    while (input_queue_next(&in, &f, &need) == FRAME_PARTIAL) {
        ck_assert_uint_gt(need, buf_len(&in.bytes));
        ck_assert_int_gt(input_queue_receive(&in, to, 1), 0);
    }
    ck_assert_uint_eq(f.header.serial, serial);
    ck_assert_uint_eq(f.n_fds, n_fds);
    input_queue_take_fds(&in, &f, &fds);
    ck_assert_uint_eq(fds.count, n_fds);
    fd_list_close(&fds);
    input_queue_eat(&in, need);
}

START_TEST(frames_come_one_by_one)
{
    for (uint32_t serial = 0; serial < 10; serial++)
        send_call(serial, 0);
    for (uint32_t serial = 0; serial < 10; serial++)
        expect_call(serial, 0);
    ck_assert_uint_eq(buf_len(&in.bytes), 0);
    ck_assert_int_eq(input_queue_receive(&in, to, 1), TRANSPORT_WANTS_READ);
}
END_TEST

START_TEST(descriptors_are_of_the_frame_that_says_so)
{
    send_call(1, 2);
    send_call(2, 0);
    send_call(3, 1);
    expect_call(1, 2);
    expect_call(2, 0);
    expect_call(3, 1);
    ck_assert_uint_eq(in.fds.count, 0);
}
END_TEST

START_TEST(a_frame_is_not_whole_before_the_bytes_of_its_descriptors)
{
    const struct frame_header h = {.type = VIR_NET_CALL_WITH_FDS};
    _cleanup_(buf_free) struct buf frame = {0};
    struct frame f;
    size_t need;

    ck_assert_int_eq(message_append_fds(&frame, &h, NULL, NULL, 2), 0);
    for (size_t len = 0; len < buf_len(&frame); len++) {
        ck_assert_int_eq(input_parse(buf_bytes(&frame), len, &f, &need), FRAME_PARTIAL);
        ck_assert_uint_gt(need, len);
    }
    ck_assert_int_eq(input_parse(buf_bytes(&frame), buf_len(&frame), &f, &need), FRAME_READY);
    ck_assert_uint_eq(need, buf_len(&frame));
}
END_TEST

START_TEST(descriptors_that_nobody_wants_are_closed)
{
    int before = dup(STDIN_FILENO), after;

    close(before);
    send_call(1, 2);
    ck_assert_int_gt(input_queue_receive_bytes(&in, to, 1000), 0);
    ck_assert_uint_eq(in.fds.count, 0);
    after = dup(STDIN_FILENO);
    ck_assert_int_eq(before, after);
    close(after);
}
END_TEST

START_TEST(the_end_is_told)
{
    send_call(1, 0);
    transport_shutdown(from);
    expect_call(1, 0);
    ck_assert_int_eq(input_queue_receive(&in, to, 1), TRANSPORT_EOF);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("input_queue");
    TCase *t = tcase_create("input_queue");

    tcase_add_checked_fixture(t, open_both, close_both);
    tcase_add_test(t, frames_come_one_by_one);
    tcase_add_test(t, descriptors_are_of_the_frame_that_says_so);
    tcase_add_test(t, a_frame_is_not_whole_before_the_bytes_of_its_descriptors);
    tcase_add_test(t, descriptors_that_nobody_wants_are_closed);
    tcase_add_test(t, the_end_is_told);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
