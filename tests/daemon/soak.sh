#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Everything at once for MINUTES (0.1 without one): soak.sh [MINUTES [SEED]]; see soak.py. Of a tree
# that was configured with --enable-sanitizer=thread it shows that no thread runs into another.
source "$(dirname "$0")/../lib/lib.sh"
seconds=$(awk "BEGIN { print 60 * ${1:-0.1} }")
[ $# = 0 ] || shift
python3 -B "$top_srcdir/tests/daemon/soak.py" "$top_builddir/daemon/vireod" "$seconds" "$@"
