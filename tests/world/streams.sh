#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Bytes that follow a reply: on the wire (streams.py), and as virsh sends and fetches a volume.
source "$(dirname "$0")/../lib/lib.sh"
python3 -B "$top_srcdir/tests/world/streams.py" "$top_builddir/daemon/vireod"
need virsh libvirt-clients

start_vireod
printf '%s\n' "vol-create-as default-pool v 30M" "vol-upload v $work/in --pool default-pool --sparse" \
    "vol-download v $work/out --pool default-pool --sparse" \
    "vol-download v $work/part --pool default-pool --offset 9000000 --length 2000000" >"$work/commands"
truncate -s 30M "$work/in"
head -c 1000000 /dev/urandom | dd of="$work/in" bs=1000000 seek=10 conv=notrunc status=none
virsh -c "test+unix:///default?socket=$socket_dir/libvirt-sock" <"$work/commands"
cmp "$work/in" "$work/out"
cmp <(tail -c +9000001 "$work/in" | head -c 2000000) "$work/part"
