#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's virsh looks at jobs that take their time, and ends them.
source "${top_srcdir:?}/tests/lib.sh"
need virsh libvirt-clients

world=$work/world.xml
cat >"$world" <<XML
<node>
  <jobs duration='600000'/>
  <machines name='vm-' count='3'/>
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
finish
