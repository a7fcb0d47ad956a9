/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 *     started ---fork---> middle: setsid ---fork---> the daemon
 *        |                   ends                       |
 *        +---- reads the pipe: a byte: exit 0 <---------+ ready
 *                              end of file: exit 1      (the daemon ended first)
 */
#include "daemon/process/daemonize.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

static void wait_for_ready(int fd, pid_t middle)
{
    char byte;
    ssize_t n;

    while (waitpid(middle, NULL, 0) < 0 && errno == EINTR)
        continue;
    do
        n = read(fd, &byte, 1);
    while (n < 0 && errno == EINTR);
    _exit(n == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
}

int daemonize(void)
{
    int fds[2];
    pid_t pid;

    if (pipe2(fds, O_CLOEXEC) < 0)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot make a pipe");
    pid = fork();
    if (pid < 0) {
        int saved = errno;

        close(fds[0]);
        close(fds[1]);
        return error_set_errno(VIR_FROM_NONE, saved, "cannot go to the background");
    }
    if (pid > 0) {
        close(fds[1]);
        wait_for_ready(fds[0], pid);
    }
    close(fds[0]);
    setsid();
    pid = fork();
    if (pid < 0)
        _exit(EXIT_FAILURE); /* the pipe's end says the rest */
    if (pid > 0)
        _exit(EXIT_SUCCESS);
    if (chdir("/") < 0) {
        close(fds[1]);
        return error_set_errno(VIR_FROM_NONE, errno, "cannot go to /");
    }
    return fds[1];
}

void daemonize_ready(int fd)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    ssize_t n;

    for (int i = 0; null >= 0 && i <= STDERR_FILENO; i++)
        dup2(null, i);
    if (null > STDERR_FILENO)
        close(null);
    do
        n = write(fd, "\n", 1);
    while (n < 0 && errno == EINTR);
    close(fd);
}
