#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's virsh, unmodified, says of vireod what it says of libvirt's own daemon; see
# virsh_compare.py and the scenes in virsh/.
#
#     virsh-compare.sh [--forget] [SCENE...]      all scenes where none is named
#
# --forget: what is said to differ and no longer does is taken out of the scenes.
source "$(dirname "$0")/lib.sh"
need virsh libvirt-clients
need python3 python3

start_vireod
ours=$socket_dir/libvirt-sock
start_libvirtd || skip "$no_libvirtd"
forget=()
if [ "${1-}" = --forget ]; then
    forget=(--forget)
    shift
fi
scenes=("$@")
[ $# -gt 0 ] || scenes=("$top_srcdir"/tests/virsh/*.virsh)
python3 -B "$top_srcdir/tests/virsh_compare.py" "${forget[@]}" "$ours" "$socket_dir/libvirt-sock" "$work" \
    "${scenes[@]}" || wrong 'virsh says something else; above, + is of ours and - of theirs'
[ $# = 0 ] || finish

# Each subcommand is in a scene, or left out for a reason.
virsh help | sed -n 's/^    \([a-z][a-z-]*\) .*/\1/p' | sort -u >"$work/all"
sed -En 's/^(%listen )?([a-z][a-z-]*).*/\2/p' "${scenes[@]}" | sort -u >"$work/tried"
sed -n 's/^\([a-z-]*\): ..*/\1/p' "$top_srcdir/tests/virsh/left-out" | sort -u >"$work/left-out"
neither=$(sort -u "$work/tried" "$work/left-out" | comm -23 "$work/all" - | xargs)
[ -z "$neither" ] || wrong "in no scene and not left out for a reason: $neither"
both=$(comm -12 "$work/tried" "$work/left-out" | xargs)
[ -z "$both" ] || echo "need not be left out any more: $both"
echo "of $(wc -l <"$work/all") subcommands, $(wc -l <"$work/left-out") are left out"
finish
