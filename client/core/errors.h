/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The public error functions' one inner door.
 */
#pragma once

#include <libvirt/libvirt.h>

/* Copies the thread's error to the connection (NULL: none) and calls the error function of the
 * connection, else the program's, else the default one. */
void errors_report(virConnectPtr conn);
