/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stands before rpcgen's codecs and leads their allocating calls to twins that first look whether
 * the bytes that are left can hold what a length promises.
 */
#pragma once

#include <rpc/rpc.h>

bool_t bounded_opaque(XDR *xdrs, char *bytes, u_int len);
bool_t bounded_string(XDR *xdrs, char **text, u_int max);
bool_t bounded_bytes(XDR *xdrs, char **bytes, u_int *len, u_int max);
bool_t bounded_array(XDR *xdrs, char **array, u_int *len, u_int max, u_int size, xdrproc_t codec);

#ifndef BOUNDED_C
#define xdr_opaque bounded_opaque
#define xdr_string bounded_string
#define xdr_bytes  bounded_bytes
#define xdr_array  bounded_array
#endif
