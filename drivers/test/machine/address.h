/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses of machines on networks. */
#pragma once

#include <arpa/inet.h>

struct machine;
struct world;

/* The address of the machine's interface number i, on that network or (NULL) elsewhere. */
void machine_address(struct world *w, const struct machine *m, const char *network, unsigned i,
                     char ret_text[INET_ADDRSTRLEN], unsigned *ret_prefix);
