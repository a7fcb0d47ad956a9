#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# systemd finds nothing to say against the units, and calls the service well locked up.
set -eu
: "${top_builddir:?}"
command -v systemd-analyze >/dev/null || {
    echo "systemd-analyze is missing (Debian: apt install systemd)"
    exit 77
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp "$top_builddir"/conf/vireod*.socket "$dir"
# The daemon is not installed and its manual is not either: those lines name what is here.
sed -e "s|^\(Exec[A-Za-z]*\)=[^ ]*/vireod|\1=$top_builddir/daemon/vireod|" -e '/^Documentation=/d' \
    "$top_builddir/conf/vireod.service" >"$dir/vireod.service"
systemd-analyze verify "$dir"/vireod*.socket "$dir/vireod.service" >"$dir/said" 2>&1 || {
    cat "$dir/said" >&2
    exit 1
}
if grep -F vireod "$dir/said" >&2; then
    exit 1
fi
# Exposure in tenths: 0 is a service that can do nothing, 100 one that is not held back at all. What
# is left is that it is root's, and that it reads what root can.
systemd-analyze security --offline=true --threshold=30 --no-pager "$dir/vireod.service" \
    >"$dir/said" 2>&1 || {
    cat "$dir/said" >&2
    exit 1
}
