#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A client that speaks the wire by itself, in orders that no library uses, gets the same answers from
# vireod as from libvirt's own daemon; see wire_orders.py.
source "$(dirname "$0")/lib.sh"
need python3 python3

# says FILE: the answers of the daemon that was started last.
says()
{
    timeout 100 python3 -B "$top_srcdir/tests/wire_orders.py" "$socket_dir/libvirt-sock" \
        "$socket_dir/libvirt-sock-ro" >"$1" 2>&1 || wrong "$(tail -n 20 "$1")"
}
start_vireod 'max_client_requests = 1'
says "$work/ours"
start_libvirtd 'max_client_requests = 1' || skip "$no_libvirtd"
says "$work/theirs"
diff -u "$work/theirs" "$work/ours" || wrong 'the answers differ'
finish
