#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# systemd finds nothing to say against the units, also with the drop-ins of daemon.conf(5), and calls the service
# well locked up; it may write where vireod(8) says.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"
need systemd-analyze systemd
dir=$work/units
mkdir "$dir"
cp "$top_builddir"/conf/vireod*.socket "$dir"
# The daemon is not installed and its manual is not either: those lines name what is here.
sed -e "s|^\(Exec[A-Za-z]*\)=[^ ]*/vireod|\1=$top_builddir/daemon/vireod|" -e '/^Documentation=/d' \
    "$top_builddir/conf/vireod.service" >"$dir/vireod.service"
systemd-analyze verify "$dir"/vireod*.socket "$dir/vireod.service" >"$dir/said" 2>&1 || {
    cat "$dir/said" >&2
    exit 1
}
if grep -F vireod "$dir/said" >&2; then
    exit 1
fi

# The drop-ins of the manual say all that the units say of places.
socket_drop_ins "$dir"
[ "$(cd "$dir" && echo vireod*.d)" = 'vireod-admin.socket.d vireod-ro.socket.d vireod.socket.d' ] ||
    wrong "the manual has drop-ins of: $(ls "$dir")"
for unit in "$dir"/*.socket; do
    here=$(sed -n 's|^ListenStream=.*/||p' "$unit")
    [ "$(sed -n 's/^ListenStream=//p' "$unit.d/place.conf")" = $'\n'"/run/libvirt/$here" ] ||
        wrong "$(cat "$unit.d/place.conf")"
done
systemd-analyze verify "$dir"/vireod*.socket >"$dir/said" 2>&1 || wrong "$(cat "$dir/said")"
! grep -F vireod "$dir/said" >&2 || wrong 'with the drop-ins of the manual'

# Where the service may write: each place that the manual names, and no other.
{
    sed -n 's/^RuntimeDirectory=/\/run\//p; s/^StateDirectory=/\/var\/lib\//p; s/^LogsDirectory=/\/var\/log\//p
        s/^CacheDirectory=/\/var\/cache\//p; s/^ConfigurationDirectory=/\/etc\//p; s/^ReadWritePaths=//p' \
        "$dir/vireod.service"
} | sort >"$dir/may"
grep -qx 'ProtectSystem=strict' "$dir/vireod.service" || wrong 'the service may write everywhere'
sed -n '/^The service sees no devices/,/^only\./p' "$top_builddir/man/vireod.8" |
    sed -n 's/^\.IR\{0,1\} \([^ ]*\).*/\1/p' | sort >"$dir/told"
diff -u --label vireod.8 "$dir/told" --label vireod.service "$dir/may" || wrong 'vireod(8) and the unit differ'

# Exposure in tenths: 0 is a service that can do nothing, 100 one that is not held back at all. What
# is left is that it is root's, and that it reads what root can.
systemd-analyze security --offline=true --threshold=30 --no-pager "$dir/vireod.service" \
    >"$dir/said" 2>&1 || {
    cat "$dir/said" >&2
    exit 1
}
finish
