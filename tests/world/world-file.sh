#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A world's file opens and answers as with libvirt: states by number, processors that are active, and volumes that were
# there before their pool (world_file.py, with Debian's bindings for Python).
source "$(dirname "$0")/../lib/lib.sh"
find_abi || skip "$no_abi"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
tried="$top_srcdir/tests/world/world_file.py"
"$python" -B "$tried" "$work" >"$work/theirs" || wrong "libvirt: world_file.py ended with $?"
LD_LIBRARY_PATH=$abi "$python" -B "$tried" "$work" >"$work/ours" || wrong "world_file.py ended with $?"
diff "$work/theirs" "$work/ours" >&2 || wrong 'other answers than libvirt gives (<)'
grep -q 'state 7: 7 active' "$work/ours" || wrong 'no domain was suspended by its guest'
finish
