#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The main job: Debian's virsh, unmodified, lists and looks at a domain of vireod; virt-admin looks
# at the daemon.
set -euo pipefail
command -v virsh >/dev/null || { echo "virsh is missing (Debian: libvirt-clients)"; exit 77; }

dir=$(mktemp -d)
daemon=
# shellcheck disable=SC2317  # a trap calls it
cleanup()
{
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
    [ -z "$daemon" ] || wait "$daemon" 2>/dev/null || true
    rm -rf "$dir"
}
trap cleanup EXIT

echo "unix_sock_dir = \"$dir\"" >"$dir/daemon.conf"
mkfifo "$dir/ready"
exec 9<>"$dir/ready"
"${top_builddir:-../build}/daemon/vireod" -f "$dir/daemon.conf" --exit-with-parent --ready-fd 9 &
daemon=$!
read -r -t 20 _ <&9

uri="test+unix:///default?socket=$dir/libvirt-sock"
fail=0
expect()
{
    local want=$1 got
    shift
    got=$("$@" 2>&1) || true
    if ! grep -q -e "$want" <<<"$got"; then
        printf 'FAIL: %s\n  wanted: %s\n  got: %s\n' "$*" "$want" "$got"
        fail=1
    fi
}
expect '1 *test *running' virsh -c "$uri" list --all
expect '6695eb01-f6a4-8304-79aa-97f2502e193f' virsh -c "$uri" domuuid test
expect '<name>test</name>' virsh -c "$uri" dumpxml test
expect "$uri" virsh -c "$uri" uri
expect "no.*'nobody'\|none is called\|nobody" virsh -c "$uri" dominfo nobody
expect '1 *test *running' virsh -r -c "test+unix:///default?socket=$dir/libvirt-sock-ro" list
if command -v virt-admin >/dev/null; then
    expect 'maxWorkers *: 20' virt-admin -c "vireod:///system?socket=$dir/libvirt-admin-sock" \
        srv-threadpool-info vireod
fi
exit $fail
