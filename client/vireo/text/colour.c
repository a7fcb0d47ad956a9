/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The escape sequences of ECMA-48, which every terminal of today knows. */
#include "client/vireo/text/colour.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"

const char *colour_begin(FILE *stream, enum colour colour)
{
    static const char *const sequences[] = {
        [COLOUR_PLAIN] = "\033[0m",    [COLOUR_BOLD] = "\033[1m", [COLOUR_GOOD] = "\033[32m",
        [COLOUR_WARNING] = "\033[33m", [COLOUR_BAD] = "\033[31m",
    };
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    if ((no && *no) || !term || !*term || strcmp(term, "dumb") == 0 || !isatty(fileno(stream)))
        return "";
    return sequences[colour];
}

enum colour colour_of_state(const char *state)
{
    static const struct {
        const char *state;
        enum colour colour;
    } states[] = {
        {"running", COLOUR_GOOD},   {"paused", COLOUR_WARNING},        {"crashed", COLOUR_BAD},
        {"asleep", COLOUR_WARNING}, {"shutting down", COLOUR_WARNING},
    };

    for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
        if (strcmp(states[i].state, state) == 0)
            return states[i].colour;
    }
    return COLOUR_PLAIN;
}
