/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A transport over another one: what the mechanism of SASL by which somebody authenticated signs or
 * encrypts. Over UNIX sockets nobody asks for that (SASL_SEC_PROPS with max_ssf 0).
 *
 *     bytes ---> sasl_encode ---> packets ---> the transport below
 *
 * A packet is sent whole or is taken up again: until its last byte has gone none of its bytes count
 * as taken. Of a packet that came, what nobody had room for is kept. Descriptors do not travel.
 */
#pragma once

#include <stdbool.h>

struct sasl_conn;
struct transport;

/* Returns true if the mechanism has a layer, which both sides use for all bytes after the last of
 * its own.
 */
bool transport_sasl_wanted(struct sasl_conn *conn);

/* Takes over a transport, and an exchange that has succeeded, in any case. NULL with the error set.
 */
struct transport *transport_sasl_new(struct transport *below, struct sasl_conn *conn);
