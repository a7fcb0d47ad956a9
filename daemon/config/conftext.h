/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The text of daemon.conf before libconfig reads it.
 *
 * libconfig 1.5 reads a whole number into 32 bits unless an L follows it, and says nothing of what
 * it cuts off: 4294967297 would mean 1. So larger numbers get their L here.
 */
#pragma once

#include <stdio.h>

/* Returns the whole file as a text (to be freed) of the same lines, in which each whole number is
 * read as it is written. NULL with an error: it cannot be read, or it includes another file, whose
 * numbers we would not see. `path` is for errors. */
char *conftext_read(FILE *f, const char *path);
