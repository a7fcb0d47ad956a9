/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* glibc's own stream in memory forgets a failure, and what it had then. */
#include "common/text_stream.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"

enum { TEXT_FIRST = 256 };

struct text_stream {
    char *text;
    size_t len, room;
    bool failed;
    char **ret_text;
    size_t *ret_size;
};

/* Room for n bytes more, and a 0. */
static bool text_stream_reserve(struct text_stream *s, size_t n)
{
    size_t room = s->room ? s->room : TEXT_FIRST;
    char *text;

    while (room - s->len <= n)
        room *= 2;
    if (room == s->room)
        return true;
    text = realloc(s->text, room);
    if (!text)
        return false;
    s->text = text;
    s->room = room;
    return true;
}

static ssize_t text_stream_write(void *cookie, const char *bytes, size_t n)
{
    struct text_stream *s = cookie;

    if (s->failed || !text_stream_reserve(s, n)) {
        s->failed = true;
        errno = ENOMEM;
        return 0;
    }
    memcpy(s->text + s->len, bytes, n);
    s->len += n;
    return (ssize_t)n;
}

static int text_stream_close(void *cookie)
{
    _cleanup_free_ struct text_stream *s = cookie;

    if (s->failed || !text_stream_reserve(s, 0)) {
        free(s->text);
        *s->ret_text = NULL;
        *s->ret_size = 0;
        errno = ENOMEM;
        return EOF;
    }
    s->text[s->len] = 0;
    *s->ret_text = s->text;
    *s->ret_size = s->len;
    return 0;
}

FILE *text_stream_open(char **ret_text, size_t *ret_size)
{
    static const cookie_io_functions_t functions = {.write = text_stream_write,
                                                    .close = text_stream_close};
    _cleanup_free_ struct text_stream *s = calloc(1, sizeof(*s));
    FILE *f;

    *ret_text = NULL;
    *ret_size = 0;
    if (!s)
        return NULL;
    *s = (struct text_stream){.ret_text = ret_text, .ret_size = ret_size};
    f = fopencookie(s, "w", functions);
    if (f)
        take(s);
    return f;
}
