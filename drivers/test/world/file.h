/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole text files, read and replaced. */
#pragma once

#include <stddef.h>

/* Reads a file of at most 16 MiB of text. 0, or -1 with the error set. */
int file_read(const char *path, char **ret_text);

/* Writes path anew: a new file beside it, synced, renamed. 0, or -1 with the error set. */
int file_write(const char *path, const char *text);
int file_write_bytes(const char *path, const char *bytes, size_t len);
