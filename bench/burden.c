/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Forking, and a pipe by which the child says that it has begun.
 */
#include "bench/burden.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/drive.h"

pid_t burden_begin(void (*weigh)(int say_fd))
{
    int ends[2];
    pid_t pid;
    char byte;

    if (pipe(ends) < 0)
        drive_die("pipe");
    pid = fork();
    if (pid < 0)
        drive_die("fork");
    if (!pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        weigh(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    if (read(ends[0], &byte, 1) != 1)
        drive_die("burden");
    close(ends[0]);
    return pid;
}

void burden_say(int fd)
{
    if (write(fd, "", 1) != 1)
        _exit(1);
}

void burden_end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}
