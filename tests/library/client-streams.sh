#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The library's streams and descriptors over the wire: the same suites that run in the process, with
# vireod, and those of streams with libvirt's own daemon: its storage driver, its test domains,
# and the console, a channel and the screen of one of QEMU.
source "$(dirname "$0")/../lib/lib.sh"

# streams WHERE POOL: the suite with the daemon of $uri.
streams()
{
    echo "$1:"
    STREAMS_URI=$uri STREAMS_POOL=$2 "$top_builddir/tests/unit/client/streams" || failed=1
}

# guest WHERE URI: the streams of a machine there; what was left out is in $work/said.
guest()
{
    timeout 100 "$top_builddir/tests/library/examples/guest-streams" "$2" >"$work/said" 2>&1 ||
        wrong "a guest on $1: $(cat "$work/said")"
}

start_vireod
guest vireod "$uri"
streams vireod default-pool
FILES_URI=$uri "$top_builddir/tests/unit/client/files" || failed=1
start_libvirtd || skip "$no_libvirtd"
guest "libvirtd's test domains" "$uri"
qemu="qemu+unix:///system?socket=$socket_dir/libvirt-sock"
if virsh -c "$qemu" domcapabilities --virttype qemu >/dev/null 2>&1; then
    guest "libvirtd's QEMU" "$qemu"
    ! grep 'left out' "$work/said" || wrong "libvirtd's QEMU lacks it"
    # What a failure may have left running outlives the daemon otherwise.
    virsh -c "$qemu" destroy vireo-streams >/dev/null 2>&1 || :
else
    echo "libvirtd's QEMU is left out: it has none (Debian: qemu-system-x86)"
fi
uri=${uri/test+unix:\/\/\/default/storage+unix:///system}
if virsh -c "$uri" pool-create-as vireo-streams-$$ dir --target "$work" >/dev/null; then
    streams libvirtd vireo-streams-$$
    virsh -c "$uri" pool-destroy vireo-streams-$$ >/dev/null
fi
finish
