/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A caller waits for its reply and drops what it has not asked for; and which transports there are.
 * What the daemon says is written before the call is made: serials are known. */
#include "rpc/caller.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/keepalive.h"
#include "protocol/message.h"
#include "protocol/program.h"
#include "protocol/remote.h"
#include "rpc/address.h"
#include "rpc/keepalive.h"
#include "tests/unit/suite.h"

enum { VERSION = 12000000 };

static char folder[32], path[64];
static int listening, daemon_fd;
static struct caller caller;
static struct buf said;

static void open_both(void)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    const struct transport_address to = {.transport = "unix", .path = path};

    strcpy(folder, "/tmp/vireo-caller.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/socket", folder);
    strcpy(at.sun_path, path);
    listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(listening, (struct sockaddr *)&at, sizeof(at)), 0);
    ck_assert_int_eq(listen(listening, 1), 0);
    ck_assert_int_eq(caller_connect(&caller, &to, 10), 0);
    daemon_fd = accept(listening, NULL, NULL);
    ck_assert_int_ge(daemon_fd, 0);
}

static void close_both(void)
{
    caller_done(&caller);
    buf_free(&said);
    close(daemon_fd);
    close(listening);
    unlink(path);
    rmdir(folder);
}

static struct frame_header header_of(int type, uint32_t serial, int status)
{
    return (struct frame_header){
        .program = REMOTE_PROGRAM,
        .version = REMOTE_PROTOCOL_VERSION,
        .procedure = REMOTE_PROC_CONNECT_GET_LIB_VERSION,
        .type = type,
        .serial = serial,
        .status = status,
    };
}

static void say_version(uint32_t serial)
{
    const struct frame_header h = header_of(VIR_NET_REPLY, serial, VIR_NET_OK);
    remote_connect_get_lib_version_ret ret = {.lib_ver = VERSION};

    ck_assert_int_eq(
        message_append(
            &said, &h,
            program_proc(&remote_program, REMOTE_PROC_CONNECT_GET_LIB_VERSION)->ret_codec, &ret),
        0);
}

static void say_error(int type, uint32_t serial, int code)
{
    const struct frame_header h = header_of(type, serial, VIR_NET_ERROR);
    const struct error e = {.code = code, .domain = VIR_FROM_TEST};

    ck_assert_int_eq(message_append_error(&said, &h, &e), 0);
}

static void say_packet(uint32_t serial, int status)
{
    const struct frame_header h = header_of(VIR_NET_STREAM, serial, status);

    ck_assert_int_eq(message_append(&said, &h, NULL, NULL), 0);
}

/* What was said leaves, in pieces of that size. */
static void send_said(size_t piece)
{
    while (buf_len(&said)) {
        size_t n = buf_len(&said) < piece ? buf_len(&said) : piece;

        ck_assert_int_eq(write(daemon_fd, buf_bytes(&said), n), (ssize_t)n);
        buf_eat(&said, n);
    }
}

static int call_version(struct frame_header *ret_header)
{
    const struct proc *proc = program_proc(&remote_program, REMOTE_PROC_CONNECT_GET_LIB_VERSION);
    remote_connect_get_lib_version_ret ret = {0};

    if (caller_call(&caller, &remote_program, proc, NULL, &ret, ret_header) < 0)
        return -1;
    ck_assert_uint_eq(ret.lib_ver, VERSION);
    return 0;
}

START_TEST(what_was_not_asked_for_is_dropped)
{
    ck_assert_int_eq(keepalive_append(&said, KEEPALIVE_PROC_PING), 0);
    say_version(7);
    say_packet(0, VIR_NET_CONTINUE);
    say_version(0);
    say_version(1);
    send_said(5);
    ck_assert_int_eq(call_version(NULL), 0);
    ck_assert_int_eq(call_version(NULL), 0);
}
END_TEST

START_TEST(the_other_sides_error_becomes_ours)
{
    say_error(VIR_NET_REPLY, 0, VIR_ERR_NO_DOMAIN);
    say_version(1);
    send_said(1000);
    ck_assert_int_eq(call_version(NULL), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_NO_DOMAIN);
    ck_assert_int_eq(call_version(NULL), 0);
}
END_TEST

START_TEST(a_daemon_that_has_gone_is_not_waited_for)
{
    close(daemon_fd);
    daemon_fd = -1;
    ck_assert_int_eq(call_version(NULL), -1);
    ck_assert_int_eq(call_version(NULL), -1);
    ck_assert(TAILQ_EMPTY(&caller.calls.calls)); /* those calls have ended */
}
END_TEST

START_TEST(who_is_cut_off_waits_no_more)
{
    caller_cut(&caller);
    ck_assert_int_eq(call_version(NULL), -1);
    ck_assert(TAILQ_EMPTY(&caller.calls.calls));
}
END_TEST

/* How the daemon answers the end of a stream. */
static const struct end_case {
    int status, code;
} end_cases[] = {{VIR_NET_OK, VIR_ERR_OK}, {VIR_NET_ERROR, VIR_ERR_NO_STORAGE_VOL}};

START_TEST(a_stream_ends_when_it_is_answered)
{
    const struct end_case *c = &end_cases[_i];
    struct frame_header stream;
    struct frame f;
    size_t need;
    uint8_t bytes[1000];
    ssize_t n;

    say_version(0);
    send_said(1000);
    ck_assert_int_eq(call_version(&stream), 0);
    ck_assert_uint_eq(stream.serial, 0);
    ck_assert_int_eq(read(daemon_fd, bytes, sizeof(bytes)), FRAME_MIN);
    ck_assert_int_eq(caller_stream_bytes(&caller, &stream, "bytes", 5), 0);
    ck_assert_int_eq(caller_stream_hole(&caller, &stream, 10), 0);
    n = read(daemon_fd, bytes, sizeof(bytes));
    ck_assert_int_eq(input_parse(bytes, (size_t)n, &f, &need), FRAME_READY);
    ck_assert_int_eq(f.header.type, VIR_NET_STREAM);
    ck_assert_uint_eq(f.payload_len, 5);
    ck_assert_int_eq(input_parse(bytes + need, (size_t)n - need, &f, &need), FRAME_READY);
    ck_assert_int_eq(f.header.type, VIR_NET_STREAM_HOLE);

    say_packet(5, VIR_NET_OK); /* another stream's */
    say_packet(0, VIR_NET_CONTINUE);
    if (c->code)
        say_error(VIR_NET_STREAM, 0, c->code);
    else
        say_packet(0, c->status);
    send_said(3);
    ck_assert_int_eq(caller_stream_close(&caller, &stream, VIR_NET_OK), c->code ? -1 : 0);
    if (c->code)
        ck_assert_int_eq(error_get()->code, c->code);
}
END_TEST

/* ---- addresses ---- */

static const struct transport_case {
    const char *name;
    int code;
} transport_cases[] = {
    {"unix", VIR_ERR_OK},        {"tls", VIR_ERR_NO_SUPPORT}, {"tcp", VIR_ERR_NO_SUPPORT},
    {"ssh", VIR_ERR_NO_SUPPORT}, {"ext", VIR_ERR_NO_SUPPORT}, {"pigeon", VIR_ERR_INVALID_ARG},
    {"", VIR_ERR_INVALID_ARG},
};

START_TEST(transports_are_there_or_refused_by_name)
{
    const struct transport_case *c = &transport_cases[_i];
    char nowhere[] = "/nonexistent/socket";
    const struct transport_address to = {.transport = c->name, .path = nowhere};

    ck_assert_int_eq(transport_named(c->name) == NULL, c->code != 0);
    if (c->code)
        ck_assert_int_eq(error_get()->code, c->code);
    ck_assert_ptr_null(transport_connect(&to, 1));
    ck_assert_int_eq(error_get()->code, c->code ? c->code : VIR_ERR_SYSTEM_ERROR);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("caller");
    TCase *t = tcase_create("caller"), *addresses = tcase_create("addresses");

    tcase_add_checked_fixture(t, open_both, close_both);
    tcase_add_test(t, what_was_not_asked_for_is_dropped);
    tcase_add_test(t, the_other_sides_error_becomes_ours);
    tcase_add_test(t, a_daemon_that_has_gone_is_not_waited_for);
    tcase_add_test(t, who_is_cut_off_waits_no_more);
    tcase_add_loop_test(t, a_stream_ends_when_it_is_answered, 0, ARRAY_SIZE(end_cases));
    suite_add_tcase(suite, t);
    tcase_add_loop_test(addresses, transports_are_there_or_refused_by_name, 0,
                        ARRAY_SIZE(transport_cases));
    suite_add_tcase(suite, addresses);
    return run_suite(suite);
}
