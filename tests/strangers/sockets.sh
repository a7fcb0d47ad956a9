#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Who may connect to which socket of vireod; see sockets.py.
source "$(dirname "$0")/../lib/lib.sh"
[ "$(id -u)" = 0 ] || skip "only root can be several users"
python3 -B "$top_srcdir/tests/strangers/sockets.py" "$top_builddir/daemon/vireod"
