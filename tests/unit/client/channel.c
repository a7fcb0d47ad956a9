/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The library on one end of a socket, a scripted daemon on the other: replies in any order, pings,
 * daemons that die, lie or stop reading.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/error.h"
#include "protocol/codec.h"
#include "protocol/keepalive.h"
#include "protocol/message.h"
#include "protocol/program.h"
#include "protocol/remote.h"
#include "tests/unit/suite.h"

/* ---- the scripted daemon ---- */

struct daemon {
    char dir[64], path[96], uri[160];
    int listening, fd;
    struct buf in;
    pthread_t thread;
    void (*script)(struct daemon *d); /* runs when the connection is open */
};

/* A call, with its arguments decoded into args when it is an expected one. */
struct call {
    struct frame_header header;
    union {
        remote_connect_supports_feature_args feature;
        remote_connect_open_args open;
        remote_domain_lookup_by_id_args by_id;
    } args;
};

static void read_call(struct daemon *d, struct call *ret)
{
    struct frame f;
    size_t need;
    const struct proc *proc;

    while (!buf_len(&d->in) ||
           frame_parse(buf_bytes(&d->in), buf_len(&d->in), &f, &need) == FRAME_PARTIAL) {
        uint8_t *room = buf_reserve(&d->in, 4096);
        ssize_t n = read(d->fd, room, 4096);

        ck_assert_int_gt(n, 0);
        buf_added(&d->in, (size_t)n);
    }
    memset(ret, 0, sizeof(*ret));
    ret->header = f.header;
    proc = f.header.program == REMOTE_PROGRAM ? program_proc(&remote_program, f.header.procedure)
                                              : NULL;
    if (proc && proc->args_codec && proc->args_size <= sizeof(ret->args))
        ck_assert_int_eq(codec_decode(f.payload, f.payload_len, proc->args_codec, &ret->args), 0);
    buf_eat(&d->in, f.len);
}

static void send_bytes(struct daemon *d, struct buf *b)
{
    ck_assert_int_eq(write(d->fd, buf_bytes(b), buf_len(b)), (ssize_t)buf_len(b));
    buf_free(b);
}

static void reply(struct daemon *d, const struct call *call, const void *ret)
{
    const struct proc *proc = program_proc(&remote_program, call->header.procedure);
    struct frame_header h = call->header;
    struct buf b = {0};

    h.type = VIR_NET_REPLY;
    ck_assert_int_eq(message_append(&b, &h, ret ? proc->ret_codec : NULL, ret), 0);
    send_bytes(d, &b);
}

static void reply_domain(struct daemon *d, const struct call *call)
{
    remote_domain_lookup_by_id_ret ret = {.dom.id = call->args.by_id.id};
    char name[] = "numbered";

    ret.dom.name = name;
    reply(d, call, &ret);
}

/* Answers what every connection asks first, then runs the script. */
static void *serve(void *daemon)
{
    struct daemon *d = daemon;
    struct call call;

    d->fd = accept(d->listening, NULL, NULL);
    ck_assert_int_ge(d->fd, 0);
    for (int features = 0; features < 3;) {
        remote_auth_type none = REMOTE_AUTH_NONE;
        remote_auth_list_ret list = {.types = {1, &none}};
        remote_connect_supports_feature_ret yes = {.supported = 1};

        read_call(d, &call);
        switch (call.header.procedure) {
        case REMOTE_PROC_AUTH_LIST:
            reply(d, &call, &list);
            break;
        case REMOTE_PROC_CONNECT_SUPPORTS_FEATURE:
            reply(d, &call, &yes);
            features++;
            break;
        case REMOTE_PROC_CONNECT_OPEN:
            ck_assert_str_eq(*call.args.open.name, "test:///default");
            free(*call.args.open.name);
            free(call.args.open.name);
            reply(d, &call, NULL);
            break;
        default:
            ck_abort_msg("procedure %d while opening", call.header.procedure);
        }
    }
    d->script(d);
    return NULL;
}

static void start(struct daemon *d, void (*script)(struct daemon *))
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};

    memset(d, 0, sizeof(*d));
    strcpy(d->dir, "/tmp/vireo-client.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(d->dir));
    snprintf(d->path, sizeof(d->path), "%s/sock", d->dir);
    snprintf(d->uri, sizeof(d->uri), "test+unix:///default?socket=%s", d->path);
    strcpy(a.sun_path, d->path);
    d->script = script;
    d->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(d->listening, (struct sockaddr *)&a, sizeof(a)), 0);
    ck_assert_int_eq(listen(d->listening, 1), 0);
    ck_assert_int_eq(pthread_create(&d->thread, NULL, serve, d), 0);
}

static void finish(struct daemon *d)
{
    pthread_join(d->thread, NULL);
    if (d->fd >= 0)
        close(d->fd);
    close(d->listening);
    buf_free(&d->in);
    unlink(d->path);
    rmdir(d->dir);
}

static void hang_up(struct daemon *d)
{
    close(d->fd);
    d->fd = -1;
}

/* Answers the end of the connection. */
static void goodbye(struct daemon *d)
{
    struct call call;

    read_call(d, &call);
    ck_assert_int_eq(call.header.procedure, REMOTE_PROC_CONNECT_CLOSE);
    reply(d, &call, NULL);
}

static void silent(void *unused, virErrorPtr error)
{
}

static virConnectPtr open_it(struct daemon *d)
{
    virConnectPtr conn;

    virSetErrorFunc(NULL, silent);
    conn = virConnectOpen(d->uri);
    ck_assert_msg(conn != NULL, "%s", virGetLastErrorMessage());
    return conn;
}

/* ---- replies ---- */

enum { CALLERS = 8 };

struct caller {
    virConnectPtr conn;
    int id;
    pthread_t thread;
};

static void *look_up(void *caller)
{
    struct caller *c = caller;
    virDomainPtr domain = virDomainLookupByID(c->conn, c->id);

    ck_assert_msg(domain != NULL, "%s", virGetLastErrorMessage());
    ck_assert_int_eq((int)virDomainGetID(domain), c->id);
    virDomainFree(domain);
    return NULL;
}

static void answer_in_reverse(struct daemon *d)
{
    struct call calls[CALLERS];

    for (int i = 0; i < CALLERS; i++)
        read_call(d, &calls[i]);
    for (int i = CALLERS - 1; i >= 0; i--)
        reply_domain(d, &calls[i]);
    goodbye(d);
}

START_TEST(replies_in_any_order_reach_their_callers)
{
    struct daemon d;
    struct caller callers[CALLERS];
    virConnectPtr conn;

    start(&d, answer_in_reverse);
    conn = open_it(&d);
    for (int i = 0; i < CALLERS; i++) {
        callers[i].conn = conn;
        callers[i].id = 100 + i;
        pthread_create(&callers[i].thread, NULL, look_up, &callers[i]);
    }
    for (int i = 0; i < CALLERS; i++)
        pthread_join(callers[i].thread, NULL);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

static void ping_first(struct daemon *d)
{
    struct frame_header ping = {
        .program = KEEPALIVE_PROGRAM,
        .version = KEEPALIVE_PROTOCOL_VERSION,
        .procedure = KEEPALIVE_PROC_PING,
        .type = VIR_NET_MESSAGE,
    };
    struct call call, pong;
    struct buf b = {0};

    read_call(d, &call);
    message_append(&b, &ping, NULL, NULL);
    send_bytes(d, &b);
    read_call(d, &pong);
    ck_assert_uint_eq(pong.header.program, KEEPALIVE_PROGRAM);
    ck_assert_int_eq(pong.header.procedure, KEEPALIVE_PROC_PONG);
    ck_assert_int_eq(pong.header.type, VIR_NET_MESSAGE);
    reply_domain(d, &call);
    goodbye(d);
}

START_TEST(a_ping_is_answered_while_a_call_waits)
{
    struct daemon d;
    virConnectPtr conn;
    virDomainPtr domain;

    start(&d, ping_first);
    conn = open_it(&d);
    domain = virDomainLookupByID(conn, 5);
    ck_assert_ptr_nonnull(domain);
    virDomainFree(domain);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

static atomic_bool ponged;

/* More than the program's loop reads for a stream that nobody reads, and a ping behind it. */
/* Packets of a stream, of zeros. */
static void send_packets(struct daemon *d, const struct frame_header *header, size_t size, int n)
{
    for (int i = 0; i < n; i++) {
        struct buf b = {0};
        ptrdiff_t start = frame_begin(&b, header);
        uint8_t *room = buf_reserve(&b, size);

        memset(room, 0, size);
        buf_added(&b, size);
        ck_assert_int_eq(frame_end(&b, start), 0);
        send_bytes(d, &b);
    }
}

static void ping_behind_a_stream(struct daemon *d)
{
    enum { PACKET = 256 << 10, PACKETS = 18 };
    struct frame_header ping = {
        .program = KEEPALIVE_PROGRAM,
        .version = KEEPALIVE_PROTOCOL_VERSION,
        .procedure = KEEPALIVE_PROC_PING,
        .type = VIR_NET_MESSAGE,
    };
    remote_domain_screenshot_ret ret = {0};
    struct call call, pong;
    char mime[] = "image/png", *text = mime;
    struct buf b = {0};

    read_call(d, &call);
    reply_domain(d, &call);
    read_call(d, &call);
    ret.mime = &text;
    reply(d, &call, &ret);
    call.header.type = VIR_NET_STREAM;
    call.header.status = VIR_NET_CONTINUE;
    send_packets(d, &call.header, PACKET, PACKETS);
    message_append(&b, &ping, NULL, NULL);
    send_bytes(d, &b);
    read_call(d, &pong);
    ck_assert_uint_eq(pong.header.program, KEEPALIVE_PROGRAM);
    atomic_store(&ponged, true);
    read_call(d, &call); /* the stream is freed */
    ck_assert_int_eq(call.header.type, VIR_NET_STREAM);
    ck_assert_int_eq(call.header.status, VIR_NET_ERROR);
    goodbye(d);
}

static void on_tick(int timer, void *opaque)
{
}

START_TEST(an_unread_stream_does_not_keep_a_ping_from_its_answer)
{
    struct daemon d;
    virConnectPtr conn;
    virDomainPtr domain;
    virStreamPtr st;
    int timer;

    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
    start(&d, ping_behind_a_stream);
    conn = open_it(&d);
    domain = virDomainLookupByID(conn, 1);
    st = virStreamNew(conn, 0);
    free(virDomainScreenshot(domain, st, 0, 0));
    timer = virEventAddTimeout(50, on_tick, NULL, NULL);
    while (!atomic_load(&ponged))
        ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    virEventRemoveTimeout(timer);
    virStreamFree(st);
    virDomainFree(domain);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

/* ---- one of which far too much comes before a reply ---- */

static void reply_behind_a_stream(struct daemon *d)
{
    enum { PACKET = 4 << 20, PACKETS = 70 }; /* 64 of them wait, then it is given up */
    remote_domain_screenshot_ret ret = {0};
    struct call shot, call;
    char mime[] = "image/png", *text = mime;

    read_call(d, &call);
    reply_domain(d, &call);
    read_call(d, &shot);
    ret.mime = &text;
    reply(d, &shot, &ret);
    read_call(d, &call);
    shot.header.type = VIR_NET_STREAM;
    shot.header.status = VIR_NET_CONTINUE;
    send_packets(d, &shot.header, PACKET, PACKETS);
    reply_domain(d, &call);
    read_call(d, &call);
    ck_assert_int_eq(call.header.type, VIR_NET_STREAM);
    ck_assert_int_eq(call.header.status, VIR_NET_ERROR);
    ck_assert_uint_eq(call.header.serial, shot.header.serial);
    read_call(d, &call); /* the connection lives */
    reply_domain(d, &call);
    goodbye(d);
}

/* MiB of memory that the process has had at the most. */
static long memory_peak(void)
{
    struct rusage used;

    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

START_TEST(a_stream_of_which_far_too_much_is_unread_is_given_up)
{
    struct daemon d;
    virConnectPtr conn;
    virDomainPtr domain;
    virStreamPtr st;
    char byte;
    long before = memory_peak();

    start(&d, reply_behind_a_stream);
    conn = open_it(&d);
    domain = virDomainLookupByID(conn, 1);
    st = virStreamNew(conn, 0);
    free(virDomainScreenshot(domain, st, 0, 0));
    for (int i = 2; i <= 3; i++) { /* the first one's reply comes behind all those packets */
        virDomainPtr other = virDomainLookupByID(conn, i);

        ck_assert_ptr_nonnull(other);
        ck_assert_uint_eq(virDomainGetID(other), i);
        virDomainFree(other);
        ck_assert_int_eq(virStreamRecv(st, &byte, 1), -1);
        ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_OPERATION_FAILED);
        ck_assert_ptr_nonnull(strstr(virGetLastErrorMessage(), "unread"));
    }
    if (!getenv("SANITIZER_FLAGS") ||
        !*getenv("SANITIZER_FLAGS")) /* a sanitizer keeps freed memory back */
        ck_assert_int_lt(memory_peak() - before, 256 + 64);
    ck_assert_int_eq(virStreamAbort(st), -1);
    virStreamFree(st);
    virDomainFree(domain);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

/* ---- a stream that the daemon does not read at once ---- */

static sem_t read_now;

static void read_a_console_late(struct daemon *d)
{
    size_t got = 0;
    struct call call;
    bool over = false;

    read_call(d, &call);
    reply_domain(d, &call);
    read_call(d, &call);
    ck_assert_int_eq(call.header.procedure, REMOTE_PROC_DOMAIN_OPEN_CONSOLE);
    reply(d, &call, NULL);
    sem_wait(&read_now);
    while (!over) {
        struct frame_header end;
        struct buf b = {0};

        read_call(d, &call);
        ck_assert_int_eq(call.header.type, VIR_NET_STREAM);
        over = call.header.status == VIR_NET_OK;
        got += !over;
        end = call.header;
        if (over && message_append(&b, &end, NULL, NULL) == 0)
            send_bytes(d, &b);
    }
    ck_assert_uint_gt(got, 0);
    goodbye(d);
}

START_TEST(a_write_that_would_wait_says_so_and_goes_on_later)
{
    enum { SLICE = 100000, MOST = 16 << 20 };
    static char bytes[SLICE];
    struct daemon d;
    virConnectPtr conn;
    virDomainPtr domain;
    virStreamPtr st;
    size_t sent = 0;
    int n;

    sem_init(&read_now, 0, 0);
    start(&d, read_a_console_late);
    conn = open_it(&d);
    domain = virDomainLookupByID(conn, 1);
    st = virStreamNew(conn, VIR_STREAM_NONBLOCK);
    ck_assert_int_eq(virDomainOpenConsole(domain, NULL, st, 0), 0);
    while ((n = virStreamSend(st, bytes, SLICE)) > 0) {
        sent += (size_t)n;
        ck_assert_uint_lt(sent, MOST);
    }
    ck_assert_int_eq(n, -2);
    ck_assert_int_eq(virStreamRecv(st, bytes, SLICE), -2);
    sem_post(&read_now);
    while ((n = virStreamSend(st, bytes, SLICE)) == -2)
        ; /* no loop runs: each try sends what the socket takes */
    ck_assert_int_gt(n, 0);
    ck_assert_int_eq(virStreamFinish(st), 0);
    virStreamFree(st);
    virDomainFree(domain);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

/* ---- and one whose daemon fails, or dies ---- */

static void fail_a_console(struct daemon *d)
{
    struct error e = {.code = VIR_ERR_OPERATION_FAILED, .domain = VIR_FROM_STREAMS};
    struct call call;
    struct buf b = {0};

    read_call(d, &call);
    reply_domain(d, &call);
    for (int i = 0; i < 2; i++) {
        read_call(d, &call);
        reply(d, &call, NULL);
        if (i == 0) {
            call.header.type = VIR_NET_STREAM;
            ck_assert_int_eq(message_append_error(&b, &call.header, &e), 0);
            send_bytes(d, &b);
        }
    }
    hang_up(d);
}

START_TEST(a_stream_tells_why_it_has_ended)
{
    struct daemon d;
    virConnectPtr conn;
    virDomainPtr domain;
    virStreamPtr st, other;
    char byte;

    start(&d, fail_a_console);
    conn = open_it(&d);
    domain = virDomainLookupByID(conn, 1);
    st = virStreamNew(conn, 0);
    other = virStreamNew(conn, 0);
    ck_assert_int_eq(virDomainOpenConsole(domain, NULL, st, 0), 0);
    for (int i = 0; i < 2; i++) { /* it stays so */
        ck_assert_int_eq(virStreamRecv(st, &byte, 1), -1);
        ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_OPERATION_FAILED);
    }
    ck_assert_int_eq(virStreamFinish(st), -1);
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_OPERATION_FAILED);
    ck_assert_int_eq(virDomainOpenConsole(domain, NULL, other, 0), 0);
    ck_assert_int_eq(virStreamRecv(other, &byte, 1), -1); /* waits, and the daemon goes */
    ck_assert_int_ne(virGetLastErrorCode(), VIR_ERR_OPERATION_FAILED);
    ck_assert_int_eq(virStreamSend(other, &byte, 1), -1);
    ck_assert_int_eq(virStreamAbort(other), -1);
    virStreamFree(st);
    virStreamFree(other);
    virDomainFree(domain);
    virConnectClose(conn);
    finish(&d);
}
END_TEST

/* ---- deaths and lies ---- */

static void die_in_a_call(struct daemon *d)
{
    struct call call;

    for (int i = 0; i < CALLERS; i++)
        read_call(d, &call);
    hang_up(d);
}

static void *look_up_in_vain(void *caller)
{
    struct caller *c = caller;

    ck_assert_ptr_null(virDomainLookupByID(c->conn, c->id));
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR);
    ck_assert_int_eq(virGetLastErrorDomain(), VIR_FROM_RPC);
    return NULL;
}

START_TEST(a_daemon_that_dies_fails_every_waiting_and_later_call)
{
    struct daemon d;
    struct caller callers[CALLERS];
    virConnectPtr conn;

    start(&d, die_in_a_call);
    conn = open_it(&d);
    for (int i = 0; i < CALLERS; i++) {
        callers[i].conn = conn;
        callers[i].id = i;
        pthread_create(&callers[i].thread, NULL, look_up_in_vain, &callers[i]);
    }
    for (int i = 0; i < CALLERS; i++)
        pthread_join(callers[i].thread, NULL);
    look_up_in_vain(&callers[0]);
    ck_assert_int_eq(virConnectIsAlive(conn), 0);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

static void send_nonsense(struct daemon *d)
{
    static const char nonsense[] = "\xff\xff\xff\xff nonsense that is no frame";
    struct buf b = {0};
    struct call call;

    read_call(d, &call);
    buf_append(&b, nonsense, sizeof(nonsense));
    send_bytes(d, &b);
}

static void answer_another_procedure(struct daemon *d)
{
    struct call call;

    read_call(d, &call);
    call.header.procedure = REMOTE_PROC_DOMAIN_SUSPEND;
    reply(d, &call, NULL);
}

static void (*const lies[])(struct daemon *) = {send_nonsense, answer_another_procedure};

START_TEST(a_daemon_that_breaks_the_protocol_is_left)
{
    struct daemon d;
    virConnectPtr conn;

    start(&d, lies[_i]);
    conn = open_it(&d);
    ck_assert_ptr_null(virDomainLookupByID(conn, 1));
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_RPC);
    ck_assert_int_eq(virConnectIsAlive(conn), 0);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

static void say_it_is_not_there(struct daemon *d)
{
    struct error e = {.code = VIR_ERR_NO_DOMAIN, .domain = VIR_FROM_TEST, .level = VIR_ERR_ERROR};
    struct frame_header h;
    struct call call;
    struct buf b = {0};
    char message[] = "gone";

    read_call(d, &call);
    h = call.header;
    h.type = VIR_NET_REPLY;
    e.message = message;
    message_append_error(&b, &h, &e);
    send_bytes(d, &b);
    goodbye(d);
}

START_TEST(the_daemons_error_becomes_the_threads)
{
    struct daemon d;
    virConnectPtr conn;

    start(&d, say_it_is_not_there);
    conn = open_it(&d);
    ck_assert_ptr_null(virDomainLookupByID(conn, 1));
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_NO_DOMAIN);
    ck_assert_int_eq(virGetLastErrorDomain(), VIR_FROM_TEST);
    ck_assert_str_eq(virGetLastErrorMessage(), "gone");
    ck_assert_str_eq(virConnGetLastError(conn)->message, "gone");
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

START_TEST(a_read_only_connection_does_not_ask_for_changes)
{
    struct daemon d;
    virConnectPtr conn;

    start(&d, goodbye);
    virSetErrorFunc(NULL, silent);
    conn = virConnectOpenReadOnly(d.uri);
    ck_assert_ptr_nonnull(conn);
    ck_assert_ptr_null(virDomainDefineXML(conn, "<domain/>"));
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_OPERATION_DENIED);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

START_TEST(a_call_without_an_event_loop_says_so)
{
    struct daemon d;
    virConnectPtr conn;

    start(&d, goodbye);
    conn = open_it(&d);
    ck_assert_int_eq(virConnectDomainEventRegisterAny(
                         conn, NULL, VIR_DOMAIN_EVENT_ID_REBOOT,
                         (virConnectDomainEventGenericCallback)(void (*)(void))silent, NULL, NULL),
                     -1);
    ck_assert_int_eq(virGetLastErrorDomain(), VIR_FROM_EVENT);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

/* ---- events ---- */

enum { DRIVERS_ID = 7 };

static void append_event(struct buf *b, int procedure, const void *msg)
{
    const struct frame_header h = {
        .program = REMOTE_PROGRAM,
        .version = REMOTE_PROTOCOL_VERSION,
        .procedure = procedure,
        .type = VIR_NET_MESSAGE,
    };

    message_append(b, &h, program_proc(&remote_program, procedure)->args_codec, msg);
}

static void send_an_event(struct daemon *d)
{
    remote_connect_domain_event_callback_register_any_ret ret = {.callbackID = DRIVERS_ID};
    remote_domain_event_callback_lifecycle_msg msg = {.callbackID = DRIVERS_ID};
    char name[] = "eventful";
    struct buf b = {0};
    struct call call;

    read_call(d, &call);
    ck_assert_int_eq(call.header.procedure, REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY);
    reply(d, &call, &ret);
    msg.msg.dom.name = name;
    msg.msg.event = VIR_DOMAIN_EVENT_STOPPED;
    append_event(&b, REMOTE_PROC_DOMAIN_EVENT_CALLBACK_LIFECYCLE, &msg);
    msg.callbackID++; /* nobody's */
    append_event(&b, REMOTE_PROC_DOMAIN_EVENT_CALLBACK_LIFECYCLE, &msg);
    send_bytes(d, &b);
    read_call(d, &call);
    ck_assert_int_eq(call.header.procedure,
                     REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY);
    reply(d, &call, NULL);
    goodbye(d);
}

static int heard[2], freed;

static int on_event(virConnectPtr conn, virDomainPtr domain, int event, int detail, void *opaque)
{
    ck_assert_str_eq(virDomainGetName(domain), "eventful");
    ck_assert_int_eq(event, VIR_DOMAIN_EVENT_STOPPED);
    ++*(int *)opaque;
    return 0;
}

static void on_free(void *opaque)
{
    freed++;
}

START_TEST(an_event_reaches_each_callback_and_the_daemon_is_asked_once)
{
    const virConnectDomainEventGenericCallback cb =
        (virConnectDomainEventGenericCallback)(void (*)(void))on_event;
    struct daemon d;
    virConnectPtr conn;
    int ids[2];

    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
    start(&d, send_an_event);
    conn = open_it(&d);
    for (int i = 0; i < 2; i++) {
        ids[i] = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, cb,
                                                  &heard[i], on_free);
        ck_assert_int_ge(ids[i], 0);
    }
    ck_assert_int_ne(ids[0], ids[1]);
    while (!heard[0] || !heard[1])
        ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(virConnectDomainEventDeregisterAny(conn, ids[i]), 0);
    ck_assert_int_eq(virConnectDomainEventDeregisterAny(conn, ids[0]), -1);
    ck_assert_int_eq(freed, 2);
    ck_assert_int_eq(heard[0], 1);
    ck_assert_int_eq(heard[1], 1);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

static void die_while_watched(struct daemon *d)
{
    struct call call;

    read_call(d, &call);
    ck_assert_int_eq(call.header.procedure, REMOTE_PROC_CONNECT_REGISTER_CLOSE_CALLBACK);
    reply(d, &call, NULL);
    read_call(d, &call);
    hang_up(d);
}

static void on_close(virConnectPtr conn, int reason, void *opaque)
{
    ck_assert_int_eq(virConnectIsAlive(conn), 0);
    ck_assert_int_eq(freed, 0);
    *(int *)opaque = reason;
}

START_TEST(a_close_callback_is_called_and_freed_once)
{
    struct daemon d;
    virConnectPtr conn;
    int reason = -1;

    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
    start(&d, die_while_watched);
    conn = open_it(&d);
    ck_assert_int_eq(virConnectRegisterCloseCallback(conn, on_close, &reason, on_free), 0);
    ck_assert_int_eq(virConnectRegisterCloseCallback(conn, on_close, &reason, on_free), -1);
    ck_assert_ptr_null(virDomainLookupByID(conn, 1));
    while (!freed)
        ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(reason, VIR_CONNECT_CLOSE_REASON_EOF);
    ck_assert_int_eq(virConnectUnregisterCloseCallback(conn, on_close), -1);
    ck_assert_int_eq(virConnectClose(conn), 0);
    ck_assert_int_eq(freed, 1);
    finish(&d);
}
END_TEST

/* libvirt's daemon says so when the hypervisor behind it goes. */
static void notice_while_a_call_waits(struct daemon *d)
{
    const remote_connect_event_connection_closed_msg gone = {.reason =
                                                                 VIR_CONNECT_CLOSE_REASON_ERROR};
    struct call call;
    struct buf b = {0};

    read_call(d, &call);
    ck_assert_int_eq(call.header.procedure, REMOTE_PROC_CONNECT_REGISTER_CLOSE_CALLBACK);
    reply(d, &call, NULL);
    read_call(d, &call);
    append_event(&b, REMOTE_PROC_CONNECT_EVENT_CONNECTION_CLOSED, &gone);
    send_bytes(d, &b);
    reply_domain(d, &call);
    goodbye(d);
}

static void on_notice(virConnectPtr conn, int reason, void *opaque)
{
    ck_assert_int_eq(virConnectIsAlive(conn), 1);
    *(int *)opaque = reason;
}

/* loop: 1 for one that is there and does not run. */
START_TEST(a_call_that_finds_the_end_calls_the_close_callback)
{
    struct daemon d;
    virConnectPtr conn;
    int reason = -1;

    if (_i)
        ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
    start(&d, die_while_watched);
    conn = open_it(&d);
    ck_assert_int_eq(virConnectRegisterCloseCallback(conn, on_close, &reason, on_free), 0);
    ck_assert_int_eq(virConnectRegisterCloseCallback(conn, on_close, &reason, on_free), -1);
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_OPERATION_INVALID);
    ck_assert_ptr_null(virDomainLookupByID(conn, 1));
    ck_assert_int_eq(reason, VIR_CONNECT_CLOSE_REASON_EOF);
    ck_assert_int_eq(freed, 1);
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_INTERNAL_ERROR); /* the call's own */
    ck_assert_ptr_null(virDomainLookupByID(conn, 1));
    if (_i)
        ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(freed, 1);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

START_TEST(the_daemons_word_of_the_end_needs_no_loop_either)
{
    struct daemon d;
    virConnectPtr conn;
    virDomainPtr dom;
    int reason = -1;

    start(&d, notice_while_a_call_waits);
    conn = open_it(&d);
    ck_assert_int_eq(virConnectRegisterCloseCallback(conn, on_notice, &reason, on_free), 0);
    dom = virDomainLookupByID(conn, 1);
    ck_assert_ptr_nonnull(dom);
    ck_assert_int_eq(reason, VIR_CONNECT_CLOSE_REASON_ERROR);
    ck_assert_int_eq(freed, 1);
    virDomainFree(dom);
    ck_assert_int_eq(virConnectClose(conn), 0);
    finish(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client_channel");
    TCase *tcase = tcase_create("one daemon");

    tcase_add_test(tcase, replies_in_any_order_reach_their_callers);
    tcase_add_test(tcase, a_ping_is_answered_while_a_call_waits);
    tcase_add_test(tcase, an_unread_stream_does_not_keep_a_ping_from_its_answer);
    tcase_add_test(tcase, a_stream_of_which_far_too_much_is_unread_is_given_up);
    tcase_add_test(tcase, a_write_that_would_wait_says_so_and_goes_on_later);
    tcase_add_test(tcase, a_stream_tells_why_it_has_ended);
    tcase_add_test(tcase, a_daemon_that_dies_fails_every_waiting_and_later_call);
    tcase_add_loop_test(tcase, a_daemon_that_breaks_the_protocol_is_left, 0, 2);
    tcase_add_test(tcase, the_daemons_error_becomes_the_threads);
    tcase_add_test(tcase, a_read_only_connection_does_not_ask_for_changes);
    tcase_add_test(tcase, a_call_without_an_event_loop_says_so);
    tcase_add_test(tcase, an_event_reaches_each_callback_and_the_daemon_is_asked_once);
    tcase_add_test(tcase, a_close_callback_is_called_and_freed_once);
    tcase_add_loop_test(tcase, a_call_that_finds_the_end_calls_the_close_callback, 0, 2);
    tcase_add_test(tcase, the_daemons_word_of_the_end_needs_no_loop_either);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
