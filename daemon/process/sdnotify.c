/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Talks to systemd through libsystemd. A socket's path says what it is for, so units may call
 * their file descriptors as they like.
 */
#include "daemon/process/sdnotify.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.systemd"

static void sdnotify_tell(const char *state)
{
    int r = sd_notify(0, state);

    if (r < 0)
        log_warning("cannot tell systemd '%s': %s", state, strerror(-r));
}

void sdnotify_ready(const char *status, int errnum)
{
    char state[512];

    snprintf(state, sizeof(state), "READY=1\nERRNO=%d\nSTATUS=%s", errnum, status);
    sdnotify_tell(state);
}

void sdnotify_reloading(void)
{
    struct timespec now;
    char state[64];

    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%lld",
             (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
    sdnotify_tell(state);
}

void sdnotify_stopping(int seconds)
{
    enum { SPARE_SECONDS = 10 }; /* to end once the calls have */
    char state[128];

    snprintf(state, sizeof(state), "STOPPING=1\nSTATUS=Lets calls finish\nEXTEND_TIMEOUT_USEC=%lld",
             (long long)(seconds + SPARE_SECONDS) * 1000000);
    sdnotify_tell(state);
}

static void on_watchdog(int timer, void *unused)
{
    sdnotify_tell("WATCHDOG=1");
}

int sdnotify_watchdog(struct loop *loop)
{
    uint64_t usec, half_ms;

    if (sd_watchdog_enabled(0, &usec) <= 0)
        return 0;
    half_ms = usec / 2000;
    if (half_ms > INT_MAX)
        half_ms = INT_MAX;
    if (half_ms < 1)
        half_ms = 1;
    if (loop_add_timeout(loop, (int)half_ms, on_watchdog, NULL, NULL) < 0)
        return error_set_errno(VIR_FROM_SYSTEMD, errno, "no timer for systemd's watchdog");
    return 0;
}

/* Tells from its path what a listening socket is for. */
static int sdnotify_role(int fd, enum peer_role *ret)
{
    static const struct {
        const char *name;
        enum peer_role role;
    } roles[] = {
        {"libvirt-sock", PEER_RW},
        {"libvirt-sock-ro", PEER_RO},
        {"libvirt-admin-sock", PEER_ADMIN},
    };
    struct sockaddr_un address = {0};
    socklen_t length = sizeof(address) - 1;
    const char *name;

    if (sd_is_socket_unix(fd, SOCK_STREAM, 1, NULL, 0) <= 0)
        return error_set(VIR_FROM_SYSTEMD, VIR_ERR_OPERATION_FAILED,
                         "descriptor %d from systemd is not a listening UNIX socket", fd);
    if (getsockname(fd, (struct sockaddr *)&address, &length) < 0)
        return error_set_errno(VIR_FROM_SYSTEMD, errno, "cannot tell the path of socket %d", fd);
    name = strrchr(address.sun_path, '/');
    for (size_t i = 0; name && i < ARRAY_SIZE(roles); i++) {
        if (strcmp(name + 1, roles[i].name) == 0) {
            *ret = roles[i].role;
            return 0;
        }
    }
    return error_set(VIR_FROM_SYSTEMD, VIR_ERR_OPERATION_FAILED,
                     "systemd passed a socket at '%s', which is none of ours", address.sun_path);
}

bool sdnotify_passes_sockets(void)
{
    return sd_listen_fds(0) > 0;
}

int sdnotify_sockets(int (*use)(int fd, enum peer_role role, void *opaque), void *opaque)
{
    int count = sd_listen_fds(1);

    if (count < 0)
        return error_set_errno(VIR_FROM_SYSTEMD, -count, "cannot take sockets from systemd");
    for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + count; fd++) {
        enum peer_role role = PEER_RO;

        if (sdnotify_role(fd, &role) < 0 || use(fd, role, opaque) < 0)
            return -1;
    }
    return count;
}
