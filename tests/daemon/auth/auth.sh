#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Authentication through polkit; see auth.py.
source "$(dirname "$0")/../../lib/lib.sh"
sed -n 's/.*"\(org\.vireo\.unix\.[a-z]*\)", "\(org\.libvirt\.unix\.[a-z]*\)".*/\1\n\2/p' "$top_srcdir/daemon/auth/auth.c" | while read -r action; do
    grep -qF "<action id=\"$action\">" "$top_srcdir/conf/vireo.policy" || {
        echo "conf/vireo.policy lacks $action"
        exit 1
    }
done
need dbus-daemon dbus-daemon
python3 -B "$top_srcdir/tests/daemon/auth/auth.py" "$top_builddir/daemon/vireod" "$top_builddir/tests/daemon/auth/polkit_fake"
