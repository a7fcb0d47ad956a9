/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Steps into a container: its namespaces, its security label, its control groups. All three are
 * between this process and the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt-lxc.h>

#include "client/core/api.h"

static int lxc_no_flags(virConnectPtr conn, unsigned flags)
{
    if (!flags)
        return 0;
    error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "unknown flags 0x%x", flags);
    return api_fail(conn);
}

/* ---- namespaces ---- */

/* In the order in which libvirt gives them; what this kernel lacks is left out. */
static const char *const namespaces[] = {"user", "ipc", "uts", "net", "pid", "mnt"};

static void lxc_close_fds(int *fds, size_t n)
{
    while (n)
        close(fds[--n]);
    free(fds);
}

/* Descriptors of this thread's own namespaces. 0, or -1 with the error set. */
static int own_namespaces(unsigned *ret_n, int **ret_fds)
{
    int *fds = calloc(ARRAY_SIZE(namespaces), sizeof(*fds));
    unsigned n = 0;

    if (!fds)
        return error_oom(VIR_FROM_NONE);
    for (size_t i = 0; i < ARRAY_SIZE(namespaces); i++) {
        char path[64];
        int fd;

        snprintf(path, sizeof(path), "/proc/thread-self/ns/%s", namespaces[i]);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
            fds[n++] = fd;
        } else if (errno != ENOENT) {
            lxc_close_fds(fds, n);
            return error_set_errno(VIR_FROM_NONE, errno, "cannot open '%s'", path);
        }
    }
    *ret_n = n;
    *ret_fds = fds;
    return 0;
}

static int enter_namespaces(const int *fds, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (fds[i] >= 0 && setns(fds[i], 0) < 0)
            return error_set_errno(VIR_FROM_NONE, errno, "cannot enter namespace %u of %u", i + 1,
                                   n);
    }
    return 0;
}

VIREO_API int virDomainLxcEnterNamespace(virDomainPtr domain, unsigned int nfdlist, int *fdlist,
                                         unsigned int *noldfdlist, int **oldfdlist,
                                         unsigned int flags)
{
    virConnectPtr conn = api_domain(domain);
    unsigned n_old = 0;
    int *old = NULL;

    if (!conn || lxc_no_flags(conn, flags) < 0)
        return -1;
    NEED(conn, VIR_FROM_NONE, -1, fdlist);
    if (api_at_least(conn, VIR_FROM_NONE, "nfdlist", nfdlist, 1) < 0)
        return -1;
    if (noldfdlist || oldfdlist) {
        NEED(conn, VIR_FROM_NONE, -1, noldfdlist);
        NEED(conn, VIR_FROM_NONE, -1, oldfdlist);
        if (own_namespaces(&n_old, &old) < 0)
            return api_fail(conn);
    }
    if (enter_namespaces(fdlist, nfdlist) < 0) {
        lxc_close_fds(old, n_old);
        return api_fail(conn);
    }
    if (old) {
        *noldfdlist = n_old;
        *oldfdlist = old;
    }
    return 0;
}

/* ---- files of the kernel that take and give a line ---- */

static int lxc_write_line(const char *path, const char *line)
{
    _cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);

    if (fd < 0 || write(fd, line, strlen(line)) != (ssize_t)strlen(line))
        return error_set_errno(VIR_FROM_NONE, errno, "cannot write '%s' to '%s'", line, path);
    return 0;
}

/* Without the end of the line. */
static int read_line(const char *path, char *line, size_t size)
{
    _cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, line, size - 1);

    if (n < 0)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot read '%s'", path);
    line[n] = 0;
    line[strcspn(line, "\n")] = 0;
    return 0;
}

/* ---- security label ---- */

static int enter_label(const char *model, const char *label, virSecurityLabelPtr old)
{
    _cleanup_free_ char *wanted = NULL;
    bool apparmor = strcmp(model, "apparmor") == 0;

    if (strcmp(model, "none") == 0)
        return 0;
    if (!apparmor && strcmp(model, "selinux") != 0)
        return error_set(VIR_FROM_NONE, VIR_ERR_ARGUMENT_UNSUPPORTED,
                         "a label of the security model '%s' cannot be entered", model);
    if (old && read_line("/proc/thread-self/attr/current", old->label, sizeof(old->label)) < 0)
        return -1;
    if (!apparmor)
        return lxc_write_line("/proc/thread-self/attr/exec", label);
    if (asprintf(&wanted, "changeprofile %s", label) < 0)
        return error_oom(VIR_FROM_NONE);
    return lxc_write_line("/proc/thread-self/attr/current", wanted);
}

VIREO_API int virDomainLxcEnterSecurityLabel(virSecurityModelPtr model, virSecurityLabelPtr label,
                                             virSecurityLabelPtr oldlabel, unsigned int flags)
{
    error_reset();
    if (lxc_no_flags(NULL, flags) < 0)
        return -1;
    NEED(NULL, VIR_FROM_NONE, -1, model);
    NEED(NULL, VIR_FROM_NONE, -1, label);
    if (oldlabel)
        memset(oldlabel, 0, sizeof(*oldlabel));
    return enter_label(model->model, label->label, oldlabel) < 0 ? api_fail(NULL) : 0;
}

/* ---- control groups ---- */

/* Where the one hierarchy is: at the top, or beside older ones. */
static const char *cgroup_unified(void)
{
    return access("/sys/fs/cgroup/cgroup.procs", F_OK) == 0 ? "" : "unified";
}

/* A line of /proc/PID/cgroup: "0::/path" of the one hierarchy, "4:cpu,cpuacct:/path" of older ones,
 * which are mounted by their controllers' names. */
static int enter_group(char *line)
{
    _cleanup_free_ char *path = NULL;
    char *controllers = strchr(line, ':'), *group = NULL;
    int r;

    if (controllers)
        group = strchr(++controllers, ':');
    if (!group)
        return 0;
    *group++ = 0;
    if (strncmp(controllers, "name=", 5) == 0)
        controllers += 5;
    r = asprintf(&path, "/sys/fs/cgroup/%s%s/cgroup.procs",
                 *controllers ? controllers : cgroup_unified(), group);
    return r < 0 ? error_oom(VIR_FROM_NONE) : lxc_write_line(path, "0"); /* 0: whoever writes it */
}

static int enter_groups(int pid)
{
    char path[64], *line = NULL;
    size_t size = 0;
    FILE *f;
    int r = 0;

    snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
    f = fopen(path, "re");
    if (!f)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot open '%s'", path);
    while (r == 0 && getline(&line, &size, f) > 0) {
        line[strcspn(line, "\n")] = 0;
        r = enter_group(line);
    }
    free(line);
    fclose(f);
    return r;
}

VIREO_API int virDomainLxcEnterCGroup(virDomainPtr domain, unsigned int flags)
{
    virConnectPtr conn = api_domain(domain);
    int pid;

    if (!conn || api_may_write(conn, VIR_FROM_NONE, __func__) < 0 || lxc_no_flags(conn, flags) < 0)
        return -1;
    pid = atomic_load(&domain->id); /* of a container it is the process that started it */
    if (pid <= 0) {
        error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_INVALID, "the domain does not run");
        return api_fail(conn);
    }
    return enter_groups(pid) < 0 ? api_fail(conn) : 0;
}
