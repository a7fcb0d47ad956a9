/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What drivers may ask of the daemon: the host of its sessions. */
#pragma once

struct session_host;

extern const struct session_host daemon_session_host;
