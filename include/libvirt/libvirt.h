/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The libvirt API. Programs include this file and, for error details, <libvirt/virterror.h>.
 *
 * Rules that hold for every function unless its comment says otherwise:
 *
 * - Any thread may call it, with objects shared between threads; calls on one connection run in
 *   parallel. Objects (virConnectPtr, virDomainPtr, ...) are counted references: who gets one from
 * a function gives it back with the Free or Close function of its kind.
 * - A function that returns int gives -1, one that returns a pointer gives NULL, when it failed;
 * the calling thread's last error (virGetLastError) then says why. VIR_ERR_INVALID_CONN,
 *   VIR_ERR_INVALID_DOMAIN and VIR_ERR_INVALID_ARG report wrong arguments, VIR_ERR_NO_SUPPORT a
 * call that the connection's driver lacks, VIR_ERR_OPERATION_DENIED a change over a read-only
 * connection and VIR_ERR_RPC a daemon that cannot be talked to. Comments name only what comes on
 * top.
 * - flags are a set of the named constants joined with |; an unknown flag is refused with
 *   VIR_ERR_INVALID_ARG (VIR_ERR_ARGUMENT_UNSUPPORTED by some drivers). Without constants: pass 0.
 * - What a function returns as char * or fills into a char *** belongs to the caller, free() it; a
 *   const char * belongs to the object or the library.
 * - "Since" gives the release of libvirt that introduced the name; constants without one are as old
 *   as their enum. Constants that end in _LAST count their enum, grow with it, and are defined only
 *   for who defines VIR_ENUM_SENTINELS first.
 */
#ifndef LIBVIRT_H
#define LIBVIRT_H

#include <libvirt/libvirt-common.h>
#include <libvirt/libvirt-host.h>
#include <libvirt/libvirt-domain.h>
#include <libvirt/libvirt-domain-checkpoint.h>
#include <libvirt/libvirt-domain-snapshot.h>
#include <libvirt/libvirt-event.h>
#include <libvirt/libvirt-interface.h>
#include <libvirt/libvirt-network.h>
#include <libvirt/libvirt-nodedev.h>
#include <libvirt/libvirt-nwfilter.h>
#include <libvirt/libvirt-secret.h>
#include <libvirt/libvirt-storage.h>
#include <libvirt/libvirt-stream.h>

#endif /* LIBVIRT_H */
