/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * vireod: reads its settings, opens its sockets, runs the loop, drains and ends.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <libvirt/libvirt-event.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/config/options.h"
#include "daemon/config/settings.h"
#include "daemon/config/settings_remarks.h"
#include "daemon/drivers.h"
#include "daemon/peer/client_fds.h"
#include "daemon/process/daemonize.h"
#include "daemon/process/logging.h"
#include "daemon/process/pidfile.h"
#include "daemon/process/reload.h"
#include "daemon/process/sdnotify.h"
#include "daemon/server/server.h"
#include "daemon/service.h"
#include "daemon/sockets.h"
#include "event/loop.h"

#define LOG_MODULE    "daemon.main"
#define STATUS_SERVES "Serves clients"

struct daemon {
    struct options options;
    struct settings settings;
    struct loop *loop;
    struct server *server, *admin;
    int signals, signal_watch;
    int parent, parent_watch; /* who started us, as a pidfd; -1: we don't end with it */
    bool sockets_passed;      /* systemd has opened them */
    int pid_fd;               /* holds the lock of the pid file; -1: not taken */
    bool drivers_started;
    int background_fd; /* tells who started us that we are ready; -1: nobody waits */
};

/* ---- settings ---- */

static int load_settings(const struct options *options, struct settings *ret,
                         struct settings_remarks *remarks)
{
    if (!options->config_named && access(options->config_path, F_OK) < 0)
        return settings_init(ret);
    return settings_load(options->config_path, ret, remarks);
}

/* Takes the file over. *ret_changes, to be freed: what that has changed; NULL without memory. */
static int reload_settings(struct daemon *d, char **ret_changes)
{
    _cleanup_(settings_remarks_clear) struct settings_remarks remarks = {.sockets_passed =
                                                                             d->sockets_passed};
    struct settings fresh = {0};

    if (load_settings(&d->options, &fresh, &remarks) < 0)
        return -1;
    if (logging_setup(&fresh, d->options.verbose) < 0) {
        settings_clear(&fresh);
        return -1;
    }
    settings_remarks_log(&remarks);
    *ret_changes = settings_reload(&d->settings, &fresh);
    server_reload(d->server, &d->settings);
    server_reload(d->admin, &d->settings);
    return drivers_reload(&d->settings);
}

/* All of the file is taken over or nothing, and whoever looks at the service sees why, as does who
 * asked for it. */
static void daemon_reload(struct daemon *d, const struct signalfd_siginfo *info)
{
    _cleanup_free_ char *changes = NULL;
    char status[400] = STATUS_SERVES;

    sdnotify_reloading();
    if (reload_settings(d, &changes) < 0) {
        snprintf(status, sizeof(status), "Serves; the reload failed: %s", error_text(error_get()));
        log_error("the reload failed: %s", error_text(error_get()));
        sdnotify_ready(status, EINVAL);
        reload_answer(info, false, error_text(error_get()));
        return;
    }
    log_notice("settings reloaded: %s", changes && *changes ? changes : "nothing has changed");
    sdnotify_ready(status, 0);
    reload_answer(info, true, changes && *changes ? changes : "nothing has changed");
}

/* ---- signals ---- */

static void daemon_drain(struct daemon *d)
{
    sdnotify_stopping(d->settings.shutdown_timeout);
    server_drain(d->server, d->settings.shutdown_timeout);
}

static void daemon_on_signal(int watch, int fd, int events, void *opaque)
{
    struct daemon *d = opaque;
    struct signalfd_siginfo info;

    while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo == SIGHUP)
            daemon_reload(d, &info);
        else
            daemon_drain(d);
    }
}

/* Signals are read from a descriptor, so that they come as any other event does. */
static int watch_signals(struct daemon *d)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGQUIT);
    sigaddset(&set, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot block signals");
    d->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (d->signals < 0)
        return error_set_errno(VIR_FROM_NONE, errno, "cannot wait for signals");
    d->signal_watch =
        loop_add_handle(d->loop, d->signals, VIR_EVENT_HANDLE_READABLE, daemon_on_signal, d, NULL);
    return d->signal_watch < 0 ? error_set_errno(VIR_FROM_NONE, errno, "cannot watch for signals")
                               : 0;
}

/* ---- the parent ---- */

/* Remembers who started us, before a daemon leaves that family. A pidfd, not PR_SET_PDEATHSIG: that
 * one would tell of the process that a fork put in between, and of the end of a single thread. */
static int main_find_parent(struct daemon *d)
{
    d->parent = pidfd_open(getppid(), 0);
    return d->parent < 0 ? error_set_errno(VIR_FROM_NONE, errno, "cannot watch the parent") : 0;
}

static void on_parent_end(int watch, int fd, int events, void *opaque)
{
    struct daemon *d = opaque;

    log_info("the parent has ended");
    loop_remove_handle(d->loop, watch); /* it stays readable, and once is enough */
    d->parent_watch = -1;
    daemon_drain(d);
}

static int watch_parent(struct daemon *d)
{
    if (d->parent < 0)
        return 0;
    d->parent_watch =
        loop_add_handle(d->loop, d->parent, VIR_EVENT_HANDLE_READABLE, on_parent_end, d, NULL);
    return d->parent_watch < 0
               ? error_set_errno(VIR_FROM_NONE, errno, "cannot watch for the parent's end")
               : 0;
}

/* ---- life ---- */

/* Sees to it that there is one daemon to a directory of sockets. */
static int lock_instance(struct daemon *d)
{
    const char *dir = d->settings.unix_sock_dir;
    const char *runtime = d->sockets_passed ? getenv("RUNTIME_DIRECTORY") : NULL;

    /* Where systemd opens the sockets, it also makes the one place that the service writes to. */
    if (runtime && *runtime == '/' && !strchr(runtime, ':'))
        dir = runtime;
    if (sockets_make_dir(dir) < 0)
        return -1;
    if (!d->options.pid_file && asprintf(&d->options.pid_file, "%s/vireod.pid", dir) < 0) {
        d->options.pid_file = NULL;
        return error_oom(VIR_FROM_NONE);
    }
    d->pid_fd = pidfile_acquire(d->options.pid_file);
    return d->pid_fd < 0 ? -1 : 0;
}

static int arrange_process(struct daemon *d)
{
    if (d->options.exit_with_parent && main_find_parent(d) < 0)
        return -1;
    if (d->options.daemonize) {
        d->background_fd = daemonize();
        if (d->background_fd < 0)
            return -1;
    }
    return 0;
}

static void tell_ready(struct daemon *d)
{
    ssize_t n;

    sdnotify_ready(STATUS_SERVES, 0);
    if (d->background_fd >= 0)
        daemonize_ready(d->background_fd);
    d->background_fd = -1;
    if (d->options.ready_fd < 0)
        return;
    do
        n = write(d->options.ready_fd, "\n", 1);
    while (n < 0 && errno == EINTR);
    close(d->options.ready_fd);
    d->options.ready_fd = -1;
}

/* A client takes a descriptor: max_clients would not be reached with the few that a shell gives. */
static void take_all_descriptors(const struct settings *s)
{
    enum { OF_ITS_OWN = 100 };
    rlim_t wanted = (rlim_t)s->max_clients + (rlim_t)s->admin_max_clients + OF_ITS_OWN;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
        log_warning("no more than the descriptors that we were given: %s", strerror(errno));
    if (limit.rlim_cur < wanted)
        log_warning("max_clients is %d, but there are %llu descriptors (LimitNOFILE=, ulimit -Hn)",
                    s->max_clients, (unsigned long long)limit.rlim_cur);
}

/* What cannot be written is an error of whoever writes it. */
static void ignore_write_signals(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow: EFBIG */
}

static int daemon_start(struct daemon *d)
{
    _cleanup_(settings_remarks_clear) struct settings_remarks remarks = {0};

    d->sockets_passed = !d->options.daemonize && sdnotify_passes_sockets();
    remarks.sockets_passed = d->sockets_passed;
    ignore_write_signals();
    if (load_settings(&d->options, &d->settings, &remarks) < 0)
        return -1;
    if (logging_setup(&d->settings, d->options.verbose) < 0)
        return -1;
    settings_remarks_log(&remarks);
    if (arrange_process(d) < 0 || lock_instance(d) < 0)
        return -1;
    take_all_descriptors(&d->settings);
    client_fds_start();
    if (drivers_start(&d->settings) < 0)
        return -1;
    d->drivers_started = true;
    d->loop = loop_new(NULL);
    if (!d->loop)
        return error_set_errno(VIR_FROM_EVENT, errno, "cannot make an event loop");
    if (watch_signals(d) < 0 || watch_parent(d) < 0 || sdnotify_watchdog(d->loop) < 0)
        return -1;
    d->server = server_new(d->loop, &d->settings, &service_drivers);
    d->admin = d->server ? server_new(d->loop, &d->settings, &service_admin) : NULL;
    if (!d->admin)
        return -1;
    server_join(d->server, d->admin);
    if (sockets_listen(&d->settings, d->server, d->admin) < 0)
        return -1;
    d->server->may_end = drivers_idle;
    server_set_idle_timeout(d->server, d->options.timeout);
    return 0;
}

static void daemon_end(struct daemon *d)
{
    server_free(d->admin); /* first: its calls look at the other one */
    server_free(d->server);
    if (d->drivers_started)
        drivers_stop();
    if (d->signals >= 0) {
        loop_remove_handle(d->loop, d->signal_watch);
        close(d->signals);
    }
    if (d->parent_watch >= 0)
        loop_remove_handle(d->loop, d->parent_watch);
    if (d->parent >= 0)
        close(d->parent);
    loop_free(d->loop);
    pidfile_release(d->options.pid_file, d->pid_fd);
    settings_clear(&d->settings);
    options_clear(&d->options);
}

/* --reload: the daemon is another process. */
static int ask_for_reload(pid_t pid)
{
    _cleanup_free_ char *said = NULL;

    if (reload_ask(pid, &said) < 0) {
        fprintf(stderr, "vireod: the reload failed: %s\n", error_text(error_get()));
        return EXIT_FAILURE;
    }
    printf("settings reloaded: %s\n", said);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct daemon d = {.signals = -1,
                       .signal_watch = -1,
                       .parent = -1,
                       .parent_watch = -1,
                       .pid_fd = -1,
                       .background_fd = -1,
                       .options = {.ready_fd = -1}};
    int r = options_parse(argc, argv, &d.options);

    if (r > 0)
        return EXIT_SUCCESS;
    if (r == 0 && d.options.reload > 0) {
        r = ask_for_reload(d.options.reload);
        options_clear(&d.options);
        return r;
    }
    if (r == 0)
        r = daemon_start(&d);
    if (r == 0) {
        tell_ready(&d);
        r = server_run(d.server);
    }
    if (r < 0)
        fprintf(stderr, "vireod: %s\n", error_text(error_get()));
    if (r == 0 && !server_is_drained(d.server)) {
        log_warning("calls still run after %d seconds: leaving them", d.settings.shutdown_timeout);
        listeners_close(&d.server->listeners);
        listeners_close(&d.admin->listeners);
        pidfile_release(d.options.pid_file, d.pid_fd);
        _exit(EXIT_SUCCESS); /* their threads may hold anything; nothing is left to save */
    }
    daemon_end(&d);
    return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
