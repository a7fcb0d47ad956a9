/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A stream whose bytes become a text, as open_memstream(3) makes one; but where there was no memory
 * for a part of it, closing the stream fails.
 */
#pragma once

#include <stddef.h>
#include <stdio.h>

/*
 * After fclose() has returned 0, *ret_text is what was written, with a 0 behind it, the caller's to
 * free, and *ret_size its length; after it has failed, NULL and 0. NULL with errno set: no memory.
 */
FILE *text_stream_open(char **ret_text, size_t *ret_size);
