/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Fans a message out to the outputs that want it.
 *
 * A set of outputs is built whole and then replaces the one before under a lock that messages take,
 * so no message meets a closed file. A message is formatted once before it comes here; each output
 * gets one write, so lines of several threads do not mix.
 */
#include "daemon/process/logging.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>
#include <time.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/config/settings.h"
#include "daemon/process/logspec.h"

struct route {
    enum log_level level;              /* of modules that no filter names */
    char *filters_text, *outputs_text; /* as they were written */
    struct log_filter *filters;
    size_t n_filters;
    struct log_output *outputs;
    size_t n_outputs;
    int *fds; /* of files, as many as outputs; -1: no file */
};

static pthread_mutex_t change_lock = PTHREAD_MUTEX_INITIALIZER; /* taken first: one change a time */
static pthread_mutex_t route_lock = PTHREAD_MUTEX_INITIALIZER;
static struct route *route;

static struct route *route_free(struct route *r)
{
    if (!r)
        return NULL;
    for (size_t i = 0; r->fds && i < r->n_outputs; i++) {
        if (r->fds[i] >= 0)
            close(r->fds[i]);
    }
    free(r->fds);
    free(r->filters_text);
    free(r->outputs_text);
    free(r->filters);
    logspec_free_outputs(r->outputs, r->n_outputs);
    free(r);
    return NULL;
}

DEFINE_CLEANUP(struct route *, route_free)

static enum log_level level_for(const struct route *r, const char *module)
{
    for (size_t i = 0; i < r->n_filters; i++) {
        if (fnmatch(r->filters[i].pattern, module, 0) == 0)
            return r->filters[i].level;
    }
    return r->level;
}

static void logging_write_line(int fd, bool with_time, enum log_level level, const char *module,
                               const char *text)
{
    static const char *const names[] = {"", "debug", "info", "warning", "error", "notice"};
    char head[160], stamp[40] = "";
    struct timespec now;
    struct tm tm;
    int length;

    if (with_time) {
        clock_gettime(CLOCK_REALTIME, &now);
        gmtime_r(&now.tv_sec, &tm);
        length = (int)strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &tm);
        snprintf(stamp + length, sizeof(stamp) - (size_t)length, ".%03ldZ ", now.tv_nsec / 1000000);
    }
    length = snprintf(head, sizeof(head), "%svireod[%d]: %s: %s: ", stamp, (int)getpid(),
                      names[level], module);
    if (length >= (int)sizeof(head))
        length = (int)sizeof(head) - 1;
    struct iovec parts[] = {
        {head, (size_t)length}, {(char *)text, strlen(text)}, {(char *)"\n", 1}};

    if (writev(fd, parts, 3) < 0)
        return; /* a full disk must not stop the daemon */
}

static int priority_of(enum log_level level)
{
    static const int priorities[] = {LOG_DEBUG,   LOG_DEBUG, LOG_INFO,
                                     LOG_WARNING, LOG_ERR,   LOG_NOTICE};

    return priorities[level];
}

static void write_to(const struct log_output *o, int fd, enum log_level level, const char *module,
                     const char *text)
{
    switch (o->kind) {
    case LOG_TO_STDERR:
        logging_write_line(STDERR_FILENO, false, level, module, text);
        break;
    case LOG_TO_FILE:
        logging_write_line(fd, true, level, module, text);
        break;
    case LOG_TO_SYSLOG:
        syslog(priority_of(level), "%s: %s", module, text);
        break;
    case LOG_TO_JOURNAL:
        sd_journal_send("MESSAGE=%s: %s", module, text, "PRIORITY=%d", priority_of(level),
                        "SYSLOG_IDENTIFIER=vireod", "VIREO_MODULE=%s", module, NULL);
        break;
    }
}

static void logging_sink(enum log_level level, const char *module, const char *text, void *unused)
{
    LOCK_SCOPE(&route_lock);
    if (!route || level < level_for(route, module))
        return;
    for (size_t i = 0; i < route->n_outputs; i++) {
        if (level >= route->outputs[i].level)
            write_to(&route->outputs[i], route->fds[i], level, module, text);
    }
}

static int bad_spec(const char *what, const char *problem)
{
    if (!problem)
        return error_oom(VIR_FROM_CONF);
    return error_set(VIR_FROM_CONF, VIR_ERR_INVALID_ARG, "%s %s", what, problem);
}

static int logging_open_files(struct route *r)
{
    r->fds = malloc((r->n_outputs + 1) * sizeof(*r->fds));
    if (!r->fds)
        return error_oom(VIR_FROM_CONF);
    memset(r->fds, 0xff, (r->n_outputs + 1) * sizeof(*r->fds)); /* -1 each */
    for (size_t i = 0; i < r->n_outputs; i++) {
        const char *path = r->outputs[i].where;

        if (r->outputs[i].kind != LOG_TO_FILE)
            continue;
        r->fds[i] = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
        if (r->fds[i] < 0)
            return error_set_errno(VIR_FROM_CONF, errno, "log_outputs: cannot open '%s'", path);
    }
    return 0;
}

/* Returns true if standard error is the journal's stream, which systemd tells as device and inode.
 */
static bool stderr_is_journal(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    unsigned long long dev, ino;
    struct stat st;

    return stream && sscanf(stream, "%llu:%llu", &dev, &ino) == 2 &&
           fstat(STDERR_FILENO, &st) == 0 && st.st_dev == dev && st.st_ino == ino;
}

/* Reads filters and outputs and opens what they name; NULL with an error. */
static struct route *route_new(enum log_level level, const char *filters, const char *outputs)
{
    _cleanup_(route_freep) struct route *fresh = calloc(1, sizeof(*fresh));
    _cleanup_free_ char *problem = NULL;
    int r;

    if (fresh) {
        fresh->level = level;
        fresh->filters_text = strdup(filters);
        if (!*outputs)
            outputs = stderr_is_journal() ? "1:journald" : "1:stderr";
        fresh->outputs_text = strdup(outputs);
    }
    if (!fresh || !fresh->filters_text || !fresh->outputs_text) {
        error_oom(VIR_FROM_CONF);
        return NULL;
    }
    if (logspec_parse_filters(filters, &fresh->filters, &fresh->n_filters, &problem) < 0)
        r = bad_spec("the list of log filters", problem);
    else if (logspec_parse_outputs(outputs, &fresh->outputs, &fresh->n_outputs, &problem) < 0)
        r = bad_spec("the list of log outputs", problem);
    else
        r = logging_open_files(fresh);
    return r < 0 ? NULL : take(fresh);
}

/* syslog(3) is one to a process: the last output of that kind gives the name. */
static void open_syslog(const struct route *r)
{
    static char ident[64];

    for (size_t i = 0; i < r->n_outputs; i++) {
        if (r->outputs[i].kind != LOG_TO_SYSLOG)
            continue;
        closelog();
        snprintf(ident, sizeof(ident), "%s", r->outputs[i].where);
        openlog(ident, LOG_PID | LOG_NDELAY, LOG_DAEMON);
    }
}

static void logging_install(struct route *fresh)
{
    enum log_level lowest = fresh->level;

    for (size_t i = 0; i < fresh->n_filters; i++) {
        if (fresh->filters[i].level < lowest)
            lowest = fresh->filters[i].level;
    }
    {
        LOCK_SCOPE(&route_lock);
        struct route *old = route;

        open_syslog(fresh);
        route = fresh;
        route_free(old);
    }
    log_set_sink(logging_sink, NULL, lowest);
}

int logging_setup(const struct settings *settings, bool verbose)
{
    enum log_level level = (enum log_level)settings->log_level;
    struct route *fresh;

    if (settings->log_level == 0)
        level = LOG_LEVEL_WARNING;
    if (verbose && level > LOG_LEVEL_INFO)
        level = LOG_LEVEL_INFO;
    LOCK_SCOPE(&change_lock);
    fresh = route_new(level, settings->log_filters, settings->log_outputs);
    if (!fresh)
        return -1;
    logging_install(fresh);
    return 0;
}

int logging_change(const char *filters, const char *outputs)
{
    struct route *fresh;

    LOCK_SCOPE(&change_lock);
    /* Only a change, and there is one at a time, replaces the route that is read here. */
    fresh = route_new(route->level, filters ? filters : route->filters_text,
                      outputs ? outputs : route->outputs_text);
    if (!fresh)
        return -1;
    logging_install(fresh);
    return 0;
}

static int logging_describe(const char *text, size_t n, char **ret_text, unsigned *ret_count)
{
    char *copy = strdup(text);

    if (!copy)
        return error_oom(VIR_FROM_CONF);
    *ret_text = copy;
    *ret_count = (unsigned)n;
    return 0;
}

int logging_filters(char **ret_text, unsigned *ret_count)
{
    LOCK_SCOPE(&change_lock);
    return logging_describe(route->filters_text, route->n_filters, ret_text, ret_count);
}

int logging_outputs(char **ret_text, unsigned *ret_count)
{
    LOCK_SCOPE(&change_lock);
    return logging_describe(route->outputs_text, route->n_outputs, ret_text, ret_count);
}
