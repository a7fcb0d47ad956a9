#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's virsh, unmodified, says of vireod what it says of libvirt's own daemon; see
# virsh_compare.py and the scenes in virsh/.
#
#     virsh-compare.sh [--forget] [SCENE...]      all scenes where none is named
#
# --forget: what is said to differ and no longer does is taken out of the scenes.
source "${top_srcdir:?}/tests/lib.sh"
need virsh libvirt-clients
need python3 python3

start_vireod
ours=$socket_dir/libvirt-sock
start_libvirtd || skip "$no_libvirtd"
forget=()
if [ "${1-}" = --forget ]; then
    forget=(--forget)
    shift
fi
[ $# -gt 0 ] || set -- "$top_srcdir"/tests/virsh/*.virsh
python3 -B "$top_srcdir/tests/virsh_compare.py" "${forget[@]}" "$ours" "$socket_dir/libvirt-sock" "$work" "$@"
