#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Consoles and channels of the in-memory hypervisor's guests, for Debian's libvirt bindings; see
# lines.py.
source "$(dirname "$0")/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt_qemu' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'

need virsh libvirt-clients
start_vireod
timeout 60 "$python" "$top_srcdir/tests/lines.py" "$uri" >"$work/said" 2>&1 || wrong "$(cat "$work/said")"
finish
