#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every function of libvirt-admin.h, with vireod and with libvirt's own daemon: admin_calls.c expects
# the same of both. Compiled with libvirt's own library it shows that this is what libvirt gives.
source "$(dirname "$0")/../lib/lib.sh"

# calls DAEMON PROGRAM [ALIAS]: with that daemon on its private socket.
calls()
{
    local daemon=$1 said
    shift
    said=$(timeout 60 "$1" "$daemon:///system?socket=$socket_dir/libvirt-admin-sock" "$daemon" "${@:2}" 2>&1) ||
        wrong "$* with $daemon: $said"
}

# A daemon that was told to end, and then to be waited for.
ended()
{
    local status=0
    wait "$daemon_pid" || status=$?
    [ $status = 0 ] || wrong "told to end, vireod ends with status $status"
}

ours=$top_builddir/tests/daemon/admin_calls
export VIREO_ADMIN_CONFIG=$work/libvirt-admin.conf
start_vireod
calls vireod "$ours"
ended
run_vireod
cat >"$VIREO_ADMIN_CONFIG" <<EOF
uri_aliases = [ "here=vireod:///system?socket=$socket_dir/libvirt-admin-sock", ]
uri_default = "here"
EOF
calls vireod "$ours" here
ended
run_vireod
calls vireod "$ours" -
ended

if start_libvirtd; then
    calls libvirtd "$ours"
    if command -v cc >/dev/null && pkg-config --exists libvirt-admin; then
        # shellcheck disable=SC2046
        cc -w -o "$work/calls" "$top_srcdir/tests/daemon/admin_calls.c" $(pkg-config --cflags --libs libvirt-admin libvirt)
        calls libvirtd "$work/calls"
    fi
else
    echo "not compared: $no_libvirtd"
fi
finish
