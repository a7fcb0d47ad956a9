/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An answer is a datagram: + or -, and a text. Two signals of one kind may become one, so who gets
 * no answer asks again.
 */
#include "daemon/process/reload.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

enum {
    RELOAD_DIGITS = 5,
    RELOAD_MARK = 0x56100000, /* what the value of such a signal has beside the digits */
    RELOAD_MARK_BITS = 0x7ff00000,
    RELOAD_TEXT_MAX = 4096,
    RELOAD_TRIES = 60,
    RELOAD_TRY_MS = 500,
};

/* ---- who asks ---- */

/* SIGHUP ends most programs, and a process ID in a file may be somebody else's by now: only a
 * process of this program's name is asked. */
static int reload_check_name(pid_t pid)
{
    _cleanup_(cleanup_fclose) FILE *f = NULL;
    char path[64], name[17] = "", own[17] = "";

    snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
    f = fopen(path, "re");
    if (!f || !fgets(name, sizeof(name), f))
        return error_set_errno(VIR_FROM_NONE, f ? EIO : errno, "cannot tell what process %d is",
                               (int)pid);
    name[strcspn(name, "\n")] = '\0';
    prctl(PR_GET_NAME, own);
    return strcmp(name, own) == 0 ? 0
                                  : error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                                              "process %d is '%s', not '%s'", (int)pid, name, own);
}

/* A socket under a name that only the value of a signal tells. */
static int reload_listen(int *ret_fd, int *ret_value)
{
    _cleanup_close_ int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t length = sizeof(address.sun_family);
    char digits[RELOAD_DIGITS + 1] = "";
    int yes = 1;

    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)) < 0 ||
        bind(fd, (struct sockaddr *)&address, length) < 0)
        return error_set_errno(VIR_FROM_NONE, errno, "no socket for the answer");
    length = sizeof(address);
    if (getsockname(fd, (struct sockaddr *)&address, &length) < 0)
        return error_set_errno(VIR_FROM_NONE, errno, "no name of the socket for the answer");
    memcpy(digits, address.sun_path + 1, RELOAD_DIGITS);
    *ret_value = RELOAD_MARK | (int)strtol(digits, NULL, 16);
    *ret_fd = take_fd(fd);
    return 0;
}

/* Reads an answer of the daemon's; 1, or 0: it is somebody else's. `text` ends with a zero. */
static int reload_receive(int fd, pid_t pid, char text[RELOAD_TEXT_MAX])
{
    struct iovec part = {text, RELOAD_TEXT_MAX - 1};
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(struct ucred))];
    } control;
    struct msghdr msg = {.msg_iov = &part,
                         .msg_iovlen = 1,
                         .msg_control = &control,
                         .msg_controllen = sizeof(control)};
    ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT);
    const struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&msg) : NULL;
    struct ucred who;

    if (!c || c->cmsg_type != SCM_CREDENTIALS)
        return 0;
    memcpy(&who, CMSG_DATA(c), sizeof(who));
    text[n] = '\0';
    return who.pid == pid;
}

/* Waits for the answer; 1, 0: none came in this time, or -1 with an error. */
static int reload_wait(int fd, int process, pid_t pid, char text[RELOAD_TEXT_MAX])
{
    struct pollfd fds[] = {{.fd = fd, .events = POLLIN}, {.fd = process, .events = POLLIN}};

    for (;;) {
        int n = poll(fds, 2, RELOAD_TRY_MS);

        if (n < 0 && errno != EINTR)
            return error_set_errno(VIR_FROM_NONE, errno, "cannot wait for the answer");
        if (n == 0)
            return 0;
        if (n > 0 && fds[0].revents && reload_receive(fd, pid, text) > 0)
            return 1;
        if (n > 0 && fds[1].revents)
            return error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_FAILED,
                             "process %d ended before it answered", (int)pid);
    }
}

int reload_ask(pid_t pid, char **ret_said)
{
    _cleanup_close_ int process = pidfd_open(pid, 0), fd = -1;
    char text[RELOAD_TEXT_MAX];
    union sigval value;
    int r = 0;

    if (process < 0)
        return error_set_errno(VIR_FROM_NONE, errno, "there is no process %d", (int)pid);
    if (reload_check_name(pid) < 0 || reload_listen(&fd, &value.sival_int) < 0)
        return -1;
    for (int i = 0; r == 0 && i < RELOAD_TRIES; i++) {
        if (sigqueue(pid, SIGHUP, value) < 0)
            return error_set_errno(VIR_FROM_NONE, errno, "cannot ask process %d", (int)pid);
        r = reload_wait(fd, process, pid, text);
    }
    if (r < 0)
        return -1;
    if (r == 0)
        return error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_TIMEOUT,
                         "process %d does not tell how its reload went", (int)pid);
    if (text[0] != '+')
        return error_set(VIR_FROM_CONF, VIR_ERR_OPERATION_FAILED, "%s", text + 1);
    *ret_said = strdup(text + 1);
    return *ret_said ? 0 : error_oom(VIR_FROM_NONE);
}

/* ---- the daemon ---- */

void reload_answer(const struct signalfd_siginfo *info, bool done, const char *text)
{
    _cleanup_close_ int fd = -1;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char answer[RELOAD_TEXT_MAX], digits[RELOAD_DIGITS + 1];
    int n;

    if (info->ssi_code != SI_QUEUE || (info->ssi_int & RELOAD_MARK_BITS) != RELOAD_MARK)
        return;
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return; /* it asks again */
    snprintf(digits, sizeof(digits), "%0*x", RELOAD_DIGITS, info->ssi_int & ~RELOAD_MARK_BITS);
    memcpy(address.sun_path + 1, digits, RELOAD_DIGITS);
    n = snprintf(answer, sizeof(answer), "%c%s", done ? '+' : '-', text);
    if (n >= (int)sizeof(answer))
        n = sizeof(answer) - 1;
    if (sendto(fd, answer, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&address,
               offsetof(struct sockaddr_un, sun_path) + 1 + RELOAD_DIGITS) < 0)
        return; /* it has gone */
}
