/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of texts, as settings are: an array of owned texts that NULL ends. */
#pragma once

#include <stddef.h>

#include "common/cleanup.h"

/* A list with room for n texts, all NULL; NULL with the error set. */
char **settings_list_new(size_t n);

/* Puts a copy of the text at that place, where none was. 0 or -1 with the error set. */
int settings_list_put(char **list, size_t i, const char *text);

/* A copy of the whole; NULL with the error set. */
char **settings_list_copy(char *const *list);

/* Accepts NULL. */
void settings_list_free(char **list);

DEFINE_CLEANUP(char **, settings_list_free)
