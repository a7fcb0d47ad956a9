/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that bring descriptors, or are answered with some. The program's own stay its own: what
 * travels is a duplicate, which the other side closes.
 */
#pragma once

#include <libvirt/libvirt.h>

#include "common/export.h"
#include "rpc/fds.h"

struct program;

/* Fills the list with copies of the program's descriptors. 0, or -1 with the error reported. */
VIREO_SHARED int api_copy_fds(virConnectPtr conn, unsigned n, const int *files,
                              struct fd_list *ret_fds);

/* As api_call, with descriptors: those of the reply are in the list after a success. */
VIREO_SHARED int api_call_fds(virConnectPtr conn, const struct program *program, int procedure,
                              const void *args, void *ret, struct fd_list *fds);

/* Moves the list's descriptors, fds->count of them, to a new array for the program. 0, or -1 with
 * the error reported. */
VIREO_SHARED int api_take_fds(virConnectPtr conn, struct fd_list *fds, int **ret_fds);
