#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's libvirt bindings for Python against vireod; see python_libvirt.py.
set -euo pipefail
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || { echo "the libvirt module is missing (Debian: python3-libvirt)"; exit 77; }

dir=$(mktemp -d)
daemon=
# shellcheck disable=SC2317  # a trap calls it
cleanup()
{
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
    [ -z "$daemon" ] || wait "$daemon" 2>/dev/null || true
    rm -rf "$dir"
}
trap cleanup EXIT

echo "unix_sock_dir = \"$dir\"" >"$dir/daemon.conf"
mkfifo "$dir/ready"
exec 9<>"$dir/ready"
"${top_builddir:-../build}/daemon/vireod" -f "$dir/daemon.conf" --exit-with-parent --ready-fd 9 &
daemon=$!
read -r -t 20 _ <&9
timeout 60 "$python" "${srcdir:-../tests}/python_libvirt.py" "test+unix:///default?socket=$dir/libvirt-sock"
