/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What nearly every file includes of the system and of the public headers. After configure
 * --enable-pch the compiler reads it once, as pch.h.gch, and each file starts from there: a fifth
 * less time for it. No file counts on it; each includes what it uses, as every other build shows.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <libxml/tree.h>
#include <rpc/rpc.h>
