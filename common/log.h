/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Log messages: who says it (the module), how much it matters, one line of text.
 *
 * A library logs at debug only; main() of a program decides where messages go. Where nothing
 * listens, a message costs one comparison. Any thread may log.
 */
#pragma once

#include <stdbool.h>

/* A notice is what an administrator has just asked to be told: it comes whatever level is set. */
enum log_level {
    LOG_LEVEL_DEBUG = 1,
    LOG_LEVEL_INFO,
    LOG_LEVEL_WARNING,
    LOG_LEVEL_ERROR,
    LOG_LEVEL_NOTICE,
};

/* Where messages go. The text has no control characters and lives during the call only. May run on
 * several threads at once. */
typedef void (*log_sink)(enum log_level level, const char *module, const char *text, void *opaque);

/* Replaces the sink (NULL: nothing listens) and the lowest level that any module wants. Call it
 * before threads start, or from one thread while others log. */
void log_set_sink(log_sink sink, void *opaque, enum log_level lowest);

/* Returns true if somebody may want a message of this level. */
bool log_wants(enum log_level level);

/* Warnings and errors of one kind (a format of a module) are passed on so many times in so many
 * milliseconds; how many more there were is logged after, with the next message of any kind. What
 * strangers can do often must not fill a disk. Of warnings whose number the administrator alone
 * decides each is passed on: log_each_warning(). */
enum { LOG_BURST = 20, LOG_WINDOW_MS = 10 * 1000 };

void log_write(enum log_level level, const char *module, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

void log_write_each(enum log_level level, const char *module, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* LOG_MODULE is defined by each .c before it logs: "daemon.peer". */
#define log_at_(level, ...)                            \
    do {                                               \
        if (log_wants(level))                          \
            log_write(level, LOG_MODULE, __VA_ARGS__); \
    } while (0)
#define log_debug(...)   log_at_(LOG_LEVEL_DEBUG, __VA_ARGS__)
#define log_info(...)    log_at_(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_warning(...) log_at_(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_error(...)   log_at_(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_notice(...)  log_at_(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_each_warning(...)                                           \
    do {                                                                \
        if (log_wants(LOG_LEVEL_WARNING))                               \
            log_write_each(LOG_LEVEL_WARNING, LOG_MODULE, __VA_ARGS__); \
    } while (0)
