/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whole files that a caller names, read and written with the caller's rights.
 *
 * A session of another process names absolute paths only. Where its user is not the daemon's, the
 * file is opened by a thread that has become that user, with the groups that its process had when
 * it connected; a daemon that can't do so (not root's, or without CAP_SETUID and CAP_SETGID)
 * refuses: VIR_ERR_OPERATION_DENIED. Root calls with the daemon's own rights. So an error says of a
 * file what its caller could have found out alone.
 *
 * session NULL: the process itself names the file, as in daemon.conf.
 */
#pragma once

#include <stddef.h>

struct session;

enum { CALLER_FILE_MAX = 16 << 20 }; /* bytes that are read of a file */

/*
 * Reads a regular file; of anything else nothing is read or opened. *ret_text ends with a 0 behind
 * its *ret_len bytes (NULL: not asked for). 0, or -1 with the error set.
 */
int caller_file_read(const struct session *session, const char *path, char **ret_text,
                     size_t *ret_len);

/*
 * Writes a file as libvirt does: what is there is emptied and written, be it a link's target or a
 * device, and keeps its owner and mode; otherwise it is made, for its owner alone. A file that was
 * made and can't be written goes again. 0, or -1 with the error set.
 */
int caller_file_write(const struct session *session, const char *path, const char *bytes,
                      size_t len);
