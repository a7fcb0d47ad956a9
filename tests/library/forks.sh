#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A program that forks while it has an event loop, a connection and threads in calls: parent and child go
# on as if the other was not there. Scenes that hold for libvirt's library are tried with it, too.
source "$(dirname "$0")/../lib/lib.sh"

start_vireod
for VIREO_LOOP in epoll poll; do
    export VIREO_LOOP
    for scene in own used exec turns storm; do
        "$top_builddir/tests/library/examples/forks" $scene "$uri" || wrong "$scene, $VIREO_LOOP"
    done
done
"$top_builddir/tests/library/examples/forks" storm test:///default || wrong "storm in the process"

if ${CC:-cc} -w -I"$top_srcdir/include" -o "$work/forks" "$top_srcdir/tests/library/examples/forks.c" \
    -l:libvirt.so.0 2>/dev/null; then
    for scene in own exec; do
        "$work/forks" $scene "$uri" || wrong "$scene, with libvirt's library"
    done
fi
finish
