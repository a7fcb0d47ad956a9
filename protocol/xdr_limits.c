/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Codes strings, byte runs and arrays without believing their lengths.
 *
 * libtirpc's routines allocate what a count says before they look whether it can be true, so that
 * a frame of 40 bytes could cost megabytes. Here a count is first held against the bytes left: no
 * element of XDR is shorter than 4 bytes. What is seldom, or costs no more there, stays libtirpc's.
 */
#define XDR_LIMITS_C
#include "protocol/xdr_limits.h"

#include <stdlib.h>

enum { XDR_UNIT_LEN = 4 };

/* Reads a length; says whether that many units of wire bytes can still follow. */
static bool_t xdr_limits_get_length(XDR *xdrs, u_int *ret_len, u_int max, u_int wire_size)
{
    u_int len = 0;

    if (!xdr_limits_word(xdrs, &len) || len > max || len > xdrs->x_handy / wire_size)
        return FALSE;
    *ret_len = len;
    return TRUE;
}

bool_t xdr_limits_opaque(XDR *xdrs, char *bytes, u_int len)
{
    u_int pad = -len % XDR_UNIT_LEN;

    if (xdrs->x_op == XDR_ENCODE) {
        uint8_t *room = xdr_limits_room(xdrs, (size_t)len + pad);

        if (!room)
            return FALSE;
        if (len)
            memcpy(room, bytes, len);
        memset(room + len, 0, pad);
    } else if (xdrs->x_op == XDR_DECODE) {
        const uint8_t *at = len <= xdrs->x_handy ? xdr_limits_next(xdrs, len + pad) : NULL;

        if (!at)
            return FALSE;
        if (len)
            memcpy(bytes, at, len);
    }
    return TRUE;
}

static bool_t xdr_limits_put_string(XDR *xdrs, char *text, u_int max)
{
    size_t len = text ? strlen(text) : (size_t)max + 1;
    u_int word = (u_int)len;

    return len <= max && xdr_limits_word(xdrs, &word) && xdr_limits_opaque(xdrs, text, word);
}

static bool_t xdr_limits_get_string(XDR *xdrs, char **text, u_int max)
{
    char *copy;
    u_int len;

    if (!xdr_limits_get_length(xdrs, &len, max, 1))
        return FALSE;
    copy = malloc((size_t)len + 1);
    if (!copy)
        return FALSE;
    copy[len] = 0;
    *text = copy; /* freed by the caller's xdr_free, also when the bytes fail */
    return xdr_limits_opaque(xdrs, copy, len);
}

bool_t xdr_limits_string(XDR *xdrs, char **text, u_int max)
{
    switch (xdrs->x_op) {
    case XDR_ENCODE:
        return xdr_limits_put_string(xdrs, *text, max);
    case XDR_DECODE:
        return xdr_limits_get_string(xdrs, text, max);
    default:
        free(*text);
        *text = NULL;
        return TRUE;
    }
}

bool_t xdr_limits_bytes(XDR *xdrs, char **bytes, u_int *len, u_int max)
{
    u_int n;

    if (xdrs->x_op == XDR_ENCODE && *len > max)
        return FALSE; /* it may not be there: the sanitizer's xdr_bytes reads it first */
    if (xdrs->x_op != XDR_DECODE)
        return xdr_bytes(xdrs, bytes, len, max);
    if (!xdr_limits_get_length(xdrs, &n, max, 1))
        return FALSE;
    *len = n;
    if (!n)
        return TRUE;
    *bytes = malloc(n);
    if (!*bytes) {
        *len = 0;
        return FALSE;
    }
    return xdr_limits_opaque(xdrs, *bytes, n);
}

bool_t xdr_limits_array(XDR *xdrs, char **array, u_int *len, u_int max, u_int size, xdrproc_t codec)
{
    u_int n;

    if (xdrs->x_op != XDR_DECODE)
        return xdr_array(xdrs, array, len, max, size, codec);
    if (!xdr_limits_get_length(xdrs, &n, max, XDR_UNIT_LEN))
        return FALSE;
    *len = n;
    if (!n)
        return TRUE;
    *array = calloc(n, size);
    if (!*array) {
        *len = 0;
        return FALSE;
    }
    for (u_int i = 0; i < n; i++) {
        if (!codec(xdrs, *array + (size_t)i * size))
            return FALSE;
    }
    return TRUE;
}
