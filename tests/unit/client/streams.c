/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Streams through the public API: in this process, or where STREAMS_URI says, in the pool of
 * STREAMS_POOL (client-streams.sh does that with vireod and with libvirt's daemon).
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "tests/unit/suite.h"

enum { SIZE = 3 << 20, HOLE_AT = 1 << 20, HOLE = 1 << 20 };

static virConnectPtr conn;
static virStorageVolPtr vol;
static char sent[SIZE], received[SIZE];
static size_t at;

static void quiet(void *data, virErrorPtr error)
{
}

static int last_code(void)
{
    return virGetLastErrorCode();
}

static void open_world(void)
{
    const char *uri = getenv("STREAMS_URI"), *name = getenv("STREAMS_POOL");
    virStoragePoolPtr pool;
    char xml[200];

    virSetErrorFunc(NULL, quiet);
    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
    conn = virConnectOpen(uri ? uri : "test:///default");
    ck_assert_ptr_nonnull(conn);
    pool = virStoragePoolLookupByName(conn, name ? name : "default-pool");
    ck_assert_ptr_nonnull(pool);
    snprintf(xml, sizeof(xml),
             "<volume><name>streams-%d</name><capacity>%d</capacity><allocation>0</allocation>"
             "<target><format type='raw'/></target></volume>",
             (int)getpid(), SIZE);
    vol = virStorageVolCreateXML(pool, xml, 0);
    ck_assert_ptr_nonnull(vol);
    virStoragePoolFree(pool);
    for (size_t i = 0; i < SIZE; i++)
        sent[i] = (char)(i * 31 + i / 251 + 1);
    at = 0;
}

static void close_world(void)
{
    ck_assert_int_eq(virStorageVolDelete(vol, 0), 0);
    virStorageVolFree(vol);
    ck_assert_int_eq(virConnectClose(conn), 0);
}

/* ---- callbacks over the two arrays ---- */

static int give(virStreamPtr st, char *data, size_t nbytes, void *opaque)
{
    size_t n = nbytes < SIZE - at ? nbytes : SIZE - at;

    memcpy(data, sent + at, n);
    at += n;
    return (int)n;
}

static int take_some(virStreamPtr st, const char *data, size_t nbytes, void *opaque)
{
    size_t n = nbytes < 10000 ? nbytes : 10000; /* the rest comes again */

    ck_assert_uint_le(at + n, SIZE);
    memcpy(received + at, data, n);
    at += n;
    return (int)n;
}

static int where(virStreamPtr st, int *in_data, long long *length, void *opaque)
{
    *in_data = at < HOLE_AT || at >= HOLE_AT + HOLE;
    *length = at < HOLE_AT          ? (long long)(HOLE_AT - at)
              : at < HOLE_AT + HOLE ? (long long)(HOLE_AT + HOLE - at)
                                    : (long long)(SIZE - at);
    return 0;
}

static int skip(virStreamPtr st, long long length, void *opaque)
{
    at += (size_t)length;
    return 0;
}

static int take_hole(virStreamPtr st, long long length, void *opaque)
{
    memset(received + at, 0, (size_t)length);
    at += (size_t)length;
    ++*(int *)opaque;
    return 0;
}

static int refuse(virStreamPtr st, char *data, size_t nbytes, void *opaque)
{
    return -1;
}

static void upload_all(void)
{
    virStreamPtr st = virStreamNew(conn, 0);

    ck_assert_ptr_nonnull(st);
    ck_assert_int_eq(virStorageVolUpload(vol, st, 0, SIZE, 0), 0);
    at = 0;
    ck_assert_int_eq(virStreamSendAll(st, give, NULL), 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    ck_assert_int_eq(virStreamFree(st), 0);
    at = 0;
}

static virStreamPtr download(unsigned flags)
{
    virStreamPtr st = virStreamNew(conn, flags);

    ck_assert_ptr_nonnull(st);
    ck_assert_int_eq(virStorageVolDownload(vol, st, 0, 0, 0), 0);
    return st;
}

/* ---- all of it ---- */

START_TEST(what_was_uploaded_is_downloaded)
{
    virStreamPtr st;

    open_world();
    upload_all();
    st = download(0);
    ck_assert_int_eq(virStreamRecvAll(st, take_some, NULL), 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    ck_assert_uint_eq(at, SIZE);
    ck_assert_int_eq(memcmp(sent, received, SIZE), 0);
    virStreamFree(st);
    close_world();
}
END_TEST

/* How many bytes a download of that part gives; their sum is added to *ret_sum. */
static size_t download_part(unsigned long long offset, unsigned long long length, long *ret_sum)
{
    virStreamPtr st = virStreamNew(conn, 0);
    size_t all = 0;
    int n;

    ck_assert_int_eq(virStorageVolDownload(vol, st, offset, length, 0), 0);
    while ((n = virStreamRecv(st, received, sizeof(received))) > 0) {
        for (int i = 0; i < n; i++)
            *ret_sum += received[i];
        all += (size_t)n;
    }
    ck_assert_int_eq(n, 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    virStreamFree(st);
    return all;
}

START_TEST(a_download_ends_where_the_volume_does)
{
    long sum = 0;

    open_world();
    ck_assert_uint_eq(download_part(0, SIZE * 9ULL, &sum), SIZE);
    ck_assert_uint_eq(download_part(SIZE - 10, SIZE, &sum), 10);
    ck_assert_uint_eq(download_part(SIZE, 1, &sum), 0);
    ck_assert_uint_eq(download_part(SIZE * 2ULL, 0, &sum), 0);
    close_world();
}
END_TEST

START_TEST(an_upload_behind_the_end_makes_the_volume_larger)
{
    virStreamPtr st;
    virStorageVolInfo info;
    long sum = 0;

    open_world();
    st = virStreamNew(conn, 0);
    ck_assert_int_eq(virStorageVolUpload(vol, st, SIZE - 1, 0, 0), 0);
    ck_assert_int_eq(virStreamSend(st, "\1\1\1", 3), 3);
    ck_assert_int_eq(virStreamFinish(st), 0);
    ck_assert_uint_eq(download_part(0, 0, &sum), SIZE + 2);
    ck_assert_int_eq(sum, 3);
    /* More than was announced is too much; a place far behind is not. */
    ck_assert_int_eq(virStorageVolUpload(vol, st, SIZE * 2, SIZE, 0), 0);
    ck_assert_int_eq(virStreamSend(st, "\1", 1), 1);
    ck_assert_int_eq(virStreamFinish(st), 0);
    ck_assert_uint_eq(download_part(SIZE, 0, &sum), SIZE + 1);
    ck_assert_int_eq(sum, 6);
    /* So is a hole, which is cut where the announced bytes end. */
    ck_assert_int_eq(
        virStorageVolUpload(vol, st, SIZE * 2 + 1, SIZE, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM), 0);
    ck_assert_int_eq(virStreamSendHole(st, SIZE + 5, 0), 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    ck_assert_uint_eq(download_part(SIZE * 2, 0, &sum), SIZE + 1);
    if (!getenv("STREAMS_URI")) { /* libvirt's daemon knows it a little later */
        ck_assert_int_eq(virStorageVolGetInfo(vol, &info), 0);
        ck_assert_uint_eq(info.capacity, SIZE * 3 + 1);
        ck_assert_uint_eq(info.allocation, 3);
    }
    virStreamFree(st);
    close_world();
}
END_TEST

static void count_refresh(virConnectPtr c, virStoragePoolPtr pool, void *opaque)
{
    ++*(int *)opaque;
}

START_TEST(the_end_of_an_upload_refreshes_the_pool)
{
    int refreshed = 0, id;

    open_world();
    id = virConnectStoragePoolEventRegisterAny(
        conn, NULL, VIR_STORAGE_POOL_EVENT_ID_REFRESH,
        (virConnectStoragePoolEventGenericCallback)(void (*)(void))count_refresh, &refreshed, NULL);
    ck_assert_int_ge(id, 0);
    upload_all();
    while (!refreshed)
        ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(virConnectStoragePoolEventDeregisterAny(conn, id), 0);
    close_world();
}
END_TEST

START_TEST(holes_travel_as_holes)
{
    virStreamPtr st;
    int holes = 0;

    open_world();
    st = virStreamNew(conn, 0);
    ck_assert_int_eq(virStorageVolUpload(vol, st, 0, SIZE, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM),
                     0);
    ck_assert_int_eq(virStreamSparseSendAll(st, give, where, skip, NULL), 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    /* A closed stream can be opened again. */
    ck_assert_int_eq(virStorageVolDownload(vol, st, 0, 0, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM),
                     0);
    at = 0;
    ck_assert_int_eq(virStreamSparseRecvAll(st, take_some, take_hole, &holes), 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    memset(sent + HOLE_AT, 0, HOLE);
    ck_assert_uint_eq(at, SIZE);
    ck_assert_int_gt(holes, 0);
    ck_assert_int_eq(memcmp(sent, received, SIZE), 0);
    virStreamFree(st);
    close_world();
}
END_TEST

START_TEST(a_hole_reads_as_zeros_unless_one_stops_at_it)
{
    virStreamPtr st;
    long long length = -1;
    char byte = 1;

    open_world();
    st = virStreamNew(conn, 0);
    ck_assert_int_eq(virStorageVolDownload(vol, st, 0, 0, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM),
                     0);
    ck_assert_int_eq(virStreamRecv(st, &byte, 1), 1);
    ck_assert_int_eq(byte, 0);
    ck_assert_int_eq(virStreamRecvFlags(st, &byte, 1, VIR_STREAM_RECV_STOP_AT_HOLE), -3);
    ck_assert_int_eq(virStreamRecvHole(st, &length, 0), 0);
    ck_assert_int_eq(length, SIZE - 1);
    ck_assert_int_eq(virStreamRecvFlags(st, &byte, 1, VIR_STREAM_RECV_STOP_AT_HOLE), 0);
    ck_assert_int_eq(virStreamRecvHole(st, &length, 0), 0);
    ck_assert_int_eq(length, 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    virStreamFree(st);
    close_world();
}
END_TEST

START_TEST(who_gives_up_aborts_the_stream)
{
    virStreamPtr st;

    open_world();
    st = virStreamNew(conn, 0);
    ck_assert_int_eq(virStorageVolUpload(vol, st, 0, 0, 0), 0);
    ck_assert_int_eq(virStreamSendAll(st, refuse, NULL), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_SYSTEM_ERROR);
    ck_assert_int_eq(virStreamSend(st, "x", 1), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_NO_SUPPORT);
    virStreamFree(st);
    close_world();
}
END_TEST

START_TEST(too_many_bytes_are_an_error_of_the_stream)
{
    virStreamPtr st;
    int r = 0;

    open_world();
    st = virStreamNew(conn, 0);
    ck_assert_int_eq(virStorageVolUpload(vol, st, 0, 10, 0), 0);
    for (int i = 0; i < 100 && r >= 0; i++)
        r = virStreamSend(st, sent, 100000);
    if (r >= 0)
        r = virStreamFinish(st);
    ck_assert_int_eq(r, -1);
    ck_assert_int_eq(last_code(), VIR_ERR_SYSTEM_ERROR);
    ck_assert_int_eq(virGetLastErrorDomain(), VIR_FROM_STREAMS);
    virStreamFree(st);
    ck_assert_int_eq(virConnectIsAlive(conn), 1);
    close_world();
}
END_TEST

/* ---- beside other calls ---- */

START_TEST(a_stream_that_nobody_reads_holds_up_no_call)
{
    virStreamPtr st;

    open_world();
    upload_all();
    st = download(0);
    for (int i = 0; i < 100; i++) {
        char *path = virStorageVolGetPath(vol);

        ck_assert_ptr_nonnull(path);
        free(path);
    }
    ck_assert_int_eq(virStreamRecvAll(st, take_some, NULL), 0);
    ck_assert_int_eq(memcmp(sent, received, SIZE), 0);
    ck_assert_int_eq(virStreamAbort(st), 0);
    virStreamFree(st);
    close_world();
}
END_TEST

START_TEST(a_stream_that_is_freed_open_leaves_nothing_behind)
{
    open_world();
    for (int i = 0; i < 200; i++)
        virStreamFree(download(0));
    close_world();
}
END_TEST

START_TEST(a_stream_keeps_its_connection)
{
    virStreamPtr st;
    char byte;

    open_world();
    st = virStreamNew(conn, 0);
    ck_assert_int_eq(virStreamRef(st), 0);
    ck_assert_int_eq(virConnectClose(conn), 1);
    ck_assert_int_eq(virStorageVolDownload(vol, st, 0, 0, 0), 0);
    ck_assert_int_eq(virStreamRecv(st, &byte, 1), 1);
    ck_assert_int_eq(virStreamFree(st), 0);
    ck_assert_int_eq(virStreamRecv(st, &byte, 1), 1);
    ck_assert_int_eq(virStorageVolDelete(vol, 0), 0);
    virStorageVolFree(vol);
    ck_assert_int_eq(virStreamFree(st), 0);
}
END_TEST

/* ---- without waiting ---- */

struct loop {
    virStreamPtr st;
    int calls, freed;
    bool over;
};

static void on_free(void *opaque)
{
    ++((struct loop *)opaque)->freed;
}

/* Ends all from within, when all is there. */
static void on_readable(virStreamPtr st, int events, void *opaque)
{
    struct loop *loop = opaque;
    int n;

    ck_assert_ptr_eq(st, loop->st);
    ck_assert_int_eq(events, VIR_STREAM_EVENT_READABLE);
    loop->calls++;
    do {
        n = virStreamRecv(st, received + at, SIZE - at < 50000 ? SIZE - at + 1 : 50000);
        if (n > 0)
            at += (size_t)n;
    } while (n > 0);
    if (n == -2)
        return;
    ck_assert_int_eq(n, 0);
    ck_assert_int_eq(virStreamEventRemoveCallback(st), 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    ck_assert_int_eq(virStreamFree(st), 0);
    loop->over = true;
}

static void on_writable(virStreamPtr st, int events, void *opaque)
{
    struct loop *loop = opaque;
    int n;

    ck_assert_int_eq(events, VIR_STREAM_EVENT_WRITABLE);
    loop->calls++;
    do {
        n = virStreamSend(st, sent + at, SIZE - at);
        if (n > 0)
            at += (size_t)n;
    } while (n > 0 && at < SIZE);
    if (n == -2)
        return;
    ck_assert_int_ge(n, 0);
    ck_assert_int_eq(virStreamFinish(st), 0); /* removes the callback */
    loop->over = true;
}

static void on_tick(int timer, void *opaque)
{
}

static void run(const bool *until)
{
    int timer = virEventAddTimeout(100, on_tick, NULL, NULL);

    while (!*until)
        ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    virEventUpdateTimeout(timer, 0);
    for (int i = 0; i < 3; i++)
        virEventRunDefaultImpl();
    virEventRemoveTimeout(timer);
    virEventAddTimeout(0, on_tick, NULL, NULL);
    virEventRunDefaultImpl();
}

START_TEST(the_loop_uploads_and_downloads_without_waiting)
{
    struct loop up = {0}, down = {0};

    open_world();
    up.st = virStreamNew(conn, VIR_STREAM_NONBLOCK);
    ck_assert_int_eq(virStorageVolUpload(vol, up.st, 0, SIZE, 0), 0);
    ck_assert_int_eq(
        virStreamEventAddCallback(up.st, VIR_STREAM_EVENT_WRITABLE, on_writable, &up, on_free), 0);
    ck_assert_int_eq(
        virStreamEventAddCallback(up.st, VIR_STREAM_EVENT_WRITABLE, on_writable, &up, on_free), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_INTERNAL_ERROR);
    run(&up.over);
    ck_assert_int_eq(up.freed, 1);
    virStreamFree(up.st);

    at = 0;
    down.st = download(VIR_STREAM_NONBLOCK);
    ck_assert_int_eq(virStreamEventAddCallback(down.st, 0, on_readable, &down, on_free), 0);
    ck_assert_int_eq(virStreamEventUpdateCallback(down.st, VIR_STREAM_EVENT_READABLE), 0);
    run(&down.over);
    ck_assert_int_eq(down.freed, 1);
    ck_assert_uint_eq(at, SIZE);
    ck_assert_int_eq(memcmp(sent, received, SIZE), 0);
    close_world();
}
END_TEST

START_TEST(what_would_wait_returns_at_once_without_a_loop_too)
{
    virStreamPtr st;
    int n;

    open_world();
    upload_all();
    st = download(VIR_STREAM_NONBLOCK);
    while ((n = virStreamRecv(st, received + at, SIZE - at + 1)) != 0) {
        ck_assert(n == -2 || n > 0);
        at += n > 0 ? (size_t)n : 0;
        ck_assert_uint_le(at, SIZE);
    }
    ck_assert_int_eq(virStreamFinish(st), 0);
    ck_assert_int_eq(memcmp(sent, received, SIZE), 0);
    virStreamFree(st);
    close_world();
}
END_TEST

/* ---- both ways ---- */

static void *receive_line(void *opaque)
{
    virStreamPtr st = opaque;
    char *line = calloc(1, 64);
    size_t n = 0;

    while (n < 5) {
        int got = virStreamRecv(st, line + n, 63 - n);

        if (got <= 0)
            break;
        n += (size_t)got;
    }
    return line;
}

static bool has_console(virDomainPtr domain, virStreamPtr st)
{
    return virDomainOpenConsole(domain, NULL, st, 0) == 0;
}

START_TEST(one_thread_types_and_another_one_reads)
{
    virDomainPtr domain;
    virStreamPtr st;
    pthread_t reader;
    void *line;

    open_world();
    domain = virDomainLookupByName(conn, "test");
    st = virStreamNew(conn, 0);
    if (domain && has_console(domain, st)) {
        ck_assert_int_eq(pthread_create(&reader, NULL, receive_line, st), 0);
        ck_assert_int_eq(virStreamSend(st, "hello", 5), 5);
        pthread_join(reader, &line);
        ck_assert_str_eq(line, "hello");
        free(line);
        /* Who waits hears of the end. */
        ck_assert_int_eq(pthread_create(&reader, NULL, receive_line, st), 0);
        ck_assert_int_eq(virStreamAbort(st), 0);
        pthread_join(reader, &line);
        ck_assert_str_eq(line, "");
        free(line);
    }
    virStreamFree(st);
    if (domain)
        virDomainFree(domain);
    close_world();
}
END_TEST

START_TEST(a_screen_is_a_picture)
{
    virDomainPtr domain;
    virStreamPtr st;
    char *mime, byte[3] = "";

    open_world();
    domain = virDomainLookupByName(conn, "test");
    st = virStreamNew(conn, 0);
    if (domain) {
        mime = virDomainScreenshot(domain, st, 0, 0);
        ck_assert_ptr_nonnull(mime);
        ck_assert_int_eq(strncmp(mime, "image/", 6), 0);
        ck_assert_int_gt(virStreamRecv(st, byte, 2), 0);
        ck_assert_int_eq(virStreamFinish(st), 0);
        free(mime);
        virDomainFree(domain);
    }
    virStreamFree(st);
    close_world();
}
END_TEST

/* ---- wrong ---- */

START_TEST(wrong_calls_are_refused)
{
    virStreamPtr st;
    char byte;
    long long length;

    open_world();
    ck_assert_ptr_null(virStreamNew(conn, 1u << 7));
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_ARG);
    ck_assert_ptr_null(virStreamNew(NULL, 0));
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_CONN);
    ck_assert_int_eq(virStreamFree(NULL), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_STREAM);
    ck_assert_int_eq(virStorageVolUpload(vol, NULL, 0, 0, 0), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_STREAM);

    st = virStreamNew(conn, VIR_STREAM_NONBLOCK);
    ck_assert_int_eq(virStreamRecv(st, NULL, 1), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virStreamRecv(st, &byte, 1), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_NO_SUPPORT);
    ck_assert_int_eq(virStreamEventRemoveCallback(st), -1);
    ck_assert_int_eq(virStreamSendAll(st, give, NULL), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_OPERATION_INVALID);
    virStreamFree(st);

    st = virStreamNew(conn, 0);
    ck_assert_int_eq(virStreamAbort(st), 0); /* nothing to abort */
    ck_assert_int_eq(virStorageVolUpload(vol, st, 0, 0, 0), 0);
    ck_assert_int_eq(virStreamSendHole(st, 10, 0), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_NO_SUPPORT);
    ck_assert_int_eq(virStreamAbort(st), 0);
    virStreamFree(st);

    st = download(0);
    ck_assert_int_eq(virStorageVolDownload(vol, st, 0, 0, 0), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_OPERATION_INVALID);
    ck_assert_int_eq(virStreamSend(st, "x", 1), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_OPERATION_INVALID);
    ck_assert_int_eq(virStreamRecvFlags(st, &byte, 1, 1u << 9), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virStreamRecvHole(st, &length, 1), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virStreamSendHole(st, -1, 0), -1);
    ck_assert_int_eq(last_code(), VIR_ERR_INVALID_ARG);
    virStreamFree(st);
    close_world();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client streams");
    TCase *tc = tcase_create("streams");

    tcase_add_test(tc, what_was_uploaded_is_downloaded);
    tcase_add_test(tc, a_download_ends_where_the_volume_does);
    tcase_add_test(tc, an_upload_behind_the_end_makes_the_volume_larger);
    tcase_add_test(tc, the_end_of_an_upload_refreshes_the_pool);
    tcase_add_test(tc, holes_travel_as_holes);
    tcase_add_test(tc, a_hole_reads_as_zeros_unless_one_stops_at_it);
    tcase_add_test(tc, who_gives_up_aborts_the_stream);
    tcase_add_test(tc, too_many_bytes_are_an_error_of_the_stream);
    tcase_add_test(tc, a_stream_that_nobody_reads_holds_up_no_call);
    tcase_add_test(tc, a_stream_that_is_freed_open_leaves_nothing_behind);
    tcase_add_test(tc, a_stream_keeps_its_connection);
    tcase_add_test(tc, the_loop_uploads_and_downloads_without_waiting);
    tcase_add_test(tc, what_would_wait_returns_at_once_without_a_loop_too);
    tcase_add_test(tc, one_thread_types_and_another_one_reads);
    tcase_add_test(tc, a_screen_is_a_picture);
    tcase_add_test(tc, wrong_calls_are_refused);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
