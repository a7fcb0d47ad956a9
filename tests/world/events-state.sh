#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What happens to domains of the test driver is seen in their state; see events_state.py.
source "$(dirname "$0")/../lib/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'

start_vireod
timeout 60 "$python" "$top_srcdir/tests/world/events_state.py" "$uri" "$top_builddir/client/vireo/vireo" >"$work/said" 2>&1 ||
    wrong "$(cat "$work/said")"
finish
