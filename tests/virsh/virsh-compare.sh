#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's virsh, unmodified, says of vireod what it says of libvirt's own daemon, and says it on our
# library too, of both daemons and of the world in its process; see virsh_compare.py and the scenes in
# scenes/. It wants private functions of libvirt.so.0 as well, so that LD_LIBRARY_PATH can't exchange that:
# libvireo.so, which has the public ones in the same versions, is loaded before it.
#
#     virsh-compare.sh [--forget] [SCENE...]      all scenes where none is named
#
# --forget: what is said to differ and no longer does is taken out of the scenes.
source "$(dirname "$0")/../lib/lib.sh"
need virsh libvirt-clients
need python3 python3
need cc gcc
cc -shared -fPIC -w -I"$top_srcdir/include" -I"$top_builddir/include" -D_GNU_SOURCE -o "$work/notes.so" \
    "$top_srcdir/tests/virsh/virsh_notes.c" -ldl
library=()
if find_abi; then
    library=(--library "$top_builddir/client/.libs/libvireo.so")
else
    echo "not on our library: $no_abi"
fi

start_vireod
ours=$socket_dir/libvirt-sock
start_libvirtd || skip "$no_libvirtd"
forget=()
if [ "${1-}" = --forget ]; then
    forget=(--forget)
    shift
fi
scenes=("$@")
[ $# -gt 0 ] || scenes=("$top_srcdir"/tests/virsh/scenes/*.virsh)
python3 -B "$top_srcdir/tests/virsh/virsh_compare.py" "${forget[@]}" "${library[@]}" --notes "$work/notes.so" \
    "$ours" "$socket_dir/libvirt-sock" "$work" "${scenes[@]}" || wrong 'virsh says something else; above, + is of ours and - of theirs'
[ $# = 0 ] || finish

# Each subcommand is in a scene, or left out for a reason.
virsh help | sed -n 's/^    \([a-z][a-z-]*\) .*/\1/p' | sort -u >"$work/all"
sed -En 's/^(%listen )?([a-z][a-z-]*).*/\2/p' "${scenes[@]}" | sort -u >"$work/tried"
sed -n 's/^\([a-z-]*\): ..*/\1/p' "$top_srcdir/tests/virsh/scenes/left-out" | sort -u >"$work/left-out"
neither=$(sort -u "$work/tried" "$work/left-out" | comm -23 "$work/all" - | xargs)
[ -z "$neither" ] || wrong "in no scene and not left out for a reason: $neither"
both=$(comm -12 "$work/tried" "$work/left-out" | xargs)
[ -z "$both" ] || echo "need not be left out any more: $both"
echo "of $(wc -l <"$work/all") subcommands, $(wc -l <"$work/left-out") are left out"
finish
