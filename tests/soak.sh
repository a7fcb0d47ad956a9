#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Everything at once for MINUTES (0.1 without one): soak.sh [MINUTES [SEED]]; see soak.py. Of a tree
# that was configured with --enable-sanitizer=thread it shows that no thread runs into another.
seconds=$(awk "BEGIN { print 60 * ${1:-0.1} }")
[ $# = 0 ] || shift
exec python3 -B "${srcdir:-$(dirname "$0")}/soak.py" "${top_builddir:-build}/daemon/vireod" "$seconds" "$@"
