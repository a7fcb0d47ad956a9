/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether what a command made is still there once its connection has ended. The test driver forgets
 * a world with its last connection; who has just defined a domain there should hear of it.
 */
#pragma once

#include "client/vireo/command.h"

/* Notes a domain that the command has made. */
void kept_note(struct context *c, virDomainPtr domain);

/* After the end of the connection to uri: tells of those that are gone. Frees the notes. */
void kept_check(struct context *c, const char *uri, unsigned int flags);
