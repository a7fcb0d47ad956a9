/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The modes of wirebench. Each prints its figures as lines "name value". `arg` is what stands
 * behind the = of its word on the command line, if its work depends on that.
 */
#pragma once

/* speed.c: what calls, clients and a start cost */
void mode_one(const char *arg);
void mode_near(const char *arg);
void mode_info(const char *arg);
void mode_deep(const char *arg);
void mode_eight(const char *arg);
void mode_wide(const char *arg);
void mode_connects(const char *arg);
void mode_idle(const char *arg);
void mode_calls(const char *arg);
void mode_deepcalls(const char *arg);
void mode_ready(const char *arg);
void mode_start(const char *arg);

/* domains.c: what a world of many machines costs */
void mode_domains(const char *arg);

/* calm.c: what clients do to one another */
void mode_meek(const char *arg);
void mode_share(const char *arg);
void mode_storm(const char *arg);

/* hung.c: machines that hang */
void mode_hung(const char *arg);
void mode_quota(const char *arg);

/* events.c */
void mode_events(const char *arg);
void mode_unread(const char *arg);

/* resize.c */
void mode_resize(const char *arg);
