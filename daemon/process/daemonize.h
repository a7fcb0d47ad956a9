/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Into the background: the process that was started waits until the daemon is ready or has failed,
 * and ends with that as its status.
 */
#pragma once

/* Call it before threads start. Returns, in the process that stays, a descriptor for
 * daemonize_ready; the process that was started never returns. -1 with an error when no process
 * could be made. Standard error stays until readiness, so that errors at the start are seen. */
int daemonize(void);

/* Lets the process that was started end with success; standard streams become /dev/null. */
void daemonize_ready(int fd);
