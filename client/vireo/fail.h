/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a command says when it fails, and with which exit status it does. Everything goes to stderr
 * as "vireo: ...", so stdout stays what a script reads.
 */
#pragma once

#include "client/vireo/command.h"

/* Tells the library's last error; no such domain is OUTCOME_NO_DOMAIN, the rest OUTCOME_FAILED. */
enum outcome fail_library(void);

/* Tells a failure of our own. */
enum outcome fail_message(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Tells a mistake in the words of the command line. */
enum outcome fail_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
