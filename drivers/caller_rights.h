/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Acts on files and sockets that a session's caller may do, and no others. */
#pragma once

struct session;

/*
 * Calls function(data) once, and returns when it has: here, where the caller has the process' own
 * rights (the same user, root, or no other process; session NULL), else in a thread that has become
 * the caller for files and sockets. The function sets no error. 0, or -1 with the error set
 * (VIR_ERR_OPERATION_DENIED: the process can't become the caller), and it was not called.
 */
int caller_rights_run(const struct session *session, void (*function)(void *data), void *data);
