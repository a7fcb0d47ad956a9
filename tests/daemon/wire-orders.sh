#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A client that speaks the wire by itself, in orders that no library uses, gets the same answers from
# vireod as from libvirt's own daemon; see wire_orders.py.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3

# says FILE URI POOL: the answers of the daemon that was started last.
says()
{
    timeout 100 python3 -B "$top_srcdir/tests/daemon/wire_orders.py" "$socket_dir/libvirt-sock" \
        "$socket_dir/libvirt-sock-ro" "$2" "$3" >"$1" 2>&1 || wrong "$(tail -n 20 "$1")"
}
start_vireod 'max_client_requests = 1'
says "$work/ours" test:///default default-pool
start_libvirtd 'max_client_requests = 1' || skip "$no_libvirtd"
mkdir "$work/pool"
virsh -q -c "${uri/test+unix:\/\/\/default/storage+unix:///system}" pool-create-as orders dir --target "$work/pool"
says "$work/theirs" storage:///system orders
diff -u "$work/theirs" "$work/ours" || wrong 'the answers differ'
finish
