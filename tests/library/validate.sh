#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Our schemas allow what libvirt's allow, and refuse what they refuse: validate.py, with all documents of the tests. The flag
# counts in this process and through the daemon.
source "$(dirname "$0")/../lib/lib.sh"
need virsh libvirt-clients

start_vireod
cat >"$work/bad.xml" <<X
<domain type='test'>
  <name>bad</name>
  <memory>1024</memory>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file'><source file='/a'/><target dev='vda' bus='virtual'/></disk>
  </devices>
</domain>
X
sed 's/virtual/virtio/' "$work/bad.xml" >"$work/good.xml"
told="line 6, <target>: attribute 'bus' cannot be 'virtual' here"
expect "$told" virsh -c "$uri" define --validate "$work/bad.xml"
expect "$told" virsh -c "$uri" create --validate "$work/bad.xml"
expect 'defined' virsh -c "$uri" define --validate "$work/good.xml"
expect 'line 1, <bogus>: it has no place in <secret>' virsh -c "$uri" secret-define --validate <(echo '<secret><bogus/></secret>')
expect 'line 1, <bogus>: it has no place in <network>' \
    virsh -c "$uri" net-define --validate <(echo '<network><name>n</name><bogus/></network>')
stop_daemon || true

# Installed elsewhere: the error names the file.
VIREO_SCHEMA_DIR=$work/nowhere start_vireod
expect "$work/nowhere/domain.rng" virsh -c "$uri" define --validate "$work/good.xml"
expect 'defined' virsh -c "$uri" define "$work/good.xml"

schemas=/usr/share/libvirt/schemas
if [ -e $schemas/domain.rng ] && command -v xmllint >/dev/null; then
    mapfile -t documents < <(find "$top_srcdir/tests" /usr/share/doc/libvirt-doc/examples /usr/share/libvirt -name '*.xml' \
        2>/dev/null)
    python3 -B "$top_srcdir/tests/library/validate.py" "$VIREO_SCHEMA_DIR" $schemas "${documents[@]}" ||
        wrong 'the schemas say otherwise than libvirt'
else
    echo 'not compared: xmllint (Debian: libxml2-utils) or libvirt'"'"'s schemas are missing'
fi
finish
