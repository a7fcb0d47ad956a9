/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads and writes the files that callers name. */
#include "drivers/caller_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "drivers/caller_rights.h"
#include "drivers/reply.h"
#include "drivers/session.h"

/* Opening never waits for another end, and never makes a terminal ours. */
#define CALLER_FILE_FLAGS (O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

/* What is done to a path, maybe by a thread that has the caller's rights: it sets no error. */
struct caller_file_act {
    const char *path;
    bool remote; /* another process named it */
    int fd;
    bool made; /* by this act */
    bool not_regular;
    int failed; /* errno */
};

/* The file's kind is known before it is opened: to open a device may do something already. */
static void caller_file_open_regular(void *data)
{
    struct caller_file_act *act = data;
    _cleanup_close_ int there = open(act->path, O_PATH | O_CLOEXEC);
    char name[64];
    struct stat st;

    if (there < 0 || fstat(there, &st) < 0) {
        act->failed = errno;
        return;
    }
    if (!S_ISREG(st.st_mode)) {
        act->not_regular = true;
        return;
    }
    /* The very file; in a library, whose process may have no /proc, the one that has its name. */
    snprintf(name, sizeof(name), "/proc/self/fd/%d", there);
    act->fd = open(act->remote ? name : act->path, O_RDONLY | CALLER_FILE_FLAGS);
    if (act->fd < 0)
        act->failed = errno;
}

static void caller_file_open_for_writing(void *data)
{
    struct caller_file_act *act = data;
    const int flags = O_WRONLY | O_CREAT | CALLER_FILE_FLAGS;

    act->fd = open(act->path, flags | O_EXCL, S_IRUSR | S_IWUSR);
    act->made = act->fd >= 0;
    if (!act->made && errno == EEXIST)
        act->fd = open(act->path, flags | O_TRUNC, S_IRUSR | S_IWUSR);
    if (act->fd < 0)
        act->failed = errno;
}

static void caller_file_unlink(void *data)
{
    const struct caller_file_act *act = data;

    unlink(act->path);
}

static int caller_file_act(const struct session *session, const char *path,
                           void (*function)(void *data), struct caller_file_act *act)
{
    *act = (struct caller_file_act){.path = path, .remote = session && session->remote, .fd = -1};
    if (act->remote && path[0] != '/')
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "'%s' is not an absolute path", path);
    return caller_rights_run(session, function, act);
}

/* ---- read ---- */

/* At most size bytes, which are there. How many; -1 with errno. */
static ssize_t caller_file_fill(int fd, char *room, size_t size)
{
    size_t have = 0;
    ssize_t got;

    while (have < size && (got = read(fd, room + have, size - have)) != 0) {
        if (got > 0)
            have += (size_t)got;
        else if (errno != EINTR)
            return -1;
    }
    return (ssize_t)have;
}

int caller_file_read(const struct session *session, const char *path, char **ret_text,
                     size_t *ret_len)
{
    struct caller_file_act act;
    _cleanup_close_ int fd = -1;
    _cleanup_free_ char *text = NULL;
    struct stat st;
    ssize_t len;

    if (caller_file_act(session, path, caller_file_open_regular, &act) < 0)
        return -1;
    fd = act.fd;
    if (act.not_regular)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "'%s' is not a regular file", path);
    if (fd < 0)
        return error_set_errno(FROM_DRIVER, act.failed, "cannot read '%s'", path);
    if (fstat(fd, &st) < 0)
        return error_set_errno(FROM_DRIVER, errno, "cannot read '%s'", path);
    if (!S_ISREG(st.st_mode) || st.st_size > CALLER_FILE_MAX)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "'%s' is not a file of at most %d bytes",
                         path, (int)CALLER_FILE_MAX);
    text = malloc((size_t)st.st_size + 1);
    if (!text)
        return error_oom(FROM_DRIVER);
    len = caller_file_fill(fd, text, (size_t)st.st_size);
    if (len < 0)
        return error_set_errno(FROM_DRIVER, errno, "cannot read '%s'", path);
    text[len] = '\0';
    *ret_text = take(text);
    if (ret_len)
        *ret_len = (size_t)len;
    return 0;
}

/* ---- write ---- */

static int caller_file_put(int fd, const char *bytes, size_t left)
{
    struct stat st;

    while (left) {
        ssize_t put = write(fd, bytes, left);

        if (put < 0 && errno != EINTR)
            return -1;
        if (put > 0) {
            bytes += put;
            left -= (size_t)put;
        }
    }
    /* A device keeps what it is given, or does not. */
    return fstat(fd, &st) < 0 || (S_ISREG(st.st_mode) && fsync(fd) < 0) ? -1 : 0;
}

int caller_file_write(const struct session *session, const char *path, const char *bytes,
                      size_t len)
{
    struct caller_file_act act;
    _cleanup_close_ int fd = -1;
    int failed;

    if (caller_file_act(session, path, caller_file_open_for_writing, &act) < 0)
        return -1;
    fd = act.fd;
    if (fd < 0)
        return error_set_errno(FROM_DRIVER, act.failed, "cannot create '%s'", path);
    if (caller_file_put(fd, bytes, len) == 0)
        return 0;
    failed = errno;
    if (act.made)
        caller_rights_run(session, caller_file_unlink, &act);
    return error_set_errno(FROM_DRIVER, failed, "cannot write '%s'", path);
}
