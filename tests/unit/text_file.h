/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file of one's own with the text that a test wants read. path ends with XXXXXX at first. */
#pragma once

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void text_file_make(char *path)
{
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    close(fd);
}

/* Makes the text all that the file has. */
static inline void text_file_write(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}
