/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames are found wherever the bytes are cut, and lengths that cannot be are refused. */
#include "protocol/frame.h"

#include <arpa/inet.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/error.h"
#include "protocol/message.h"
#include "tests/unit/suite.h"

static const struct frame_header some_header = {
    .program = 0x20008086,
    .version = 1,
    .procedure = 23,
    .type = VIR_NET_CALL,
    .serial = 7,
    .status = VIR_NET_OK,
};

static void put(struct buf *to, uint32_t word)
{
    word = htonl(word);
    ck_assert_int_eq(buf_append(to, &word, sizeof(word)), 0);
}

/* Appends a frame of that type with a payload of n words. */
static void put_frame(struct buf *to, int32_t type, uint32_t serial, int n, const uint32_t *words)
{
    struct frame_header h = some_header;
    ptrdiff_t start;

    h.type = type;
    h.serial = serial;
    start = frame_begin(to, &h);
    ck_assert_int_ge(start, 0);
    for (int i = 0; i < n; i++)
        put(to, words[i]);
    ck_assert_int_eq(frame_end(to, start), 0);
}

/* Looks at the first len bytes, copied to memory of exactly that size for the sanitizer's sake. */
static int look_at(const struct buf *b, size_t len, struct frame *ret, size_t *ret_need)
{
    uint8_t *copy = malloc(len + !len);
    int outcome;

    memcpy(copy, buf_bytes(b), len);
    outcome = frame_parse(copy, len, ret, ret_need);
    free(copy);
    return outcome;
}

START_TEST(every_cut_of_a_frame_waits_for_the_rest)
{
    const uint32_t words[] = {1, 2, 3};
    struct buf b = {0};
    struct frame f = {0};
    size_t need = 0;

    put_frame(&b, VIR_NET_CALL, 7, 3, words);
    ck_assert_uint_eq(buf_len(&b), 40);
    for (size_t cut = 0; cut < 40; cut++) {
        ck_assert_int_eq(look_at(&b, cut, &f, &need), FRAME_PARTIAL);
        ck_assert_uint_eq(need, cut < FRAME_LENGTH_LEN ? FRAME_LENGTH_LEN : 40);
        ck_assert_uint_eq(f.len, 0);
    }
    ck_assert_int_eq(frame_parse(buf_bytes(&b), 40, &f, &need), FRAME_READY);
    ck_assert_uint_eq(f.len, 40);
    ck_assert_uint_eq(f.payload_len, 12);
    ck_assert_ptr_eq(f.payload, buf_bytes(&b) + FRAME_MIN);
    ck_assert_uint_eq(f.header.program, 0x20008086);
    ck_assert_uint_eq(f.header.version, 1);
    ck_assert_int_eq(f.header.procedure, 23);
    ck_assert_uint_eq(f.header.serial, 7);
    buf_free(&b);
}
END_TEST

START_TEST(several_frames_of_one_run_come_in_order)
{
    const uint32_t words[] = {1, 2, 3, 4};
    struct buf b = {0};
    struct frame f;
    size_t need;

    for (int n = 0; n <= 4; n++)
        put_frame(&b, VIR_NET_CALL, (uint32_t)n, n, words);
    put(&b, 28); /* and the first word of one more */
    for (uint32_t n = 0; n <= 4; n++) {
        ck_assert_int_eq(frame_parse(buf_bytes(&b), buf_len(&b), &f, &need), FRAME_READY);
        ck_assert_uint_eq(f.header.serial, n);
        ck_assert_uint_eq(f.payload_len, 4 * n);
        buf_eat(&b, f.len);
    }
    ck_assert_int_eq(frame_parse(buf_bytes(&b), buf_len(&b), &f, &need), FRAME_PARTIAL);
    ck_assert_uint_eq(need, FRAME_MIN);
    buf_free(&b);
}
END_TEST

static const struct {
    uint32_t length;
    int outcome;
} lengths[] = {
    {0, -1},
    {4, -1},
    {27, -1},
    {28, FRAME_PARTIAL},
    {29, FRAME_PARTIAL},
    {33554436, FRAME_PARTIAL},
    {33554437, -1},
    {0x7fffffff, -1},
    {0x80000000, -1},
    {0xffffffff, -1},
};

START_TEST(a_length_outside_the_limits_is_refused_from_its_word_alone)
{
    uint32_t word = htonl(lengths[_i].length);
    struct frame f = {0};
    size_t need = 1;

    error_reset();
    ck_assert_int_eq(frame_parse((uint8_t *)&word, sizeof(word), &f, &need), lengths[_i].outcome);
    if (lengths[_i].outcome < 0) {
        ck_assert_int_eq(error_get()->code, VIR_ERR_RPC);
        ck_assert_uint_eq(need, 1);
    } else {
        ck_assert_uint_eq(need, lengths[_i].length);
    }
}
END_TEST

START_TEST(a_frame_of_only_a_header_is_whole)
{
    struct buf b = {0};
    struct frame f;
    size_t need;

    put_frame(&b, VIR_NET_REPLY, 3, 0, NULL);
    ck_assert_int_eq(frame_parse(buf_bytes(&b), buf_len(&b), &f, &need), FRAME_READY);
    ck_assert_uint_eq(f.len, FRAME_MIN);
    ck_assert_uint_eq(f.payload_len, 0);
    buf_free(&b);
}
END_TEST

static const struct {
    uint32_t count;
    int outcome;
} fd_counts[] = {{0, FRAME_READY}, {1, FRAME_READY}, {32, FRAME_READY}, {33, -1}, {0xffffffff, -1}};

START_TEST(descriptors_are_counted_and_their_number_has_a_limit)
{
    const int32_t types[] = {VIR_NET_CALL_WITH_FDS, VIR_NET_REPLY_WITH_FDS};
    const uint32_t words[] = {fd_counts[_i].count, 42};

    for (int i = 0; i < 2; i++) {
        struct buf b = {0};
        struct frame f = {0};
        size_t need;

        put_frame(&b, types[i], 1, 2, words);
        ck_assert_int_eq(frame_parse(buf_bytes(&b), buf_len(&b), &f, &need), fd_counts[_i].outcome);
        if (fd_counts[_i].outcome == FRAME_READY) {
            ck_assert_uint_eq(f.n_fds, fd_counts[_i].count);
            ck_assert_uint_eq(f.payload_len, 4);
            ck_assert_ptr_eq(f.payload, buf_bytes(&b) + FRAME_MIN + 4);
        } else {
            ck_assert_uint_eq(f.len, 0);
        }
        buf_free(&b);
    }
}
END_TEST

START_TEST(a_frame_that_ends_before_its_count_of_descriptors_is_refused)
{
    struct buf b = {0};
    struct frame f;
    size_t need;

    put_frame(&b, VIR_NET_CALL_WITH_FDS, 1, 0, NULL);
    ck_assert_int_eq(frame_parse(buf_bytes(&b), buf_len(&b), &f, &need), -1);
    buf_free(&b);
}
END_TEST

START_TEST(a_type_that_nobody_knows_has_no_descriptors)
{
    const int32_t types[] = {-1, INT32_MIN, 7, INT32_MAX};
    const uint32_t words[] = {33};

    for (int i = 0; i < 4; i++) {
        struct buf b = {0};
        struct frame f;
        size_t need;

        put_frame(&b, types[i], 1, 1, words);
        ck_assert_int_eq(frame_parse(buf_bytes(&b), buf_len(&b), &f, &need), FRAME_READY);
        ck_assert_int_eq(f.header.type, types[i]);
        ck_assert_uint_eq(f.n_fds, 0);
        ck_assert_uint_eq(f.payload_len, 4);
        buf_free(&b);
    }
}
END_TEST

START_TEST(a_frame_over_the_limit_is_taken_back)
{
    struct buf b = {0};
    ptrdiff_t start;

    put_frame(&b, VIR_NET_CALL, 1, 0, NULL);
    start = frame_begin(&b, &some_header);
    ck_assert_int_eq(start, FRAME_MIN);
    ck_assert_ptr_nonnull(buf_reserve(&b, VIR_NET_MESSAGE_PAYLOAD_MAX + 1));
    buf_added(&b, VIR_NET_MESSAGE_PAYLOAD_MAX + 1);
    ck_assert_int_eq(frame_end(&b, start), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_RPC);
    ck_assert_uint_eq(buf_len(&b), FRAME_MIN);

    start = frame_begin(&b, &some_header);
    ck_assert_ptr_nonnull(buf_reserve(&b, VIR_NET_MESSAGE_PAYLOAD_MAX));
    buf_added(&b, VIR_NET_MESSAGE_PAYLOAD_MAX);
    ck_assert_int_eq(frame_end(&b, start), 0);
    buf_free(&b);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("frame");
    TCase *tc = tcase_create("frame");

    tcase_add_test(tc, every_cut_of_a_frame_waits_for_the_rest);
    tcase_add_test(tc, several_frames_of_one_run_come_in_order);
    tcase_add_loop_test(tc, a_length_outside_the_limits_is_refused_from_its_word_alone, 0,
                        sizeof(lengths) / sizeof(lengths[0]));
    tcase_add_test(tc, a_frame_of_only_a_header_is_whole);
    tcase_add_loop_test(tc, descriptors_are_counted_and_their_number_has_a_limit, 0,
                        sizeof(fd_counts) / sizeof(fd_counts[0]));
    tcase_add_test(tc, a_frame_that_ends_before_its_count_of_descriptors_is_refused);
    tcase_add_test(tc, a_type_that_nobody_knows_has_no_descriptors);
    tcase_add_test(tc, a_frame_over_the_limit_is_taken_back);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
