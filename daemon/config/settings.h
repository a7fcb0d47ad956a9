/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The settings of daemon.conf as one struct. settings.def is the table of them; a member is called
 * as its key. The file has libvirtd.conf's syntax and, where the thing is the same, its key names.
 *
 * Settings are values: the daemon loads a new struct on SIGHUP and hands it to those who use it.
 * No function here keeps a pointer or takes a lock.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct driver_setting;
struct settings_remarks;

struct settings {
#define INT(key, dflt, min, max, when, meaning)   int key;
#define BYTES(key, dflt, min, max, when, meaning) int64_t key;
#define FLAG(key, dflt, when, meaning)            bool key;
#define TEXT(key, dflt, check, when, meaning)     char *key;  /* owned, never NULL; "" is empty */
#define LIST(key, dflt, when, meaning)            char **key; /* owned, ended by NULL; never NULL */
#define PERMS(key, dflt, when, meaning)           mode_t key;
#include "daemon/config/settings.def"
};

/* Makes *ret the defaults, for the user that runs the process (root, or not root). Returns 0, or
 * -1 without memory, or when a user's socket directory cannot be told. End with settings_clear. */
int settings_init(struct settings *ret);

/* Makes *ret the defaults, then what the file says. *ret need not be initialised; it is untouched
 * on failure. What is odd but no error is added to *remarks (NULL: nobody asks). Returns 0, or -1
 * with an error (VIR_ERR_CONF_SYNTAX names file, line and key; a file that cannot be opened is
 * VIR_ERR_SYSTEM_ERROR with int1 = errno). End with settings_clear. */
int settings_load(const char *path, struct settings *ret, struct settings_remarks *remarks);

/* Makes *settings what `fresh` says, save for keys that count from the next start only: these stay.
 * Takes over what *fresh owns; *fresh is cleared. Returns what has changed, for people:
 * "max_workers 20 -> 30, unix_sock_dir \"/a\" -> \"/b\" (from the next start)"; "" is nothing. To
 * be freed; NULL without memory to tell, then all is done as well. */
char *settings_reload(struct settings *settings, struct settings *fresh);

/* Writes the driver's settings to the room: those whose keys begin with its name and "_", and are
 * texts or numbers. They point into *settings. Returns how many; of more than room the rest is left
 * out. */
size_t settings_of_driver(const struct settings *settings, const char *driver,
                          struct driver_setting *ret, size_t room);

/* Frees what *settings owns. *settings may be all zero. */
void settings_clear(struct settings *settings);

/* Writes a daemon.conf that documents every key, all commented out with their defaults. */
void settings_print_documented(FILE *out);
