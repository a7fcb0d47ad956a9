#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Authentication through polkit; see auth.py.
command -v dbus-daemon >/dev/null || {
    echo 'skipped: dbus-daemon is missing (Debian: dbus-daemon)'
    exit 77
}
exec python3 "${srcdir:-.}/auth.py" "${top_builddir:-../build}/daemon/vireod" polkit/fake
