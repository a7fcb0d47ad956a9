/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stands before rpcgen's codecs and leads their calls to twins: words are read and written without
 * a call, texts with one, and what allocates looks first whether the bytes that are left can hold
 * what a length promises.
 *
 * They know the two streams that codec.c makes, and no others:
 *
 *     encoding    x_private is the struct buf that grows
 *     decoding    libtirpc's stream in memory: x_private is the next byte, x_handy counts the rest
 */
#pragma once

#include <stdint.h>
#include <string.h>
#include <arpa/inet.h>

#include <rpc/rpc.h>

#include "common/buf.h"

bool_t xdr_limits_opaque(XDR *xdrs, char *bytes, u_int len);
bool_t xdr_limits_string(XDR *xdrs, char **text, u_int max);
bool_t xdr_limits_bytes(XDR *xdrs, char **bytes, u_int *len, u_int max);
bool_t xdr_limits_array(XDR *xdrs, char **array, u_int *len, u_int max, u_int size,
                        xdrproc_t codec);

/* Where the next n bytes are written, which count at once; NULL without memory. */
static inline uint8_t *xdr_limits_room(XDR *xdrs, size_t n)
{
    struct buf *to = xdrs->x_private;
    uint8_t *room = buf_room(to) >= n ? to->data + to->end : buf_reserve(to, n);

    if (room)
        buf_added(to, n);
    return room;
}

/* Where the next n bytes are read, and goes on behind them; NULL: there are not so many. */
static inline const uint8_t *xdr_limits_next(XDR *xdrs, u_int n)
{
    const uint8_t *at = xdrs->x_private;

    if (xdrs->x_handy < n)
        return NULL;
    xdrs->x_private = (void *)(uintptr_t)(at + n);
    xdrs->x_handy -= n;
    return at;
}

static inline bool_t xdr_limits_word(XDR *xdrs, uint32_t *word)
{
    uint32_t wire;

    if (xdrs->x_op == XDR_ENCODE) {
        uint8_t *room = xdr_limits_room(xdrs, sizeof(wire));

        wire = htonl(*word);
        return room && memcpy(room, &wire, sizeof(wire));
    }
    if (xdrs->x_op == XDR_DECODE) {
        const uint8_t *at = xdr_limits_next(xdrs, sizeof(wire));

        if (!at)
            return FALSE;
        memcpy(&wire, at, sizeof(wire));
        *word = ntohl(wire);
    }
    return TRUE;
}

static inline bool_t xdr_limits_words(XDR *xdrs, uint64_t *words)
{
    uint32_t high = (uint32_t)(*words >> 32), low = (uint32_t)*words;

    if (!xdr_limits_word(xdrs, &high) || !xdr_limits_word(xdrs, &low))
        return FALSE;
    if (xdrs->x_op == XDR_DECODE)
        *words = (uint64_t)high << 32 | low;
    return TRUE;
}

static inline bool_t xdr_limits_int(XDR *xdrs, int *value)
{
    return xdr_limits_word(xdrs, (uint32_t *)value);
}

static inline bool_t xdr_limits_quad(XDR *xdrs, quad_t *value)
{
    return xdr_limits_words(xdrs, (uint64_t *)value);
}

#ifndef XDR_LIMITS_C
#define xdr_opaque   xdr_limits_opaque
#define xdr_string   xdr_limits_string
#define xdr_bytes    xdr_limits_bytes
#define xdr_array    xdr_limits_array
#define xdr_int      xdr_limits_int
#define xdr_u_int    xdr_limits_word
#define xdr_quad_t   xdr_limits_quad
#define xdr_u_quad_t xdr_limits_words
#endif
