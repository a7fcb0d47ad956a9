/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Near is by letters: one missing, one too many, another one, or two that changed places.
 */
#include "client/vireo/text/suggest.h"

#include <stdio.h>
#include <string.h>

static unsigned suggest_least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The optimal string alignment distance of words that fit. */
static unsigned suggest_distance(const char *a, const char *b)
{
    unsigned d[SUGGEST_MAX_WORD + 1][SUGGEST_MAX_WORD + 1];
    size_t n = strlen(a), m = strlen(b);

    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            d[i][j] = suggest_least(suggest_least(d[i - 1][j], d[i][j - 1]) + 1,
                                    d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = suggest_least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

void suggest_try(struct suggest *s, const char *word)
{
    size_t length = strlen(s->typed);

    if (length < 2 || length >= SUGGEST_MAX_WORD || strlen(word) >= SUGGEST_MAX_WORD)
        return;
    unsigned distance = suggest_distance(s->typed, word);
    /* A letter in three may be wrong. */
    if (distance > (length + 1) / 3 || (*s->best && distance >= s->distance))
        return;
    strcpy(s->best, word);
    s->distance = distance;
}

const char *suggest_say(struct suggest *s, const char *otherwise)
{
    if (*s->best)
        snprintf(s->said, sizeof(s->said), "; did you mean '%s'?", s->best);
    else
        snprintf(s->said, sizeof(s->said), "; %s", otherwise);
    return s->said;
}
