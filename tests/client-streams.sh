#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The library's streams and descriptors over the wire: the same suites that run in the process, with
# vireod, and those of streams with libvirt's own daemon and its storage driver.
source "$(dirname "$0")/lib.sh"

# streams WHERE POOL: the suite with the daemon of $uri.
streams()
{
    echo "$1:"
    STREAMS_URI=$uri STREAMS_POOL=$2 "$top_builddir/tests/unit/client_streams" || failed=1
}

start_vireod
streams vireod default-pool
FILES_URI=$uri "$top_builddir/tests/unit/client_files" || failed=1
start_libvirtd || skip "$no_libvirtd"
uri=${uri/test+unix:\/\/\/default/storage+unix:///system}
if virsh -c "$uri" pool-create-as vireo-streams-$$ dir --target "$work" >/dev/null; then
    streams libvirtd vireo-streams-$$
    virsh -c "$uri" pool-destroy vireo-streams-$$ >/dev/null
fi
finish
