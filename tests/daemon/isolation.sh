#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# One client does nothing to another; see isolation.py.
source "$(dirname "$0")/../lib/lib.sh"
python3 -B "$top_srcdir/tests/daemon/isolation.py" "$top_builddir/daemon/vireod"
