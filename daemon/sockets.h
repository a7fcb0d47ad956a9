/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which sockets the daemon listens on: those that systemd passed or, where it passed none, its own.
 */
#pragma once

struct server;
struct settings;

/* Makes the directory of the sockets; a user's, with what leads to it, is the user's alone. 0, or
 * -1 with the error set. */
int sockets_make_dir(const char *dir);

/* Lets both servers listen. 0, or -1 with the error set. */
int sockets_listen(const struct settings *settings, struct server *server, struct server *admin);
