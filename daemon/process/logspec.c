/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Parses log_filters and log_outputs item by item; the first item that is wrong is named.
 */
#include "daemon/process/logspec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"

static int logspec_problem(char **ret_problem, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int logspec_problem(char **ret_problem, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(ret_problem, fmt, ap) < 0)
        *ret_problem = NULL;
    va_end(ap);
    return -1;
}

/* Counts the items, so that their array is allocated once. */
static size_t count_items(const char *text)
{
    size_t n = 0;

    while (*(text += strspn(text, " \t\n"))) {
        n++;
        text += strcspn(text, " \t\n");
    }
    return n;
}

/* Splits "LEVEL:rest"; *ret_rest points into item. */
static int parse_level(const char *item, enum log_level *ret_level, const char **ret_rest,
                       char **ret_problem)
{
    if (item[0] < '1' || item[0] > '4' || item[1] != ':' || !item[2])
        return logspec_problem(
            ret_problem, "has '%s', which does not start with a level 1 to 4 and a colon", item);
    *ret_level = (enum log_level)(item[0] - '0');
    *ret_rest = item + 2;
    return 0;
}

static int parse_filter(const char *item, struct log_filter *ret, char **ret_problem)
{
    const char *pattern = NULL;

    if (parse_level(item, &ret->level, &pattern, ret_problem) < 0)
        return -1;
    if (strlen(pattern) >= sizeof(ret->pattern))
        return logspec_problem(ret_problem, "has a module name that is too long in '%s'", item);
    strcpy(ret->pattern, pattern);
    return 0;
}

int logspec_parse_filters(const char *text, struct log_filter **ret_filters, size_t *ret_count,
                          char **ret_problem)
{
    size_t max = count_items(text), n = 0;
    _cleanup_free_ struct log_filter *filters = calloc(max + 1, sizeof(*filters));
    _cleanup_free_ char *copy = strdup(text);
    char *save = NULL;

    *ret_problem = NULL;
    if (!filters || !copy)
        return -1;
    for (char *item = strtok_r(copy, " \t\n", &save); item; item = strtok_r(NULL, " \t\n", &save)) {
        if (parse_filter(item, &filters[n], ret_problem) < 0)
            return -1;
        n++;
    }
    *ret_filters = take(filters);
    *ret_count = n;
    return 0;
}

/* Takes `prefix` off the start of *text; says whether it was there. */
static bool skip_prefix(const char **text, const char *prefix)
{
    size_t n = strlen(prefix);

    if (strncmp(*text, prefix, n) != 0)
        return false;
    *text += n;
    return true;
}

static int parse_output(const char *item, struct log_output *ret, char **ret_problem)
{
    const char *to = NULL;

    if (parse_level(item, &ret->level, &to, ret_problem) < 0)
        return -1;
    if (strcmp(to, "stderr") == 0) {
        ret->kind = LOG_TO_STDERR;
        return 0;
    }
    if (strcmp(to, "journald") == 0) {
        ret->kind = LOG_TO_JOURNAL;
        return 0;
    }
    if (skip_prefix(&to, "file:")) {
        if (*to != '/')
            return logspec_problem(ret_problem, "has '%s', where the file's path must start with /",
                                   item);
        ret->kind = LOG_TO_FILE;
    } else if (skip_prefix(&to, "syslog:")) {
        if (!*to)
            return logspec_problem(ret_problem, "has '%s', which needs a name after syslog:", item);
        ret->kind = LOG_TO_SYSLOG;
    } else {
        return logspec_problem(ret_problem,
                               "has '%s', which is not stderr, file:, syslog: or journald", item);
    }
    ret->where = strdup(to);
    return ret->where ? 0 : -1;
}

int logspec_parse_outputs(const char *text, struct log_output **ret_outputs, size_t *ret_count,
                          char **ret_problem)
{
    size_t max = count_items(text), n = 0;
    struct log_output *outputs = calloc(max + 1, sizeof(*outputs));
    _cleanup_free_ char *copy = strdup(text);
    char *save = NULL;

    *ret_problem = NULL;
    if (!outputs || !copy)
        goto fail;
    for (char *item = strtok_r(copy, " \t\n", &save); item; item = strtok_r(NULL, " \t\n", &save)) {
        if (parse_output(item, &outputs[n], ret_problem) < 0)
            goto fail;
        n++;
    }
    *ret_outputs = outputs;
    *ret_count = n;
    return 0;
fail:
    logspec_free_outputs(outputs, n);
    return -1;
}

void logspec_free_outputs(struct log_output *outputs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(outputs[i].where);
    free(outputs);
}

int logspec_check_filters(const char *text, char **ret_problem)
{
    struct log_filter *filters;
    size_t count;

    if (logspec_parse_filters(text, &filters, &count, ret_problem) < 0)
        return -1;
    free(filters);
    return 0;
}

int logspec_check_outputs(const char *text, char **ret_problem)
{
    struct log_output *outputs;
    size_t count;

    if (logspec_parse_outputs(text, &outputs, &count, ret_problem) < 0)
        return -1;
    logspec_free_outputs(outputs, count);
    return 0;
}
