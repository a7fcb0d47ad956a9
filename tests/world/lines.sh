#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Consoles and channels of the test driver's guests, for Debian's libvirt bindings, over the
# wire and in the process; see lines.py.
source "$(dirname "$0")/../lib/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt_qemu' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'

need virsh libvirt-clients
cat >"$work/world.xml" <<XML
<node>
  <say command='cat /etc/motd'>Be kind.
Log out.</say>
  <say domain='other' command='*'>not here</say>
  <say domain='gue*' command='df *'>100% used</say>
  <say command='true'/>
  <say command='uname -r'>6.1.0</say>
</node>
XML
start_vireod "test_world = \"$work/world.xml\""
timeout 60 "$python" "$top_srcdir/tests/world/lines.py" "$uri" >"$work/said" 2>&1 || wrong "$(cat "$work/said")"
# The same in the process.
if find_abi; then
    LD_LIBRARY_PATH=$abi timeout 60 "$python" "$top_srcdir/tests/world/lines.py" "test://$work/world.xml" >"$work/said" 2>&1 ||
        wrong "in the process: $(cat "$work/said")"
else
    echo "in the process: left out, $no_abi"
fi
finish
