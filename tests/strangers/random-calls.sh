#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every procedure with arguments that are drawn, over both sockets; see random_calls.py. Readers may call here
# what libvirt's own daemon lets them call.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3

PYTHONPATH=$top_srcdir/tests/daemon:$PYTHONPATH
calls=$top_srcdir/tests/strangers/random_calls.py
python3 -B "$calls" "$top_builddir/daemon/vireod" 1 9 || failed=1

# verdicts FILE: what a reader is told of each procedure by the daemon that was started last.
verdicts()
{
    python3 -B "$calls" --denied "$socket_dir/libvirt-sock-ro" | sort >"$1"
}

if start_libvirtd; then
    verdicts "$work/theirs"
    start_vireod
    verdicts "$work/ours"
    # It finds some calls wrong before it looks who calls; some it does not know.
    differ=$(join "$work/theirs" "$work/ours" |
        awk '($2 == "denied" && $3 != "denied") || ($2 == "good" && $3 == "denied")')
    [ -z "$differ" ] || wrong "libvirtd and vireod for readers: $differ"
    [ "$(join "$work/theirs" "$work/ours" | grep -c 'denied denied')" -gt 150 ] || wrong "hardly anything is denied"
fi
finish
