/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libxml2 needs of a thread before it is called, and how it says that it has no memory. */
#pragma once

#include <stdbool.h>

/* Before its first use in a thread. False: no memory; then it must not be called. */
bool libxml_ready(void);

/* Notes a failure of libxml2 for want of memory, whichever of its functions failed
 * (error_note_lost); most of them say nothing else. */
void libxml_note_lost(void);
