#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's libvirt bindings for Python with calls that hang; see isolation_libvirt.py.
source "$(dirname "$0")/../lib/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
start_vireod 'keepalive_interval = 1' 'keepalive_count = 2'
timeout 90 "$python" -B "$top_srcdir/tests/daemon/isolation_libvirt.py" "$uri" "$socket_dir/libvirt-sock"
