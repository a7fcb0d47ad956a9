/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors that go with calls, in this process or with the daemon of FILES_URI. Whether the
 * other side holds one is seen at the other end of its pipe: it is at its end when nobody holds it
 * any more.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "tests/unit/suite.h"

static virConnectPtr conn;

static void quiet(void *data, virErrorPtr error)
{
}

static void open_world(void)
{
    const char *uri = getenv("FILES_URI");

    virSetErrorFunc(NULL, quiet);
    conn = virConnectOpen(uri ? uri : "test:///default");
    ck_assert_ptr_nonnull(conn);
}

static void close_world(void)
{
    ck_assert_int_eq(virConnectClose(conn), 0);
}

static int code(void)
{
    return virGetLastErrorCode();
}

/* A machine's description; each test has one of its own, also with a daemon. */
static const char *machine(const char *devices)
{
    static char xml[400];

    snprintf(xml, sizeof(xml),
             "<domain type='test'><name>files-%d</name><memory>1024</memory>"
             "<os><type>hvm</type></os><devices>%s</devices></domain>",
             (int)getpid(), devices);
    return xml;
}

static int open_files(void)
{
    int n = 0;

    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* Says whether somebody holds the writing end of the pipe still. */
static bool held(int reading_end)
{
    struct pollfd p = {.fd = reading_end, .events = POLLIN};

    return poll(&p, 1, 0) == 0;
}

/* Waits for the end. */
static void await_end(int reading_end)
{
    struct pollfd p = {.fd = reading_end, .events = POLLIN};

    ck_assert_int_eq(poll(&p, 1, 20000), 1);
    ck_assert(p.revents & POLLHUP);
}

START_TEST(a_machine_holds_its_files_until_it_stops)
{
    int before, pipes[32][2], writers[32];
    virDomainPtr domain;

    open_world();
    for (int i = 0; i < 32; i++) {
        ck_assert_int_eq(pipe(pipes[i]), 0);
        writers[i] = pipes[i][1];
    }
    domain = virDomainCreateXMLWithFiles(conn, machine(""), 32, writers, 0);
    ck_assert_ptr_nonnull(domain);
    before = open_files();
    for (int i = 0; i < 32; i++)
        ck_assert_int_eq(close(writers[i]), 0); /* they were ours still */
    ck_assert_int_eq(open_files(), before - 32);
    for (int i = 0; i < 32; i++)
        ck_assert(held(pipes[i][0]));
    ck_assert_int_eq(virDomainDestroy(domain), 0);
    for (int i = 0; i < 32; i++)
        await_end(pipes[i][0]);
    virDomainFree(domain);
    close_world();
}
END_TEST

START_TEST(a_defined_machine_starts_with_files)
{
    virDomainPtr domain;
    int p[2];

    open_world();
    domain = virDomainDefineXML(conn, machine(""));
    ck_assert_ptr_nonnull(domain);
    ck_assert_int_eq(pipe(p), 0);
    ck_assert_int_eq(virDomainCreateWithFiles(domain, 1, &p[1], 0), 0);
    ck_assert_uint_ne(virDomainGetID(domain), -1u);
    ck_assert_int_eq(virDomainCreateWithFiles(domain, 1, &p[1], 0), -1); /* runs */
    close(p[1]);
    ck_assert(held(p[0]));
    ck_assert_int_eq(virDomainDestroy(domain), 0);
    await_end(p[0]);
    ck_assert_int_eq(virDomainCreateWithFiles(domain, 0, NULL, 0), 0);
    ck_assert_int_eq(virDomainDestroy(domain), 0);
    ck_assert_int_eq(virDomainUndefine(domain), 0);
    virDomainFree(domain);
    close_world();
}
END_TEST

START_TEST(a_group_takes_the_place_of_that_of_its_name)
{
    virDomainPtr domain;
    int one[2], two[2], other[2];

    open_world();
    domain = virDomainCreateXML(conn, machine(""), 0);
    ck_assert_ptr_nonnull(domain);
    ck_assert(pipe(one) == 0 && pipe(two) == 0 && pipe(other) == 0);
    ck_assert_int_eq(virDomainFDAssociate(domain, "disk", 1, &one[1], 0), 0);
    ck_assert_int_eq(virDomainFDAssociate(domain, "other", 1, &other[1], 0), 0);
    close(one[1]);
    close(other[1]);
    ck_assert(held(one[0]));
    ck_assert_int_eq(virDomainFDAssociate(domain, "disk", 1, &two[1], 0), 0);
    close(two[1]);
    await_end(one[0]);
    ck_assert(held(two[0]) && held(other[0]));
    ck_assert_int_eq(virDomainDestroy(domain), 0);
    await_end(two[0]);
    await_end(other[0]);
    virDomainFree(domain);
    close_world();
}
END_TEST

/* Reads what a display says until it hangs up. */
static void expect_greeting(int fd)
{
    char said[32] = "";
    size_t n = 0;
    ssize_t got;

    while ((got = read(fd, said + n, sizeof(said) - 1 - n)) > 0)
        n += (size_t)got;
    ck_assert_str_eq(said, "RFB 003.008\n");
    close(fd);
}

START_TEST(a_display_greets_its_viewer)
{
    virDomainPtr domain;
    int pair[2], fd;

    open_world();
    domain = virDomainCreateXML(conn, machine("<graphics type='vnc'/><graphics type='sdl'/>"), 0);
    ck_assert_ptr_nonnull(domain);
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    ck_assert_int_eq(virDomainOpenGraphics(domain, 0, pair[1], 0), 0);
    close(pair[1]);
    expect_greeting(pair[0]);
    fd = virDomainOpenGraphicsFD(domain, 0, 0);
    ck_assert_int_ge(fd, 0);
    expect_greeting(fd);
    ck_assert_int_eq(virDomainOpenGraphicsFD(domain, 1, 0), -1);
    ck_assert_int_eq(code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virDomainOpenGraphicsFD(domain, 2, 0), -1);
    ck_assert_int_eq(code(), VIR_ERR_INTERNAL_ERROR);
    virDomainDestroy(domain);
    virDomainFree(domain);
    close_world();
}
END_TEST

START_TEST(wrong_calls_leave_no_descriptor_behind)
{
    virDomainPtr domain;
    int many[33], p[2], before;
    unsigned n = 0;
    int *out = NULL;
    char *said = NULL;

    open_world();
    domain = virDomainCreateXML(conn, machine(""), 0);
    ck_assert_ptr_nonnull(domain);
    ck_assert_int_eq(pipe(p), 0);
    for (int i = 0; i < 33; i++)
        many[i] = p[1];
    before = open_files();
    ck_assert_ptr_null(virDomainCreateXMLWithFiles(conn, machine(""), 33, many, 0));
    ck_assert_int_eq(code(), VIR_ERR_INVALID_ARG);
    ck_assert_ptr_null(virDomainCreateXMLWithFiles(conn, "nonsense", 2, many, 0));
    ck_assert_ptr_null(virDomainCreateXMLWithFiles(conn, machine(""), 2, NULL, 0));
    ck_assert_int_eq(code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virDomainFDAssociate(domain, "x", 0, many, 0), -1);
    ck_assert_int_eq(code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virDomainFDAssociate(domain, NULL, 1, many, 0), -1);
    ck_assert_int_eq(code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virDomainFDAssociate(domain, "x", 1, many, 1u << 20), -1);
    ck_assert_int_eq(code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virDomainOpenGraphics(domain, 0, p[1], 0), -1); /* no socket */
    ck_assert_int_eq(code(), VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virDomainQemuMonitorCommandWithFiles(domain, "{}", 1, p, &n, &out, &said, 0),
                     -1);
    /* libvirt's test driver has no monitor; one that there is knows no empty command */
    ck_assert(code() == VIR_ERR_NO_SUPPORT || code() == VIR_ERR_INTERNAL_ERROR);
    ck_assert_ptr_null(out);
    ck_assert_int_eq(open_files(), before);
    close(p[1]);
    await_end(p[0]);
    virDomainDestroy(domain);
    virDomainFree(domain);
    close_world();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client files");
    TCase *tc = tcase_create("files");

    tcase_add_test(tc, a_machine_holds_its_files_until_it_stops);
    tcase_add_test(tc, a_defined_machine_starts_with_files);
    tcase_add_test(tc, a_group_takes_the_place_of_that_of_its_name);
    tcase_add_test(tc, a_display_greets_its_viewer);
    tcase_add_test(tc, wrong_calls_leave_no_descriptor_behind);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
