#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Authentication through polkit; see auth.py.
set -eu
source=${top_srcdir:-..}
sed -n 's/.*"\(org\.libvirt\.unix\.[a-z]*\)".*/\1/p' "$source/daemon/auth/auth.c" | while read -r action; do
    grep -qF "<action id=\"$action\">" "$source/conf/vireo.policy" || {
        echo "conf/vireo.policy lacks $action"
        exit 1
    }
done
command -v dbus-daemon >/dev/null || {
    echo 'skipped: dbus-daemon is missing (Debian: dbus-daemon)'
    exit 77
}
exec python3 "${srcdir:-.}/auth.py" "${top_builddir:-../build}/daemon/vireod" polkit/fake
