#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Worlds of test:///FILE that have users: programs meet the same on libvirt and on libvireo; see
# world_users.py. Over the wire nobody can be asked.
source "$(dirname "$0")/../lib/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
find_abi || skip "$no_abi"

# meet LIBRARY: what programs meet on it, in $work/LIBRARY.
meet()
{
    mkdir "$work/folder"
    timeout 100 "$python" "$top_srcdir/tests/world/world_users.py" "$work/folder" >"$work/$1" 2>&1 ||
        wrong "on $1: $(cat "$work/$1")"
    mv "$work/folder" "$work/folder.$1"
}
meet libvirt
export LD_LIBRARY_PATH=$abi
meet libvireo
unset LD_LIBRARY_PATH
diff -u "$work/libvirt" "$work/libvireo" >&2 || wrong 'programs do not meet the same'

echo "<node><auth><user>joe</user></auth></node>" >"$work/node.xml"
start_vireod
expect 'nobody can be asked' "$top_builddir/client/vireo/vireo" \
    -c "test+unix://$work/node.xml?socket=$socket_dir/libvirt-sock" list
finish
