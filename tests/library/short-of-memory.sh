#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# No allocation that fails ends a program that uses the library, or leaves a lock, a descriptor or a
# connection behind: in the process and over the wire.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3
[ -z "${SANITIZER_FLAGS-}" ] || skip "a sanitizer has an allocator of its own"

${CC:-cc} -std=gnu11 -O1 -shared -fPIC -o "$work/short_of_memory.so" "$top_srcdir/tests/lib/short_of_memory.c" -ldl
${CC:-cc} -std=gnu11 -I"$top_srcdir/include" -o "$work/no_memory" "$top_srcdir/tests/library/no_memory.c" \
    -L"$top_builddir/client/.libs" -lvireo -Wl,-rpath,"$top_builddir/client/.libs"
start_vireod
for where in test:///default "$uri"; do
    python3 -B "$top_srcdir/tests/library/no_memory.py" "$work/no_memory" "$work/short_of_memory.so" "$where" || failed=1
done
finish
