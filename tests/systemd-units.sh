#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# systemd finds nothing to say against the units.
set -eu
: "${top_builddir:?}"
command -v systemd-analyze >/dev/null || {
    echo "systemd-analyze is missing (Debian: apt install systemd)"
    exit 77
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp "$top_builddir"/conf/vireod*.socket "$dir"
# The daemon is not installed and its manual is not either: those two lines name what is here.
sed -e "s|^ExecStart=.*|ExecStart=$top_builddir/daemon/vireod|" -e '/^Documentation=/d' \
    "$top_builddir/conf/vireod.service" >"$dir/vireod.service"
systemd-analyze verify "$dir"/vireod*.socket "$dir/vireod.service" >"$dir/said" 2>&1 || {
    cat "$dir/said" >&2
    exit 1
}
if grep -F vireod "$dir/said" >&2; then
    exit 1
fi
