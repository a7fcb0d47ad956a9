#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The secrets in documents reach nobody who did not ask for them, and no reader: see secrets_told.py. What
# libvirt's own daemon tells whom, ours tells them, too.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3
need virsh libvirt-clients

PYTHONPATH=$top_srcdir/tests/daemon:$PYTHONPATH
python3 -B "$top_srcdir/tests/strangers/secrets_told.py" "$top_builddir/daemon/vireod" || failed=1
if start_libvirtd; then
    python3 -B "$top_srcdir/tests/strangers/secrets_told.py" --like "$socket_dir" || failed=1
fi

# What people type. The connection that defines the machine stays, and with it the world.
start_vireod
cat >"$work/machine.xml" <<'END'
<domain type='test'><name>pw</name><memory>65536</memory><os><type>hvm</type></os><devices>
<graphics type='vnc' port='5905' passwd='not-for-you'/></devices></domain>
END
coproc KEEPER { exec virsh -c "$uri"; }
echo "define $work/machine.xml; start pw; snapshot-create-as pw s; echo ma 'de'" >&"${KEEPER[1]}"
while read -r -t 20 line <&"${KEEPER[0]}" && [[ $line != *'ma de'* ]]; do :; done
for command in 'dumpxml pw' 'dumpxml --inactive pw' 'domdisplay pw' 'snapshot-dumpxml pw s'; do
    secure=--security-info
    [ "$command" != 'domdisplay pw' ] || secure=--include-password
    for from in "$uri" "$uri_ro" "$uri -r"; do
        # shellcheck disable=SC2086
        said=$(virsh -c $from $command 2>&1) || wrong "virsh -c $from $command: $said"
        [[ $said != *not-for-you* ]] || wrong "virsh -c $from $command tells: $said"
    done
    # shellcheck disable=SC2086
    expect not-for-you virsh -c "$uri" $command $secure
    # shellcheck disable=SC2086
    expect 'read-only\|read only' virsh -c "$uri_ro" $command $secure
done
finish
