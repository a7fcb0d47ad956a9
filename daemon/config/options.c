/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads the command line. Paths become absolute here, because a daemon leaves the directory that it
 * was started in and reads its file again on SIGHUP.
 */
#include "daemon/config/options.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/config/settings.h"

enum { OPT_EXIT_WITH_PARENT = 256, OPT_READY_FD, OPT_PRINT_CONFIG, OPT_RELOAD };

static const struct option long_options[] = {
    {"daemon", no_argument, NULL, 'd'},
    {"config", required_argument, NULL, 'f'},
    {"listen", no_argument, NULL, 'l'},
    {"pid-file", required_argument, NULL, 'p'},
    {"timeout", required_argument, NULL, 't'},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {"exit-with-parent", no_argument, NULL, OPT_EXIT_WITH_PARENT},
    {"ready-fd", required_argument, NULL, OPT_READY_FD},
    {"print-config", no_argument, NULL, OPT_PRINT_CONFIG},
    {"reload", required_argument, NULL, OPT_RELOAD},
    {NULL, 0, NULL, 0},
};

static void options_print_help(const char *program)
{
    printf("Usage: %s [OPTION]...\n"
           "Serves the virtual machines of this host to libvirt's clients.\n\n"
           "  -d, --daemon            go to the background once ready\n"
           "  -f, --config FILE       read FILE, not the daemon.conf of the system or the user\n"
           "  -p, --pid-file FILE     keep the process ID in FILE\n"
           "  -t, --timeout SECONDS   end after SECONDS without a client; 0: never\n"
           "  -v, --verbose           log information too, not only warnings\n"
           "  -l, --listen            refused: TCP is not supported yet\n"
           "  -V, --version           print the version and end\n"
           "  -h, --help              print this and end\n"
           "      --print-config      print a daemon.conf with every key and end\n"
           "      --reload PID        have the daemon of that process ID read its settings again,\n"
           "                          tell how that went, and end\n"
           "      --ready-fd N        write a byte to file descriptor N once ready\n"
           "      --exit-with-parent  end when the process that started this one ends\n\n"
           "SIGTERM lets calls in flight finish, then ends; SIGHUP reads the configuration again.\n"
           "See vireod(8) and daemon.conf(5).\n",
           program);
}

/* Reads a whole number; `what` names the option for the error. */
static int options_parse_number(const char *what, const char *text, int min, int max, int *ret)
{
    char *end;
    long n;

    errno = 0;
    n = strtol(text, &end, 10);
    if (errno || end == text || *end || n < min || n > max)
        return error_set(VIR_FROM_CONF, VIR_ERR_INVALID_ARG,
                         "%s takes a number from %d to %d, not '%s'", what, min, max, text);
    *ret = (int)n;
    return 0;
}

static int options_parse_path(const char *path, char **ret)
{
    _cleanup_free_ char *dir = NULL;
    char *absolute = NULL;

    if (*path == '/') {
        absolute = strdup(path);
    } else {
        dir = getcwd(NULL, 0);
        if (!dir)
            return error_set_errno(VIR_FROM_CONF, errno, "cannot tell where '%s' is", path);
        if (asprintf(&absolute, "%s/%s", dir, path) < 0)
            absolute = NULL;
    }
    if (!absolute)
        return error_oom(VIR_FROM_CONF);
    free(*ret);
    *ret = absolute;
    return 0;
}

/* Root's is the system's; anybody else's is in ~/.config, or where XDG_CONFIG_HOME says. */
static int options_default_config_path(char **ret)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int r;

    if (geteuid() == 0)
        r = asprintf(ret, "%s/vireo/daemon.conf", SYSCONFDIR);
    else if (config && *config == '/')
        r = asprintf(ret, "%s/vireo/daemon.conf", config);
    else
        r = asprintf(ret, "%s/.config/vireo/daemon.conf", home ? home : "");
    if (r >= 0)
        return 0;
    *ret = NULL;
    return error_oom(VIR_FROM_CONF);
}

static int options_take(int option, char **argv, struct options *o)
{
    switch (option) {
    case 'd':
        o->daemonize = true;
        return 0;
    case 'f':
        o->config_named = true;
        return options_parse_path(optarg, &o->config_path);
    case 'l':
        return error_set(VIR_FROM_CONF, VIR_ERR_INVALID_ARG,
                         "--listen: TCP is not supported yet, only UNIX sockets");
    case 'p':
        return options_parse_path(optarg, &o->pid_file);
    case 't':
        return options_parse_number("--timeout", optarg, 0, INT_MAX / 1000, &o->timeout);
    case 'v':
        o->verbose = true;
        return 0;
    case OPT_EXIT_WITH_PARENT:
        o->exit_with_parent = true;
        return 0;
    case OPT_RELOAD:
        return options_parse_number("--reload", optarg, 1, INT_MAX, &o->reload);
    case OPT_READY_FD:
        if (options_parse_number("--ready-fd", optarg, 0, INT_MAX, &o->ready_fd) < 0)
            return -1;
        if (fcntl(o->ready_fd, F_SETFD, FD_CLOEXEC) < 0)
            return error_set_errno(VIR_FROM_CONF, errno, "--ready-fd %s", optarg);
        return 0;
    case ':':
        return error_set(VIR_FROM_CONF, VIR_ERR_INVALID_ARG, "option '%s' needs a value",
                         argv[optind - 1]);
    default:
        return error_set(VIR_FROM_CONF, VIR_ERR_INVALID_ARG, "option '%s' is unknown",
                         argv[optind - 1]);
    }
}

int options_parse(int argc, char **argv, struct options *ret)
{
    _cleanup_(options_clear) struct options o = {.ready_fd = -1};
    int option;

    optind = 0; /* GNU: start over, for those who parse twice */
    while ((option = getopt_long(argc, argv, ":df:lp:t:vVh", long_options, NULL)) != -1) {
        switch (option) {
        case 'h':
            options_print_help(argv[0]);
            return 1;
        case 'V':
            printf("%s (vireo) %s\n", "vireod", PACKAGE_VERSION);
            return 1;
        case OPT_PRINT_CONFIG:
            settings_print_documented(stdout);
            return 1;
        default:
            if (options_take(option, argv, &o) < 0)
                return -1;
        }
    }
    if (optind < argc)
        return error_set(VIR_FROM_CONF, VIR_ERR_INVALID_ARG, "'%s' is one argument too many",
                         argv[optind]);
    if (!o.config_path && options_default_config_path(&o.config_path) < 0)
        return -1;
    *ret = o;
    o = (struct options){0};
    return 0;
}

void options_clear(struct options *options)
{
    free(options->config_path);
    free(options->pid_file);
    options->config_path = options->pid_file = NULL;
}
