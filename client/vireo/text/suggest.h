/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Did you mean: the word, of those that would have been right, that is nearest to the one typed.
 *
 *     struct suggest s = {.typed = "lsit"};
 *     suggest_try(&s, "list");                                        for each of the right words
 *     fail_usage("no command 'lsit'%s", suggest_say(&s, "'vireo help' shows them"));
 */
#pragma once

enum { SUGGEST_MAX_WORD = 64 };

struct suggest {
    const char *typed;           /* borrowed */
    char best[SUGGEST_MAX_WORD]; /* empty: nothing is near */
    unsigned distance;           /* of best */
    char said[SUGGEST_MAX_WORD + 128];
};

/* Keeps a copy of the word if it is nearer than those before. A longer one is never near. */
void suggest_try(struct suggest *s, const char *word);

/* "; did you mean 'list'?", or "; " and what else helps. Valid as long as s is. */
const char *suggest_say(struct suggest *s, const char *otherwise);
