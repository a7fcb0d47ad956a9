#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The main job: Debian's virsh, unmodified, lists and looks at a domain of vireod; virt-admin looks
# at the daemon.
source "$(dirname "$0")/../lib/lib.sh"
need virsh libvirt-clients
start_vireod

expect '1 *test *running' virsh -c "$uri" list --all
expect '6695eb01-f6a4-8304-79aa-97f2502e193f' virsh -c "$uri" domuuid test
expect '<name>test</name>' virsh -c "$uri" dumpxml test
expect "$uri" virsh -c "$uri" uri
expect "nobody" virsh -c "$uri" dominfo nobody
expect '1 *test *running' virsh -r -c "$uri_ro" list
if command -v virt-admin >/dev/null; then
    expect 'maxWorkers *: 20' virt-admin -c "vireod:///system?socket=$socket_dir/libvirt-admin-sock" \
        srv-threadpool-info vireod
fi
finish
