/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The little language of log_filters and log_outputs: items apart by spaces, each LEVEL:REST with
 * LEVEL 1 (all) to 4 (errors only). Text in, lists out; nothing is opened here.
 */
#pragma once

#include <stddef.h>

#include "common/log.h"

struct log_filter {
    enum log_level level;
    char pattern[60]; /* of module names, as fnmatch(3) reads it */
};

enum log_output_kind { LOG_TO_STDERR, LOG_TO_FILE, LOG_TO_SYSLOG, LOG_TO_JOURNAL };

struct log_output {
    enum log_level level;
    enum log_output_kind kind;
    char *where; /* the file's path, or who we are for syslog; else NULL; owned */
};

/* Makes *ret_filters an array (to be freed) of *ret_count filters. Returns 0, or -1 with what is
 * wrong in *ret_problem: the end of a sentence that starts with the key; to be freed; NULL when
 * there was no memory. */
int logspec_parse_filters(const char *text, struct log_filter **ret_filters, size_t *ret_count,
                          char **ret_problem);

/* Same for outputs; end with logspec_free_outputs. */
int logspec_parse_outputs(const char *text, struct log_output **ret_outputs, size_t *ret_count,
                          char **ret_problem);

/* Frees the array and what it owns. */
void logspec_free_outputs(struct log_output *outputs, size_t count);

/* Only say whether the text parses. */
int logspec_check_filters(const char *text, char **ret_problem);
int logspec_check_outputs(const char *text, char **ret_problem);
