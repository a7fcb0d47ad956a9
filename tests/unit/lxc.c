/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stepping into a container, of a process that can: out of a network namespace and back. What a
 * process may not do here, or what this kernel lacks, is an error of the system.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt-lxc.h>
#include <libvirt/virterror.h>

#include "tests/unit/suite.h"

static void quiet(void *opaque, virErrorPtr e)
{
}

static virDomainPtr domain_of(virConnectPtr conn)
{
    virSetErrorFunc(NULL, quiet);
    ck_assert_ptr_nonnull(conn);
    return virDomainLookupByName(conn, "test");
}

#define FAILS(code, call)                              \
    do {                                               \
        ck_assert_int_eq(call, -1);                    \
        ck_assert_int_eq(virGetLastErrorCode(), code); \
        ck_assert_int_eq(virGetLastErrorDomain(), 0);  \
    } while (0)

/* The inode of the own network namespace: its identity. */
static void own_net(char *name, size_t size)
{
    ssize_t n = readlink("/proc/thread-self/ns/net", name, size - 1);

    ck_assert_int_gt(n, 0);
    name[n] = 0;
}

START_TEST(a_process_goes_back_to_a_namespace)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom = domain_of(conn);
    int fds[2] = {-1, open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)}, *old = NULL;
    char before[64], away[64], after[64];
    unsigned n = 0;

    own_net(before, sizeof(before));
    if (unshare(CLONE_NEWNET) < 0) {
        ck_assert_int_eq(errno, EPERM);
    } else {
        own_net(away, sizeof(away));
        ck_assert_str_ne(before, away);
        ck_assert_int_eq(virDomainLxcEnterNamespace(dom, 2, fds, &n, &old, 0), 0);
        own_net(after, sizeof(after));
        ck_assert_str_eq(before, after);
        ck_assert_uint_eq(n, 6);
        ck_assert_int_eq(virDomainLxcEnterNamespace(dom, 1, &old[3], NULL, NULL, 0), 0);
        own_net(after, sizeof(after));
        ck_assert_str_eq(away, after);
        while (n)
            close(old[--n]);
        free(old);
    }
    close(fds[1]);
    virDomainFree(dom);
    virConnectClose(conn);
}
END_TEST

START_TEST(what_is_no_namespace_is_an_error)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom = domain_of(conn);
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), *old = NULL;
    unsigned n = 7;

    FAILS(VIR_ERR_SYSTEM_ERROR, virDomainLxcEnterNamespace(dom, 1, &fd, &n, &old, 0));
    ck_assert_uint_eq(n, 7);
    ck_assert_ptr_null(old);
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterNamespace(dom, 0, &fd, NULL, NULL, 0));
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterNamespace(dom, 1, NULL, NULL, NULL, 0));
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterNamespace(dom, 1, &fd, &n, NULL, 0));
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterNamespace(dom, 1, &fd, NULL, NULL, 1));
    FAILS(VIR_ERR_NO_SUPPORT, virDomainLxcOpenNamespace(dom, &old, 0));
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcOpenNamespace(dom, NULL, 0));
    close(fd);
    virDomainFree(dom);
    virConnectClose(conn);
}
END_TEST

START_TEST(a_label_is_one_of_a_known_model)
{
    virSecurityModel none = {.model = "none"}, other = {.model = "nonsense"};
    virSecurityLabel label = {.label = "x"}, old;

    virSetErrorFunc(NULL, quiet);
    ck_assert_int_eq(virDomainLxcEnterSecurityLabel(&none, &label, &old, 0), 0);
    ck_assert_str_eq(old.label, "");
    FAILS(VIR_ERR_ARGUMENT_UNSUPPORTED, virDomainLxcEnterSecurityLabel(&other, &label, &old, 0));
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterSecurityLabel(NULL, &label, &old, 0));
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterSecurityLabel(&none, NULL, &old, 0));
    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterSecurityLabel(&none, &label, &old, 1));
}
END_TEST

START_TEST(the_groups_are_those_of_a_domain_that_runs)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virConnectPtr reading = virConnectOpenReadOnly("test:///default");
    virDomainPtr dom = domain_of(conn), seen = domain_of(reading);

    FAILS(VIR_ERR_INVALID_ARG, virDomainLxcEnterCGroup(dom, 1));
    FAILS(VIR_ERR_OPERATION_DENIED, virDomainLxcEnterCGroup(seen, 0));
    ck_assert_int_eq(virDomainDestroy(dom), 0);
    FAILS(VIR_ERR_OPERATION_INVALID, virDomainLxcEnterCGroup(dom, 0));
    virDomainFree(dom);
    virDomainFree(seen);
    virConnectClose(conn);
    virConnectClose(reading);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lxc");
    TCase *t = tcase_create("lxc");

    tcase_add_test(t, a_process_goes_back_to_a_namespace);
    tcase_add_test(t, what_is_no_namespace_is_an_error);
    tcase_add_test(t, a_label_is_one_of_a_known_model);
    tcase_add_test(t, the_groups_are_those_of_a_domain_that_runs);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
