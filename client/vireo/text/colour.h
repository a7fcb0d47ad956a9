/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Colours, where somebody sees them: on a terminal that is not TERM=dumb, and not with NO_COLOR.
 */
#pragma once

#include <stdio.h>

enum colour { COLOUR_PLAIN, COLOUR_BOLD, COLOUR_GOOD, COLOUR_WARNING, COLOUR_BAD };

/* What begins the colour on that stream, "" where there are none. Ends with COLOUR_PLAIN. */
const char *colour_begin(FILE *stream, enum colour colour);

/* The colour of a domain's state, by its name (domain.h). */
enum colour colour_of_state(const char *state);
