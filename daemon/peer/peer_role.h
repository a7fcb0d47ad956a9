/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which socket a client came through. */
#pragma once

enum peer_role { PEER_RW, PEER_RO, PEER_ADMIN };
