#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's virsh looks at jobs that take their time, and ends them.
source "${top_srcdir:?}/tests/lib/lib.sh"
need virsh libvirt-clients

world=$work/world.xml
cat >"$world" <<XML
<node>
  <jobs duration='600000'/>
  <machines name='vm-' count='3'/>
  <domain type='test'>
    <name>disks</name><memory>1024</memory><os><type>hvm</type></os>
    <devices>
      <disk type='file'><source file='/img/top'/><target dev='vda'/>
        <backingStore type='file'><format type='raw'/><source file='/img/base'/></backingStore></disk>
      <disk type='file'><source file='/img/data'/><target dev='vdb'/></disk>
    </devices>
  </domain>
</node>
XML
start_vireod "test_world = \"$world\"" 'test_keep_world = 1'

# until_said PATTERN COMMAND: asks again until the answer fits.
until_said()
{
    until virsh -k 0 -c "$uri" "$2" 2>&1 | grep -q -e "$1"; do
        kill -0 "$daemon_pid" || exit 1
    done
}

# says PATTERN COMMANDS
says()
{
    expect "$1" virsh -k 0 -c "$uri" "$2"
}

says 'Job type: *None' 'domjobinfo vm-0'
says 'has no job' 'domjobabort vm-0'
virsh -k 0 -c "$uri" save vm-0 "$work/image" >"$work/saved" 2>&1 &
saving=$!
until_said 'Unbounded' 'domjobinfo vm-0'
says 'Memory total: *1.000 GiB' 'domjobinfo vm-0'
says 'Operation: *Save' 'domjobinfo vm-0'
says 'has a job already' "dump vm-0 $work/core"
says 'Job type: *None' 'domjobinfo vm-1'
says '^$' 'domjobabort vm-0'
wait $saving && wrong 'a save that was ended succeeds'
expect 'was ended' cat "$work/saved"
says 'Job type: *Cancelled' 'domjobinfo vm-0 --completed --keep-completed'
says 'running' 'domstate vm-0'
[ ! -e "$work/image" ] || wrong 'a save that was ended leaves a file'

# Jobs of disks go on by themselves; those of a quick daemon are over soon.
says 'Block Pull started' 'blockpull disks vda'
says 'Block Pull: \[ *[0-9]* %\]' 'blockjob disks vda --info'
says 'has a job already' 'blockpull disks vda'
says 'the active one' 'blockcommit disks vdb'
says '^$' 'blockjob disks vda --abort'
says 'No current block job' 'blockjob disks vda'
says '/img/base' 'dumpxml disks'
says 'Domain snapshot up created' 'snapshot-create-as disks up --disk-only --diskspec vda,file=/img/up'
says '/img/up' 'domblklist disks'
says 'disk-snapshot' 'snapshot-list disks --disk-only'
says 'up deleted' 'snapshot-delete disks up'
says '/img/top' 'domblklist disks'
says 'Backup started' 'backup-begin disks'
says 'Operation: *Backup' 'domjobinfo disks'
says "<domainbackup mode='push'>" 'backup-dumpxml disks'
says '^$' 'domjobabort disks'
says 'No such domain backup job' 'backup-dumpxml disks'
sed "s/duration='600000'/duration='30'/" "$world" >"$work/quick.xml"
start_vireod "test_world = \"$work/quick.xml\"" 'test_keep_world = 1'
says 'Pull complete' 'blockpull disks vda --wait --verbose'
says 'Successfully pivoted' 'blockcopy disks vdb --dest /img/copy --format raw --wait --pivot --transient-job'
says "<source file='/img/copy'/>" 'dumpxml disks'
says 'Now in mirroring phase' 'blockcopy disks vda --dest /img/mirror --wait --verbose'
says "mirror type='file' job='copy' ready='yes'" 'dumpxml disks'
says '^$' 'blockjob disks vda --abort'
virsh -k 0 -c "$uri" dumpxml disks >"$work/disks.xml"
if grep -q "/img/base\|<mirror" "$work/disks.xml"; then
    wrong "what a job of a disk ended is still there"
fi
finish
