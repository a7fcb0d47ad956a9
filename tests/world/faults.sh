#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The faults that the test driver plays; see faults.py.
source "$(dirname "$0")/../lib/lib.sh"
python3 -B "$top_srcdir/tests/world/faults.py" "$top_builddir/daemon/vireod"
