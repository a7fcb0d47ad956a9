/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether a document is within the limits of the call that brings it, before it is parsed. */
#pragma once

#include <stddef.h>

/* what names it in errors. 0, or -1 with VIR_ERR_XML_ERROR naming the limit. */
int bounds_check(const char *text, size_t len, const char *what);
