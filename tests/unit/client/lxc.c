/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stepping into a container, of a process that can: out of a network namespace and back. What a
 * process may not do here, or what this kernel lacks, is an error of the system.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libvirt/libvirt-lxc.h>
#include <libvirt/virterror.h>

#include "client/core/object.h"
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

/* The file's text, "" where it can't be read. */
static void slurp(const char *path, char *text, size_t size)
{
    FILE *f = fopen(path, "re");

    text[f ? fread(text, 1, size - 1, f) : 0] = 0;
    if (f)
        fclose(f);
}

/* The control groups of a process. */
static void groups_of(pid_t pid, char *text, size_t size)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/%d/cgroup", (int)pid);
    slurp(path, text, size);
}

/* Begins a process in a control group of its own, whose folder is made. -1: not here. */
static pid_t begin_container(char *folder, size_t size)
{
    static const char *const tops[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/pids"};
    char path[256];

    for (size_t i = 0; i < ARRAY_SIZE(tops); i++) {
        pid_t pid;
        FILE *f;
        bool moved;

        snprintf(path, sizeof(path), "%s/cgroup.procs", tops[i]);
        snprintf(folder, size, "%s/vireo-test-%d", tops[i], (int)getpid());
        if (access(path, W_OK) < 0 || mkdir(folder, 0700) < 0)
            continue;
        pid = fork();
        ck_assert_int_ge(pid, 0);
        if (pid == 0) {
            pause();
            _exit(0);
        }
        snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
        f = fopen(path, "we");
        moved = f && fprintf(f, "%d", (int)pid) > 0;
        if (f && fclose(f) == 0 && moved)
            return pid;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        rmdir(folder);
    }
    return -1;
}

START_TEST(a_process_is_in_the_groups_of_the_container_that_it_enters)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom = domain_of(conn);
    char folder[128], wanted[4096], mine[4096];
    pid_t pid = begin_container(folder, sizeof(folder));

    if (pid < 0) {
        printf("skipped: this process may make no control group\n");
    } else {
        groups_of(pid, wanted, sizeof(wanted));
        ck_assert_ptr_nonnull(strstr(wanted, strrchr(folder, '/')));
        atomic_store(&dom->id, pid);
        ck_assert_msg(virDomainLxcEnterCGroup(dom, 0) == 0, "%s", virGetLastErrorMessage());
        groups_of(getpid(), mine, sizeof(mine));
        ck_assert_str_eq(mine, wanted);
        atomic_store(&dom->id, getppid()); /* and back, so that the folder is empty */
        ck_assert_int_eq(virDomainLxcEnterCGroup(dom, 0), 0);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        ck_assert_int_eq(rmdir(folder), 0);
    }
    virDomainFree(dom);
    virConnectClose(conn);
}
END_TEST

START_TEST(a_process_takes_a_label_of_this_kernels)
{
    virSecurityModel model = {0};
    virSecurityLabel label = {0}, old;
    char enabled[8], now[sizeof(old.label)];

    slurp("/sys/module/apparmor/parameters/enabled", enabled, sizeof(enabled));
    slurp("/proc/thread-self/attr/current", now, sizeof(now));
    now[strcspn(now, "\n")] = 0;
    strcpy(label.label, now);
    if (enabled[0] == 'Y' && strcmp(now, "unconfined") == 0) {
        strcpy(model.model, "apparmor");
    } else if (access("/sys/fs/selinux/enforce", F_OK) == 0 && now[0]) {
        strcpy(model.model, "selinux");
    } else {
        printf("skipped: this kernel labels no processes, or this one may not change its label\n");
        return;
    }
    ck_assert_msg(virDomainLxcEnterSecurityLabel(&model, &label, &old, 0) == 0, "%s",
                  virGetLastErrorMessage());
    ck_assert_str_eq(old.label, now);
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
    tcase_add_test(t, a_process_is_in_the_groups_of_the_container_that_it_enters);
    tcase_add_test(t, a_process_takes_a_label_of_this_kernels);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
