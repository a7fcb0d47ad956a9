#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The host that a world's file describes, under Debian's virsh: PCI devices that it lends to guests,
# and its CPU, which others are held against. (libvirt's own test driver has neither.)
source "$(dirname "$0")/../lib/lib.sh"
need virsh libvirt-clients
start_vireod
host=${uri/\/default/$work/host.xml}

pci=pci_0000_01_02_0
bare=pci_0000_02_00_0
cat >"$work/host.xml" <<XML
<node>
  <host>
    <cpu>
      <arch>x86_64</arch><model>Penryn</model><vendor>Intel</vendor>
      <feature name='vmx'/><feature name='xsave'/>
    </cpu>
  </host>
  <domain type='test'><name>test</name><memory>1024</memory><os><type>hvm</type></os></domain>
  <device><name>computer</name><capability type='system'/></device>
  <device><name>$pci</name><driver><name>e1000e</name></driver>
    <capability type='pci'><domain>0</domain><bus>1</bus><slot>2</slot><function>0</function></capability></device>
  <device><name>$bare</name>
    <capability type='pci'><domain>0</domain><bus>2</bus><slot>0</slot><function>0</function></capability></device>
</node>
XML
echo "<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='1' slot='2' function='0'/>" \
    "</source></hostdev>" >"$work/hostdev.xml"

# says PATTERN COMMANDS: one virsh runs the commands in one world.
says()
{
    expect "$1" virsh -k 0 -c "$host" "$2"
}

says '<name>e1000e</name>' "nodedev-dumpxml $pci"
says '<name>vfio-pci</name>' "nodedev-detach $pci; nodedev-dumpxml $pci"
says '<name>e1000e</name>' "nodedev-detach $pci; nodedev-detach $pci; nodedev-reattach $pci; nodedev-dumpxml $pci"
says '<name>vfio-pci</name>' "nodedev-detach $bare --driver vfio; nodedev-dumpxml $bare"
if virsh -k 0 -c "$host" "nodedev-detach $bare; nodedev-reattach $bare; nodedev-dumpxml $bare" |
    grep '<driver>'; then
    wrong 'a device that had no driver got one'
fi
says 'reset$' "nodedev-detach $pci; nodedev-reset $pci"
says 're-attached$' "nodedev-reattach $pci"
says 'by a driver .kvm' "nodedev-detach $pci --driver kvm"
says 'no PCI device' 'nodedev-detach computer'
says 'no PCI device' 'nodedev-reset computer'
says "no device is called 'nothing'" 'nodedev-reattach nothing'
says 'has device' "attach-device test $work/hostdev.xml; nodedev-reattach $pci"
says 're-attached$' "attach-device test $work/hostdev.xml; destroy test; nodedev-reattach $pci"

# compares PATTERN CHILDREN [ATTRIBUTES]: a CPU of the host's model with that in it.
compares()
{
    echo "<cpu ${3-}><model>Penryn</model>$2</cpu>" >"$work/cpu.xml"
    says "$1" "cpu-compare $work/cpu.xml"
    says "$1" "hypervisor-cpu-compare $work/cpu.xml"
}
says "^    *<feature name='xsave'/>" capabilities
compares 'superset' ''
compares 'superset' "<vendor>Intel</vendor><feature name='vmx'/>"
compares 'identical' "<feature name='vmx' policy='require'/><feature name='xsave' policy='disable'/>"
compares 'incompatible' "<vendor>AMD</vendor>"
compares 'incompatible' "<feature name='svm' policy='require'/>"
compares 'incompatible' "<feature name='vmx' policy='forbid'/>"
compares 'incompatible' '' "match='strict'"
compares "can't be 'perhaps'" "<feature name='vmx' policy='perhaps'/>"
compares 'incompatible' '<arch>ppc64</arch>'
compares 'which is none' '<arch>pdp11</arch>'
echo "<cpu><model>Penryn</model><vendor>AMD</vendor></cpu>" >"$work/cpu.xml"
says "by 'Intel', not by 'AMD'" "cpu-compare $work/cpu.xml --error"
echo "<cpu><model>Haswell</model></cpu>" >"$work/cpu.xml"
says 'incompatible' "cpu-compare $work/cpu.xml"
echo "<cpu><model>Abacus</model></cpu>" >"$work/cpu.xml"
says "no CPU model is called 'Abacus'" "cpu-compare $work/cpu.xml"
echo "<cpu><arch>x86_64</arch><model>Haswell</model></cpu>" >"$work/cpu.xml"
says '>Haswell<' "hypervisor-cpu-baseline $work/cpu.xml"
says 'no machines of the architecture' "hypervisor-cpu-compare $work/cpu.xml --arch s390x"
# The CPU of the default world has no model.
expect 'incompatible' virsh -k 0 -c "$uri" cpu-compare "$work/cpu.xml"
finish
