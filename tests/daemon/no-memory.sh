#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# No allocation that fails ends the daemon, or has a client wait for ever; each procedure is tried.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3
[ -z "${SANITIZER_FLAGS-}" ] || skip "a sanitizer has an allocator of its own"

${CC:-cc} -std=gnu11 -O1 -shared -fPIC -o "$work/short_of_memory.so" "$top_srcdir/tests/lib/short_of_memory.c" -ldl
python3 -B "$top_srcdir/tests/daemon/no_memory.py" "$top_builddir/daemon/vireod" "$work/short_of_memory.so" || failed=1
finish
