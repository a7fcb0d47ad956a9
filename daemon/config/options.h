/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The command line of vireod: libvirtd's options, and a few that its own tests need.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct options {
    bool daemonize;
    bool verbose;
    bool exit_with_parent; /* the kernel ends us with SIGTERM when who started us is gone */
    bool config_named;     /* --config was given: the file must be there */
    char *config_path;     /* absolute; owned, never NULL */
    char *pid_file;        /* absolute; owned; NULL: vireod.pid in the directory of the sockets */
    int timeout;           /* seconds without a client after which the daemon ends; 0: never */
    pid_t reload; /* the daemon that is to read its settings again, all there is to do; 0 */
    int ready_fd; /* a byte is written here, and it is closed, when ready; -1: none */
};

/* Reads the command line. --help, --version and --print-config are answered on stdout.
 * Returns 0; 1 when all is said and the program ends with success; -1 with an error, *ret
 * untouched. End with options_clear. Call it from main(), before threads start. */
int options_parse(int argc, char **argv, struct options *ret);

/* Frees what *options owns. */
void options_clear(struct options *options);
