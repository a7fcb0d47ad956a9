/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What guests say at their consoles to commands that they have not by themselves: from a world's
 * file, so that a program that types into consoles can be tested with the answers of its own
 * guests. They are read once, before anybody is in the world, and do not change.
 */
#pragma once

struct console_line;

struct console_script {
    struct console_line *first, *last;
};

/* Adds one behind the others: to a command that fits a pattern, in machines whose names fit one.
 * Copies. 0 or -1. */
int console_script_add(struct console_script *all, const char *machines, const char *command,
                       const char *text);

/* The text of the first that fits; NULL: none does. */
const char *console_script_find(const struct console_script *all, const char *machine,
                                const char *command);

void console_script_done(struct console_script *all);
