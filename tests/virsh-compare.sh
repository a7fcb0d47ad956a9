#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's virsh prints the same for vireod and for Debian's libvirtd: each file of virsh/ is a
# conversation, typed into both.
source "${top_srcdir:?}/tests/lib.sh"
need virsh libvirt-clients
need stdbuf coreutils

start_libvirtd || skip "$no_libvirtd"
theirs=$socket_dir
start_vireod
/usr/bin/env python3 "$top_srcdir/tests/virsh_compare.py" "$socket_dir" "$theirs" \
    "$top_srcdir"/tests/virsh/*.virsh
