/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What to type next, for errors that have such an answer: a second line on stderr, "vireo: try
 * ...".
 */
#pragma once

#include "client/vireo/command.h"
#include "client/vireo/fail.h"

/* Tells the library's error at opening a connection, and what may help. uri: as it was given, NULL:
 * none was. */
enum outcome hint_connection(const struct context *c, const char *uri);

/* Tells the library's error of a command about a domain, and the command that comes first. */
enum outcome hint_domain(const struct context *c, virDomainPtr domain);
