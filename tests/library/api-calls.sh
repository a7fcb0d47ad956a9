#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every public function is called well, with flags that nobody knows and with counts that are too
# large, in the process and over the wire; api_calls.table says how, api_arguments.* has the other
# kinds of wrong arguments.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3

program()
{
    python3 -B "$top_srcdir/tests/library/api_calls.py" "$top_srcdir/include" "$top_srcdir/tests/library/api_calls.table" "$@"
}

program >"$work/calls.c"
# shellcheck disable=SC2086
${CC:-cc} -w ${SANITIZER_FLAGS:-} -I"$top_srcdir/include" -o "$work/calls" "$work/calls.c" \
    -L"$top_builddir/client/.libs" -lvireo -Wl,-rpath,"$top_builddir/client/.libs"

# judge WHERE URI...: all of it there.
judge()
{
    local where=$1
    shift
    env -C "$work" "$work/calls" "$@" >"$work/said" || wrong "the calls $where end early"
    echo "$where:"
    program --judge "$work/said" || failed=1
}

judge 'in the process' test:///default
start_vireod
judge 'over the wire' "$uri" "libvirtd:///system?socket=$socket_dir/libvirt-admin-sock"
finish
