/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Becomes the caller, for one act. That is a thread of its own: what it has given up it never gets
 * back, so that no failure on the way back can leave a worker with another's rights. The kernel
 * keeps users, groups and capabilities by thread; glibc's setgroups() would change all of them.
 */
#include "drivers/caller_rights.h"

#include <errno.h>
#include <linux/capability.h>
#include <pthread.h>
#include <signal.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "drivers/reply.h"
#include "drivers/session.h"

struct caller_act {
    const struct session *session;
    void (*function)(void *data);
    void *data;
    bool became; /* the function was called */
};

/* Capabilities of the daemon's that the file system would ask for. */
static int caller_drop_capabilities(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};

    return (int)syscall(SYS_capset, &head, none);
}

/* Those of this thread, and whom a socket's other end sees. The real and the saved user stay, so
 * that the caller can't send it signals. 0, or -1 where it may not. */
static int caller_become(const struct session *s)
{
    if (syscall(SYS_setgroups, s->groups.count, s->groups.list) < 0 ||
        syscall(SYS_setresgid, -1, s->gid, -1) < 0 || syscall(SYS_setresuid, -1, s->uid, -1) < 0)
        return -1;
    if ((gid_t)setfsgid((gid_t)-1) != s->gid || (uid_t)setfsuid((uid_t)-1) != s->uid)
        return -1;
    return caller_drop_capabilities();
}

static void *caller_act_main(void *opaque)
{
    struct caller_act *act = opaque;

    if (caller_become(act->session) == 0) {
        act->became = true;
        act->function(act->data);
    }
    return NULL;
}

static int caller_act_in_thread(struct caller_act *act)
{
    int dumpable = prctl(PR_GET_DUMPABLE), failed;
    sigset_t all, before;
    pthread_t thread;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&thread, NULL, caller_act_main, act);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed)
        return error_set_errno(FROM_DRIVER, failed, "no thread to act for a caller");
    pthread_join(thread, NULL);
    /* The kernel takes it from the whole process when one thread changes its user. */
    if (dumpable == 1)
        prctl(PR_SET_DUMPABLE, 1);
    return 0;
}

int caller_rights_run(const struct session *s, void (*function)(void *data), void *data)
{
    struct caller_act act = {.session = s, .function = function, .data = data};

    if (!s || !s->remote || s->uid == geteuid() || s->uid == 0) {
        function(data);
        return 0;
    }
    if (s->uid != (uid_t)-1 && s->gid != (gid_t)-1 && caller_act_in_thread(&act) < 0)
        return -1;
    if (act.became)
        return 0;
    return error_set(FROM_DRIVER, VIR_ERR_OPERATION_DENIED,
                     "the daemon of user %d opens nothing for user %d: it can't take that user's "
                     "rights",
                     (int)geteuid(), (int)s->uid);
}
