/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An XDR stream that grows: libtirpc's stream in memory needs to know the size beforehand, which
 * would mean encoding twice or guessing. This one appends to a struct buf.
 */
#include "protocol/codec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/error.h"

static struct buf *codec_target(XDR *xdrs)
{
    return xdrs->x_private;
}

static bool_t put_long(XDR *xdrs, const long *value)
{
    uint32_t word = htonl((uint32_t)*value);
    uint8_t *room = buf_reserve(codec_target(xdrs), sizeof(word));

    if (!room)
        return FALSE;
    memcpy(room, &word, sizeof(word));
    buf_added(codec_target(xdrs), sizeof(word));
    return TRUE;
}

static bool_t codec_put_bytes(XDR *xdrs, const char *bytes, u_int len)
{
    return buf_append(codec_target(xdrs), bytes, len) == 0;
}

/* Hands out room for several words at once; rpcgen's codecs fill it with macros. */
static int32_t *put_inline(XDR *xdrs, u_int len)
{
    uint8_t *room = buf_reserve(codec_target(xdrs), len);

    if (!room || ((uintptr_t)room & 3))
        return NULL;
    buf_added(codec_target(xdrs), len);
    return (int32_t *)(void *)room;
}

static bool_t no_get_long(XDR *xdrs, long *value)
{
    return FALSE;
}

static bool_t no_get_bytes(XDR *xdrs, char *bytes, u_int len)
{
    return FALSE;
}

static u_int codec_position(XDR *xdrs)
{
    return (u_int)buf_len(codec_target(xdrs));
}

static bool_t no_set_position(XDR *xdrs, u_int pos)
{
    return FALSE;
}

static void codec_destroy(XDR *xdrs)
{
}

static bool_t no_control(XDR *xdrs, int request, void *info)
{
    return FALSE;
}

static const struct xdr_ops growing_ops = {
    .x_getlong = no_get_long,
    .x_putlong = put_long,
    .x_getbytes = no_get_bytes,
    .x_putbytes = codec_put_bytes,
    .x_getpostn = codec_position,
    .x_setpostn = no_set_position,
    .x_inline = put_inline,
    .x_destroy = codec_destroy,
    .x_control = no_control,
};

/* A codec says no more than that it has failed; what allocates leaves its reason in errno, which
 * was 0. */
static int codec_failed(const char *why)
{
    return errno == ENOMEM ? error_oom(VIR_FROM_RPC)
                           : error_set(VIR_FROM_RPC, VIR_ERR_RPC, "%s", why);
}

int codec_encode(struct buf *to, xdrproc_t codec, const void *from)
{
    XDR xdrs = {.x_op = XDR_ENCODE, .x_ops = &growing_ops, .x_private = to};
    size_t before = buf_len(to);

    if (!codec)
        return 0;
    errno = 0;
    if (!codec(&xdrs, (void *)(uintptr_t)from)) {
        to->end = to->start + before;
        return codec_failed("a text or an array is too long to be sent");
    }
    return 0;
}

int codec_decode(const uint8_t *bytes, size_t len, xdrproc_t codec, void *to)
{
    XDR xdrs;
    bool_t ok;

    if (!codec)
        return 0;
    if (len > UINT32_MAX)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "%zu bytes are more than a message has", len);
    xdrmem_create(&xdrs, (char *)(uintptr_t)bytes, (u_int)len, XDR_DECODE);
    errno = 0;
    ok = codec(&xdrs, to);
    xdr_destroy(&xdrs);
    if (!ok) {
        char why[64];

        snprintf(why, sizeof(why), "the %zu bytes of payload do not decode", len);
        codec_failed(why);
        codec_free(codec, to);
        return -1;
    }
    return 0;
}

void codec_free(xdrproc_t codec, void *of)
{
    if (codec)
        xdr_free(codec, of);
}
