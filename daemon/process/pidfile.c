/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Locks with fcntl(2), which also tells who holds the lock. Who ends removes the file while still
 * holding the lock; who got the lock of a file that was removed meanwhile tries again.
 */
#include "daemon/process/pidfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

/* Returns true if the path still leads to the file that fd is. */
static bool is_still_at(int fd, const char *path)
{
    struct stat open_file, at_path;

    return fstat(fd, &open_file) == 0 && stat(path, &at_path) == 0 &&
           open_file.st_ino == at_path.st_ino && open_file.st_dev == at_path.st_dev;
}

static int pidfile_refuse(const char *path, int fd)
{
    struct flock holder = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    if (fcntl(fd, F_GETLK, &holder) == 0 && holder.l_type != F_UNLCK)
        return error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_FAILED,
                         "vireod runs already as process %d, which holds '%s'", (int)holder.l_pid,
                         path);
    return error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_FAILED,
                     "vireod runs already: another process holds '%s'", path);
}

static int write_pid(const char *path, int fd)
{
    char text[32];
    int length = snprintf(text, sizeof(text), "%d\n", (int)getpid());

    if (ftruncate(fd, 0) < 0 || pwrite(fd, text, (size_t)length, 0) != length)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot write '%s'", path);
    return 0;
}

int pidfile_acquire(const char *path)
{
    for (;;) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        _cleanup_close_ int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);

        if (fd < 0)
            return error_set_errno(VIR_FROM_NONE, errno, "cannot open '%s'", path);
        if (fcntl(fd, F_SETLK, &lock) < 0) {
            if (errno == EACCES || errno == EAGAIN)
                return pidfile_refuse(path, fd);
            return error_set_errno(VIR_FROM_NONE, errno, "cannot lock '%s'", path);
        }
        if (!is_still_at(fd, path))
            continue;
        if (write_pid(path, fd) < 0)
            return -1;
        return take_fd(fd);
    }
}

void pidfile_release(const char *path, int fd)
{
    if (fd < 0)
        return;
    unlink(path);
    close(fd);
}
