#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Abuses vireod as strangers would; see daemon_abuse.py.
source "$(dirname "$0")/../lib/lib.sh"
python3 -B "$top_srcdir/tests/strangers/daemon_abuse.py" "$top_builddir/daemon/vireod"
