/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Completion of a command line, from the same tables as help: what a command's operands are is read
 * from its usage, "NAME EVENT [FIELD=VALUE]...".
 */
#pragma once

#include "client/vireo/command.h"

/* Prints what may stand for the last of the words (the first is the program), a line each; or a
 * line
 * ":file" where that is a file's name. Asks the hypervisor that the words name for domains; says
 * nothing of failures. */
void complete_words(char **words, int n);
