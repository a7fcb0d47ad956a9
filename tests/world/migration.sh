#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Domains move from one daemon to another: led by Debian's virsh and its bindings for Python, by our
# library, and by the source itself. See migration.py for what both sides tell of it.
source "${top_srcdir:?}/tests/lib/lib.sh"
need virsh libvirt-clients

world=$work/world.xml
cat >"$world" <<XML
<node>
  <machines name='vm-' count='11'/>
  <machines name='off-' count='2' running='no'/>
</node>
XML
echo '<node/>' >"$work/empty.xml"
start_vireod "test_world = \"$world\"" 'test_keep_world = 1'
here=$uri
start_vireod "test_world = \"$work/empty.xml\"" 'test_keep_world = 1'
there=$uri

# moved NAME OPTION...: virsh moves it; it runs there and not here.
moved()
{
    local name=$1
    shift
    virsh -k 0 -c "$here" migrate "$@" "$name" "$there" >"$work/said" 2>&1 ||
        wrong "migrate $* $name: $(cat "$work/said")"
    expect 'running' virsh -k 0 -c "$there" domstate "$name"
    expect 'shut off\|failed to get domain' virsh -k 0 -c "$here" domstate "$name"
}

moved vm-0 --live
moved vm-1 --live --p2p
moved vm-2 --live --persistent --undefinesource --verbose
expect 'failed to get domain' virsh -k 0 -c "$here" dominfo vm-2
expect 'Persistent: *yes' virsh -k 0 -c "$there" dominfo vm-2
expect 'Persistent: *no' virsh -k 0 -c "$there" dominfo vm-0
expect 'is running here' virsh -k 0 -c "$there" migrate --live vm-2 "$there"
expect 'is not running' virsh -k 0 -c "$here" migrate off-0 "$there"
virsh -k 0 -c "$here" migrate --offline --persistent off-0 "$there" || wrong 'off-0 does not move'
expect 'shut off' virsh -k 0 -c "$there" domstate off-0
virsh -k 0 -c "$here" migrate --live vm-3 "$there" --dname new --bandwidth 5000 ||
    wrong 'vm-3 gets no new name'
expect 'running' virsh -k 0 -c "$there" domstate new
virsh -k 0 -c "$here" suspend vm-4
virsh -k 0 -c "$here" migrate --live --p2p vm-4 "$there" || wrong 'vm-4 does not move'
expect 'paused' virsh -k 0 -c "$there" domstate vm-4
virsh -k 0 -c "$here" migrate-setspeed vm-5 64
expect '^64$' virsh -k 0 -c "$here" migrate-getspeed vm-5
expect '^300$' virsh -k 0 -c "$here" migrate-getmaxdowntime vm-5

# The last step is lost, and then who led it: it runs there, and here it waits for somebody who knows.
"$top_builddir/client/vireo/vireo" -c "$here" fault add --procedure domain_migrate_confirm3_params --error 38 --count 1 >/dev/null
virsh -k 0 -c "$here" migrate --live vm-9 "$there" --dname nine || wrong 'vm-4 does not move when nobody confirms it'
expect 'running' virsh -k 0 -c "$there" domstate nine
expect 'paused (migrating)' virsh -k 0 -c "$here" domstate vm-9 --reason
expect 'resumed' virsh -k 0 -c "$here" resume vm-9
expect 'destroyed' virsh -k 0 -c "$here" destroy vm-9

# The one before does not reach the other side: it runs on here, and the copy over there goes with who left it.
for way in --live '--p2p --live' '--p2p --tunnelled'; do
    "$top_builddir/client/vireo/vireo" -c "$there" fault add --procedure 'domain_migrate_finish3*' --error 38 --count 1 >/dev/null
    # shellcheck disable=SC2086
    expect 'error' virsh -k 0 -c "$here" migrate $way vm-10 "$there"
    expect 'running (migration canceled)' virsh -k 0 -c "$here" domstate vm-10 --reason
    expect 'failed to get domain' virsh -k 0 -c "$there" domstate vm-10
done

# The same with one that is off: nothing of it stays, or only what was there before, free to be changed.
for before in 'failed to get domain' 'shut off'; do
    for way in '' --p2p; do
        "$top_builddir/client/vireo/vireo" -c "$there" fault add --procedure 'domain_migrate_finish3*' --error 38 --count 1 >/dev/null
        # shellcheck disable=SC2086
        expect 'error' virsh -k 0 -c "$here" migrate $way --offline --persistent off-1 "$there"
        expect "$before" virsh -k 0 -c "$there" domstate off-1
    done
    virsh -k 0 -c "$here" migrate --offline --persistent off-1 "$there" || wrong 'off-1 does not move'
    expect 'marked' virsh -k 0 -c "$there" autostart off-1
done

# tells PROGRAM [NAME=VALUE...]: what the bindings for Python, in that environment, say of both hosts.
tells()
{
    env "${@:2}" timeout 60 /usr/bin/python3 "$top_srcdir/tests/world/$1" "$here" "$there" || wrong "$* says something else"
}
if /usr/bin/python3 -c 'import libvirt' 2>/dev/null; then
    tells migration.py
    tells migration_ways.py
    tells migration_disks.py
    tells migration_postcopy.py
    if find_abi; then
        tells migration_ways.py LD_LIBRARY_PATH="$abi"
        tells migration_disks.py LD_LIBRARY_PATH="$abi"
        tells migration_postcopy.py LD_LIBRARY_PATH="$abi"
    else
        echo "not on our library: $no_abi"
    fi
else
    echo 'the bindings for Python are left out: no libvirt module (Debian: python3-libvirt)'
fi
timeout 60 "$top_builddir/tests/library/examples/migrate" "$here" "$there" vm-8 || wrong 'our library does not move vm-8'
expect 'running' virsh -k 0 -c "$there" domstate vm-8
expect 'vm-0 runs on' "$top_builddir/tests/library/examples/migrate" "test://$world" "test://$work/empty.xml" vm-0
finish
