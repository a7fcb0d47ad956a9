#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What one user may take of vireod from the others; see shares.py.
source "$(dirname "$0")/../lib/lib.sh"
[ "$(id -u)" = 0 ] || skip "only root can be several users"
python3 -B "$top_srcdir/tests/strangers/shares.py" "$top_builddir/daemon/vireod"
