/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connecting to a path.
 */
#include "rpc/sock.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

/* A limit of zero is none. */
static int sock_limit(int fd, unsigned seconds)
{
    const struct timeval tv = {.tv_sec = seconds};

    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)) < 0)
        return -1;
    return setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv));
}

int sock_connect(const char *path, unsigned seconds)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    _cleanup_close_ int fd = -1;

    if (strlen(path) >= sizeof(address.sun_path))
        return error_set(VIR_FROM_RPC, VIR_ERR_INVALID_ARG, "socket path '%s' is too long", path);
    strcpy(address.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || (seconds && sock_limit(fd, seconds) < 0))
        return error_set_errno(VIR_FROM_RPC, errno, "cannot make a socket");
    while (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0) {
        if (errno != EINTR)
            return error_set_errno(VIR_FROM_RPC, errno,
                                   "cannot connect to the daemon's socket '%s'", path);
    }
    return take_fd(fd);
}
