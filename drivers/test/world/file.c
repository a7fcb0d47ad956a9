/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files: a reader sees the old text or the new, whenever the process dies. */
#include "drivers/test/world/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

enum { FILE_LIMIT = 16 << 20 };

int file_read(const char *path, char **ret_text)
{
    _cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    _cleanup_free_ char *text = NULL;
    struct stat st;
    size_t have = 0;
    ssize_t got;

    if (fd < 0 || fstat(fd, &st) < 0)
        return error_set_errno(VIR_FROM_TEST, errno, "cannot read '%s'", path);
    if (!S_ISREG(st.st_mode) || st.st_size > FILE_LIMIT)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' is not a file of some MiB",
                         path);
    text = malloc((size_t)st.st_size + 1);
    if (!text)
        return error_oom(VIR_FROM_TEST);
    while (have < (size_t)st.st_size &&
           (got = read(fd, text + have, (size_t)st.st_size - have)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(VIR_FROM_TEST, errno, "cannot read '%s'", path);
        have += (size_t)got;
    }
    text[have] = '\0';
    *ret_text = take(text);
    return 0;
}

static int write_all(int fd, const char *text, size_t left)
{
    while (left) {
        ssize_t put = write(fd, text, left);

        if (put < 0 && errno != EINTR)
            return -1;
        if (put > 0) {
            text += put;
            left -= (size_t)put;
        }
    }
    return fsync(fd);
}

int file_write_bytes(const char *path, const char *bytes, size_t len)
{
    _cleanup_free_ char *fresh = NULL;
    _cleanup_close_ int fd = -1;
    int saved;

    if (asprintf(&fresh, "%s.XXXXXX", path) < 0) {
        fresh = NULL;
        return error_oom(VIR_FROM_TEST);
    }
    fd = mkostemp(fresh, O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(VIR_FROM_TEST, errno, "cannot create '%s'", path);
    if (write_all(fd, bytes, len) < 0 || rename(fresh, path) < 0) {
        saved = errno;
        unlink(fresh);
        return error_set_errno(VIR_FROM_TEST, saved, "cannot write '%s'", path);
    }
    return 0;
}

int file_write(const char *path, const char *text)
{
    return file_write_bytes(path, text, strlen(text));
}
