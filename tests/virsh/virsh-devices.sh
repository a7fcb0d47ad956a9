#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Devices come, go and change under Debian's virsh, live and in the config, and who listens hears of
# it. (libvirt's own test driver refuses all of this, so there is nothing to compare it with.)
source "$(dirname "$0")/../lib/lib.sh"
need virsh libvirt-clients
start_vireod

cat >"$work/disk.xml" <<'XML'
<disk type='file' device='disk'>
  <source file='/guest/second.img'/>
  <target dev='vdb' bus='virtio'/>
</disk>
XML
echo "<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='1' slot='2' function='0'/>" \
    "</source></hostdev>" >"$work/hostdev.xml"
echo "<sound model='ac97'/>" >"$work/sound.xml"
echo "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>" \
    >"$work/agent.xml"
echo "<watchdog model='i6300esb'/>" >"$work/watchdog.xml"
echo "<garden/>" >"$work/garden.xml"

# says PATTERN COMMANDS: one virsh runs the commands in one world.
says()
{
    expect "$1" virsh -k 0 -c "$uri" "$2"
}

says '^ vdb  */new.img' 'attach-disk test /new.img vdb; domblklist test'
says "<alias name='virtio-disk1'/>" 'attach-disk test /new.img vdb --live; dumpxml test'
says '^ vdb  */new.img' 'attach-disk test /new.img vdb --config; domblklist test --inactive'
says 'has such a <disk> already' 'attach-disk test /new.img vda'
says 'has such a <disk> already' 'attach-disk test /new.img vda --live --config'
says '^ sdq  */c.iso' 'attach-disk test /c.iso sdq --type cdrom --targetbus sata; domblklist test'
says '<controller type=.sata. index=.2.' 'attach-disk test /c.iso sdq --targetbus sata; dumpxml test'
says 'network *default *virtio' 'attach-interface test network default --model virtio; domiflist test'
says 'testnet1' 'attach-interface test network default; domiflist test'
says '^ vdb  */guest/second.img' "attach-device test $work/disk.xml --persistent; domblklist test --inactive"
says '<hostdev mode' "attach-device test $work/hostdev.xml; dumpxml test"
says 'Device detached' "attach-device test $work/hostdev.xml; detach-device test $work/hostdev.xml"
says 'No such device' "detach-device test $work/hostdev.xml"
says 'Device detached' "attach-device test $work/sound.xml; detach-device test $work/sound.xml"
says 'is not a device' "attach-device test $work/garden.xml"
says 'detach request sent' 'detach-device-alias test net0'
says 'No such device' 'detach-device-alias test net9'
says 'Disk detached' 'detach-disk test vda'
says 'Interface detached' 'detach-interface test network'
says 'testnet0 down' 'domif-setlink test testnet0 down; domif-getlink test testnet0'
says 'Device updated' 'domif-setlink test testnet0 down --config'
says '^ sdc  */d.iso' 'attach-disk test /c.iso sdc --type cdrom; change-media test sdc /d.iso; domblklist test'
says '^ sdc  *-' 'attach-disk test /c.iso sdc --type cdrom; change-media test sdc --eject; domblklist test'

# Who listens while another virsh keeps the world.
mkfifo "$work/commands"
virsh -c "$uri" event --all --loop --timeout 60 >"$work/events" 2>&1 &
listener=$!
daemons+=("$listener")
exec {in}<>"$work/commands"
virsh -k 0 -c "$uri" <"$work/commands" >"$work/said" 2>&1 &
daemons+=("$!")
# The listener has no line to say that it listens: a domain is renamed until it hears of it.
tries=0
until [ -s "$work/events" ] || [ $((tries += 1)) -gt 300 ]; do
    echo 'desc test again' >&"$in"
    sleep 0.1
done
printf '%s\n' "attach-device test $work/disk.xml" "detach-device test $work/disk.xml" \
    'attach-disk test /c.iso sdc --type cdrom' 'change-media test sdc /d.iso' 'vcpupin test 0 0-1' \
    "attach-device test $work/agent.xml" "attach-device test $work/watchdog.xml" 'inject-nmi test' \
    "domtime test --time $(($(date +%s) + 3600))" \
    'suspend test' 'quit' >&"$in"
tries=0
until grep -q "'lifecycle'" "$work/events" || [ $((tries += 1)) -gt 300 ]; do
    sleep 0.1
done
for event in "'device-added' for domain 'test': virtio-disk1" \
    "'device-removed' for domain 'test': virtio-disk1" "'tray-change' for domain 'test' disk .*: opened" \
    "'tray-change' for domain 'test' disk .*: closed" "cputune.vcpupin0: 0-1" \
    "'agent-lifecycle' for domain 'test': state: 'connected'" "'watchdog' for domain 'test': reset" \
    "'rtc-change' for domain 'test': \(3599\|3600\)"; do
    expect "$event" cat "$work/events"
done
finish
