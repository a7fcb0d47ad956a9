/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a call of administration is about. */
#pragma once

#include <stdint.h>

struct peer;
struct server;
struct session;

/* The server that the caller is connected to. */
struct server *admin_own_server(struct session *session);

/* The server of that name; NULL with the error set. */
struct server *admin_find_server(struct session *session, const char *name);

/* The client of that number with a reference; NULL with the error set. */
struct peer *admin_find_client(struct session *session, const char *name, uint64_t id);
