#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The daemon is killed under its clients; see daemon_restart.py.
source "${top_srcdir:?}/tests/lib/lib.sh"
need virsh libvirt-clients
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
timeout 120 "$python" "$top_srcdir/tests/daemon/daemon_restart.py" "$top_builddir/daemon/vireod"
