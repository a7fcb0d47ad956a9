/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes leave in their order whatever the transport takes at once, and descriptors with theirs. */
#include "rpc/output_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "rpc/transport.h"
#include "tests/unit/suite.h"

enum { TAKEN_MAX = 256, STEPS_MAX = 8 };

/* Takes so many bytes at each call, and keeps them; after the last step it is blocked. */
struct fake {
    struct transport transport;
    const ssize_t *steps; /* > 0: takes as many; else what it returns; 0: the end */
    char taken[TAKEN_MAX];
    size_t len;
    unsigned calls, fds;
    size_t fd_at[4]; /* the positions of bytes that brought a descriptor */
    struct output_queue *appends_to;
    pthread_mutex_t *lock;
};

static ssize_t fake_send(struct transport *t, const void *bytes, size_t len, int fd)
{
    struct fake *fake = (struct fake *)t;
    ssize_t step = *fake->steps ? *fake->steps++ : TRANSPORT_WANTS_WRITE;
    size_t n = step > 0 && (size_t)step < len ? (size_t)step : len;

    fake->calls++;
    if (fake->appends_to) { /* another thread does, while the bytes are in flight */
        const struct buf more = {.data = (uint8_t[]){'+'}, .end = 1};
        LOCK_SCOPE(fake->lock);

        ck_assert_int_eq(output_queue_flush(fake->appends_to, t, fake->lock), OUTPUT_BLOCKED);
        ck_assert_int_eq(output_queue_add(fake->appends_to, &more), 0);
    }
    if (step < 0)
        return step;
    if (fd >= 0)
        fake->fd_at[fake->fds++] = fake->len;
    memcpy(fake->taken + fake->len, bytes, n);
    fake->len += n;
    return (ssize_t)n;
}

static const struct transport_ops fake_ops = {.send = fake_send};

static struct buf text_of(const char *text)
{
    size_t len = strlen(text);

    return (struct buf){.data = (uint8_t *)(uintptr_t)text, .end = len, .size = len};
}

static void add(struct output_queue *q, const char *text)
{
    const struct buf b = text_of(text);

    ck_assert_int_eq(output_queue_add(q, &b), 0);
}

static void add_with_fds(struct output_queue *q, const char *text, unsigned n)
{
    const struct buf b = text_of(text);
    struct fd_list fds = {0};

    for (unsigned i = 0; i < n; i++)
        ck_assert_int_eq(fd_list_add_copy(&fds, STDIN_FILENO), 0);
    ck_assert_int_eq(output_queue_add_fds(q, &b, &fds), 0);
    ck_assert_uint_eq(fds.count, 0);
}

/* What a transport takes, and what becomes of the queue that holds "one", "two" and "three". */
static const struct flush_case {
    ssize_t steps[STEPS_MAX];
    enum output_result result;
    const char *taken;
    unsigned calls;
} flush_cases[] = {
    {{100}, OUTPUT_SENT, "onetwothree", 1},
    {{4, 100}, OUTPUT_SENT, "onetwothree", 2},
    {{1, 1, 1, 100}, OUTPUT_SENT, "onetwothree", 4},
    {{TRANSPORT_WANTS_WRITE}, OUTPUT_BLOCKED, "", 1},
    {{5, TRANSPORT_WANTS_READ}, OUTPUT_BLOCKED, "onetw", 2},
    {{5, TRANSPORT_FAILED}, OUTPUT_FAILED, "onetw", 2},
};

START_TEST(what_is_not_taken_waits)
{
    const struct flush_case *c = &flush_cases[_i];
    struct fake fake = {.transport = {.ops = &fake_ops}, .steps = c->steps};
    const ssize_t rest[] = {100, 0};
    struct output_queue q;

    output_queue_init(&q);
    add(&q, "one");
    add(&q, "two");
    add(&q, "three");
    ck_assert_uint_eq(output_queue_waiting(&q), 11);
    ck_assert_int_eq(output_queue_flush(&q, &fake.transport, NULL), c->result);
    ck_assert_str_eq(fake.taken, c->taken);
    ck_assert_uint_eq(fake.calls, c->calls);
    ck_assert_uint_eq(output_queue_waiting(&q), 11 - strlen(c->taken));
    fake.steps = rest;
    ck_assert_int_eq(output_queue_flush(&q, &fake.transport, NULL), OUTPUT_SENT);
    ck_assert_str_eq(fake.taken, "onetwothree");
    ck_assert_uint_eq(output_queue_len(&q), 0);
    output_queue_done(&q);
}
END_TEST

START_TEST(messages_leave_from_where_they_are)
{
    const ssize_t steps[] = {4, 0};
    struct fake fake = {.transport = {.ops = &fake_ops}, .steps = steps};
    struct buf message = text_of("message");
    struct output_queue q;

    output_queue_init(&q);
    ck_assert_int_eq(output_queue_send(&q, &fake.transport, &message), OUTPUT_BLOCKED);
    ck_assert_str_eq(fake.taken, "mess");
    ck_assert_uint_eq(buf_len(&message), 3);
    ck_assert_uint_eq(output_queue_size(&q), 0); /* nothing was copied */
    ck_assert_int_eq(output_queue_add(&q, &message), 0);
    message = text_of("next");
    ck_assert_int_eq(output_queue_send(&q, &fake.transport, &message), OUTPUT_BLOCKED);
    ck_assert_uint_eq(buf_len(&message), 4); /* what waits comes first */
    ck_assert_uint_eq(fake.calls, 2);
    output_queue_done(&q);
}
END_TEST

/* Two messages that bring descriptors with their last bytes; the transport's steps; how many calls
 * send all. */
static const struct fds_case {
    ssize_t steps[STEPS_MAX];
    unsigned calls;
} fds_cases[] = {
    /* "aa", 0, 0, "bbb", 0: a piece ends before each byte that brings one */
    {{100, 100, 100, 100, 100}, 5},
    {{1, 1, 1, 1, 2, 100, 100}, 7},
};

START_TEST(descriptors_leave_with_their_bytes)
{
    const struct fds_case *c = &fds_cases[_i];
    struct fake fake = {.transport = {.ops = &fake_ops}, .steps = c->steps};
    struct output_queue q;

    output_queue_init(&q);
    add_with_fds(&q, "aa00", 2);
    add_with_fds(&q, "bbb0", 1);
    ck_assert_int_eq(output_queue_flush(&q, &fake.transport, NULL), OUTPUT_SENT);
    ck_assert_str_eq(fake.taken, "aa00bbb0");
    ck_assert_uint_eq(fake.calls, c->calls);
    ck_assert_uint_eq(fake.fds, 3);
    ck_assert_uint_eq(fake.fd_at[0], 2);
    ck_assert_uint_eq(fake.fd_at[1], 3);
    ck_assert_uint_eq(fake.fd_at[2], 7);
    output_queue_done(&q);
}
END_TEST

START_TEST(what_is_never_sent_is_closed)
{
    struct output_queue q;
    int before = dup(STDIN_FILENO), after;

    close(before);
    output_queue_init(&q);
    add_with_fds(&q, "aa00", 2);
    output_queue_done(&q);
    after = dup(STDIN_FILENO);
    ck_assert_int_eq(before, after);
    close(after);
}
END_TEST

START_TEST(others_append_behind_what_is_in_flight)
{
    const ssize_t steps[] = {2, 100, TRANSPORT_WANTS_WRITE, 0};
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct fake fake = {.transport = {.ops = &fake_ops}, .steps = steps, .lock = &lock};
    struct output_queue q;

    output_queue_init(&q);
    fake.appends_to = &q;
    add(&q, "flight");
    pthread_mutex_lock(&lock);
    ck_assert_int_eq(output_queue_flush(&q, &fake.transport, &lock), OUTPUT_BLOCKED);
    ck_assert_str_eq(fake.taken, "flight");
    ck_assert_uint_eq(fake.calls, 3);
    ck_assert_uint_eq(output_queue_waiting(&q), 3); /* one from each call */
    pthread_mutex_unlock(&lock);
    output_queue_done(&q);
}
END_TEST

START_TEST(memory_is_given_back_when_nothing_waits)
{
    const ssize_t steps[] = {100, 0};
    struct fake fake = {.transport = {.ops = &fake_ops}, .steps = steps};
    struct output_queue q;

    output_queue_init(&q);
    add(&q, "some");
    output_queue_trim(&q, 0);
    ck_assert_uint_eq(output_queue_waiting(&q), 4);
    output_queue_flush(&q, &fake.transport, NULL);
    output_queue_trim(&q, output_queue_size(&q));
    ck_assert_uint_ne(output_queue_size(&q), 0);
    output_queue_trim(&q, 0);
    ck_assert_uint_eq(output_queue_size(&q), 0);
    output_queue_done(&q);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("output_queue");
    TCase *t = tcase_create("output_queue");

    tcase_add_loop_test(t, what_is_not_taken_waits, 0, ARRAY_SIZE(flush_cases));
    tcase_add_test(t, messages_leave_from_where_they_are);
    tcase_add_loop_test(t, descriptors_leave_with_their_bytes, 0, ARRAY_SIZE(fds_cases));
    tcase_add_test(t, what_is_never_sent_is_closed);
    tcase_add_test(t, others_append_behind_what_is_in_flight);
    tcase_add_test(t, memory_is_given_back_when_nothing_waits);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
