#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's virsh hears of the events that the test driver has on demand.
source "$(dirname "$0")/../lib/lib.sh"
need virsh libvirt-clients
start_vireod

# emit WORD...: lets an event happen to the machine.
emit()
{
    "$top_builddir/client/vireo/vireo" -c "$uri" emit test "$@" || wrong "emit $*"
}

# until_heard PATTERN COMMAND...: the command again and again, until virsh has told of the event.
until_heard()
{
    local pattern=$1 tries=0
    shift
    until grep -q -e "$pattern" "$work/heard" || [ $((tries += 1)) -gt 300 ]; do
        "$@"
        sleep 0.1
    done
}

virsh -c "$uri" event --all --loop --timeout 60 >"$work/heard" 2>&1 &
daemons+=("$!")
# It has no line to say that it listens.
until_heard control-error emit control-error
emit io-error path=/d alias=disk0 action=report
emit io-error-reason path=/d alias=disk0 action=pause reason=enospc
emit graphics phase=initialize local-family=ipv4 local-node=127.0.0.1 local-service=5900 \
    remote-family=ipv6 remote-node=::1 remote-service=9 auth=vnc identity-type=x509dname identity-name=CN=me
emit disk-change old-path=/old new-path=/new alias=disk0 reason=change-missing
emit device-removal-failed alias=disk0
emit memory-device-size-change alias=virtiomem0 size=1048576
emit memory-failure recipient=guest action=fatal flags=action-required
until_heard 'memory-failure.*' true
for event in "'control-error' for domain 'test'" "'io-error' for domain 'test': /d (disk0) report" \
    "'io-error-reason' for domain 'test': /d (disk0) pause due to enospc" \
    "'graphics' for domain 'test': initialize .*127.0.0.1" 'CN=me' "'disk-change' for domain 'test' .*disk0.*/old.*/new" \
    "'device-removal-failed' for domain 'test': disk0" "'memory-failure' for domain 'test'" 'fatal' \
    "'memory-device-size-change' for domain 'test'" 'virtiomem0'; do
    expect "$event" cat "$work/heard"
done
finish
