#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's libvirt bindings for Python do the same with vireod and with libvirt's own daemon; see
# python_libvirt.py.
source "$(dirname "$0")/../lib/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'

talk()
{
    timeout 100 "$python" "$top_srcdir/tests/library/python_libvirt.py" "$uri" "$daemon_pid" >"$work/said" 2>&1 ||
        wrong "with $1: $(cat "$work/said")"
}
start_vireod
talk vireod
if start_libvirtd; then
    talk libvirtd
else
    echo "libvirtd is left out: $no_libvirtd"
fi
finish
