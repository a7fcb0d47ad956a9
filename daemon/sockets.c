/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sockets are called as libvirt's are, so that its clients find them. */
#include "daemon/sockets.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/config/settings.h"
#include "daemon/process/sdnotify.h"
#include "daemon/server/server.h"

int sockets_make_dir(const char *dir)
{
    mode_t mode = geteuid() == 0 ? 0755 : 0700;
    _cleanup_free_ char *path = strdup(dir);

    if (!path)
        return error_oom(VIR_FROM_NONE);
    for (char *at = path + 1; (at = strchr(at, '/')); at++) {
        *at = '\0';
        mkdir(path, mode); /* where that was needed and fails, the last one will, too */
        *at = '/';
    }
    if (mkdir(dir, mode) < 0 && errno != EEXIST)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot make the directory '%s'", dir);
    return 0;
}

/* The group of that name, or number. */
static int sockets_group(const char *name, gid_t *ret)
{
    const struct group *g = *name == '+' ? NULL : getgrnam(name);
    const char *digits = name + (*name == '+');
    unsigned long number;

    *ret = (gid_t)-1;
    if (g)
        *ret = g->gr_gid;
    if (g || !*name)
        return 0;
    errno = 0;
    number = strtoul(digits, NULL, 10);
    if (!*digits || digits[strspn(digits, "0123456789")] || errno || number >= (gid_t)-1)
        return error_set(VIR_FROM_CONF, VIR_ERR_CONF_SYNTAX, "key 'unix_sock_group': no group '%s'",
                         name);
    *ret = (gid_t)number;
    return 0;
}

static int sockets_listen_at(const struct settings *settings, struct server *server,
                             const char *name, enum peer_role role, mode_t perms, gid_t group)
{
    _cleanup_free_ char *path = NULL;

    if (asprintf(&path, "%s/%s", settings->unix_sock_dir, name) < 0) {
        path = NULL;
        return error_oom(VIR_FROM_NONE);
    }
    return listeners_add_unix(&server->listeners, path, role, perms, group,
                              settings->max_queued_clients);
}

struct both_servers {
    struct server *server, *admin;
};

static int sockets_take_passed(int fd, enum peer_role role, void *opaque)
{
    const struct both_servers *both = opaque;
    struct server *server = role == PEER_ADMIN ? both->admin : both->server;

    return listeners_add_fd(&server->listeners, fd, role, NULL);
}

int sockets_listen(const struct settings *s, struct server *server, struct server *admin)
{
    struct both_servers both = {server, admin};
    int passed = sdnotify_sockets(sockets_take_passed, &both);
    gid_t group;

    if (passed != 0)
        return passed < 0 ? -1 : 0;
    if (sockets_group(s->unix_sock_group, &group) < 0 ||
        sockets_listen_at(s, server, "libvirt-sock", PEER_RW, s->unix_sock_rw_perms, group) < 0 ||
        sockets_listen_at(s, server, "libvirt-sock-ro", PEER_RO, s->unix_sock_ro_perms, group) < 0)
        return -1;
    return sockets_listen_at(s, admin, "libvirt-admin-sock", PEER_ADMIN, s->unix_sock_admin_perms,
                             group);
}
