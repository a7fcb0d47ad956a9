#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A world whose time stands still until it is told to go on, and in which nothing is left to chance:
# Debian's virsh sees how jobs wait for the clock, and the same twice, to the byte.
source "${top_srcdir:?}/tests/lib/lib.sh"
need virsh libvirt-clients
export TZ=UTC

cat >"$work/world.xml" <<XML
<node>
  <random seed='42'/>
  <jobs duration='60000'/>
  <clock speed='0' date='1000000000'/>
  <machines name='vm-' count='1'/>
  <domain type='test'>
    <name>disks</name><memory>1048576</memory><os><type>hvm</type></os>
    <devices>
      <disk type='file'><source file='/img/top'/><target dev='vda'/>
        <backingStore type='file'><format type='raw'/><source file='/img/base'/></backingStore></disk>
      <interface type='network'><source network='lan'/></interface>
    </devices>
  </domain>
  <network>
    <name>lan</name><bridge name='virbr7'/>
    <ip address='192.168.7.1' netmask='255.255.255.0'/>
  </network>
</node>
XML
cat >"$work/new.xml" <<XML
<domain type='test'>
  <name>new</name><memory>1048576</memory><os><type>hvm</type></os>
  <devices>
    <disk type='file'><source file='/img/new'/><target dev='vda'/></disk>
    <interface type='network'><source network='lan'/></interface>
  </devices>
</domain>
XML
echo "<network><name>made</name><forward/></network>" >"$work/net.xml"
echo "<secret><usage type='ceph'><name>pool</name></usage></secret>" >"$work/secret.xml"
echo "<filter name='none'/>" >"$work/filter.xml"

# advance MS
advance()
{
    "$top_builddir/client/vireo/vireo" -c "$uri" clock advance "$1"
}

# says PATTERN COMMANDS
says()
{
    expect "$1" virsh -k 0 -c "$uri" "$2"
}

# What virsh says of a world's first minute.
first_minute()
{
    virsh -k 0 -c "$uri" "define $work/new.xml; net-define $work/net.xml; pool-define-as p dir --target /p; \
        pool-start p; vol-create-as p v 65536; secret-define $work/secret.xml; nwfilter-define $work/filter.xml; \
        start new; attach-interface new network lan --live --config; snapshot-create-as new first; \
        blockpull disks vda"
    advance 30000
    virsh -k 0 -c "$uri" "snapshot-create new; blockjob disks vda --info; domstats; dominfo disks; domifstat new testnet0"
    advance 30000
    virsh -k 0 -c "$uri" "dumpxml disks; dumpxml new; dumpxml new --inactive; net-dumpxml made; net-dhcp-leases lan; \
        pool-dumpxml p; vol-dumpxml v p; secret-list; nwfilter-dumpxml none; snapshot-list new; \
        snapshot-dumpxml new first; snapshot-current new; blockjob disks vda; domstats"
}

for run in first second; do
    start_vireod "test_world = \"$work/world.xml\"" 'test_keep_world = 1'
    first_minute >"$work/$run" 2>&1
done
cmp "$work/first" "$work/second" || wrong "two runs differ: $(diff "$work/first" "$work/second" | head)"
for seen in "Block Pull: \[ *50" '<creationTime>1000000030</creationTime>' 'No current block job' \
    "<mac address='52:54:00:" '2001-09-09'; do
    grep -q -e "$seen" "$work/first" || wrong "two runs are the same, but without '$seen': $(cat "$work/first")"
done

# Moments without a name are two, also at the same one.
says '1000000061' 'snapshot-create new; snapshot-create new; snapshot-list new --name'
says '<creationTime>1000000060<' 'snapshot-dumpxml new 1000000061'
says '1000000061' 'checkpoint-create disks; checkpoint-create disks; checkpoint-list disks --name'

# A job that a call waits for.
start_vireod "test_world = \"$work/world.xml\"" 'test_keep_world = 1'
virsh -k 0 -c "$uri" save vm-0 "$work/image" >"$work/saved" 2>&1 &
saving=$!
until virsh -k 0 -c "$uri" domjobinfo vm-0 | grep -q Unbounded; do
    kill -0 "$daemon_pid" || exit 1
done
says 'Time elapsed: *0 *ms' 'domjobinfo vm-0'
expect '^1000000015000$' advance 15000
says 'Time elapsed: *15000 *ms' 'domjobinfo vm-0'
says 'Memory remaining: *768.000 MiB' 'domjobinfo vm-0'
expect '^1000000060000$' advance 45000
wait $saving || wrong "a save whose time is over fails: $(cat "$work/saved")"
says 'shut off' 'domstate vm-0'

# Nobody moves it back, or over its end.
expect '^1000000060000$' advance 0
expect 'read-only' "$top_builddir/client/vireo/vireo" -c "$uri" --readonly clock advance 1

# A call that a fault delays.
vireo()
{
    "$top_builddir/client/vireo/vireo" -c "$uri" "$@"
}
start_vireod "test_world = \"$work/world.xml\"" 'test_keep_world = 1'
vireo fault add --procedure domain_get_info --domain disks --delay 5000 >"$work/fault"
virsh -k 0 -c "$uri" dominfo disks >"$work/late" 2>&1 &
late=$!
until vireo fault list | grep -q ' 1 *$'; do
    kill -0 "$daemon_pid" || exit 1
done
advance 4999 >"$work/date"
kill -0 $late || wrong "a call is not late: $(cat "$work/late")"
advance 1 >"$work/date"
wait $late || wrong "a call whose delay is over fails: $(cat "$work/late")"

# A guest's clock goes with the world's, from what it was set to until the machine boots.
start_vireod "test_world = \"$work/world.xml\"" 'test_keep_world = 1'
says 'Time: 1000000000$' 'domtime disks'
says 'Time: 2000000000$' 'domtime disks --time 2000000000; domtime disks'
advance 61000 >/dev/null
says 'Time: 2000000061$' 'domtime disks'
says 'Time: 1000000061$' 'domtime disks --sync; domtime disks'
says 'Time: 1000000061$' 'domtime disks --time 5; reboot disks; domtime disks'
says 'Time: 1000000061$' 'domtime disks --time 5; destroy disks; start disks; domtime disks'
says 'does not show' 'domtime disks --time -5'
says 'does not show' 'domtime disks --time 9223372036854775807'
advance 61000 >/dev/null
says 'user.0.login-time *: 0$' 'domtime disks --time 5; guestinfo disks --user'
finish
