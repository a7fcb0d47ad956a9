/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The guest at the first serial console of a machine: it boots, asks who is there, and knows a few
 * commands.
 *
 *     boot --> login: --name--> Password: --anything--> shell --exit--> login:
 *                                                         |
 *                                                poweroff, reboot
 *
 * What is typed is echoed and may be corrected, as on a terminal. Who comes later meets the guest
 * as the last one left it. The guest boots for the console when somebody first looks, so that
 * machines nobody looks at cost nothing. The world is held for writing.
 */
#pragma once

struct console;
struct chardev_kind;
struct machine;
struct world;

extern const struct chardev_kind console_line;

/* The machine boots again: who has the console open sees it. */
void console_boot(struct machine *m);

/* The machine stops, or is freed. */
void console_stopped(struct world *w, struct machine *m);
