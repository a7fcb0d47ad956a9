#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each procedure of remote, qemu and lxc is answered by whom procedures.table says, and in the way
# that is said there. What libvirt's own daemon answers with its test driver, ours answers too.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3

python3 -B "$top_srcdir/tests/daemon/procedures.py" "$top_builddir/daemon/vireod" || failed=1
if start_libvirtd; then
    python3 -B "$top_srcdir/tests/daemon/procedures.py" --lacked "$socket_dir/libvirt-sock" || failed=1
fi
finish
