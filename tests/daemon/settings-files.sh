#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Files of settings as people have them: vireod starts with those that libvirtd starts with, and refuses
# those that it refuses; Debian's files, and each of their examples, are read. Where there is no libvirtd
# to ask, what it said counts.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3
mkdir "$work/etc"
cp /etc/libvirt/*.conf "$work/etc" 2>/dev/null || true
# shellcheck disable=SC2016
asked=(unshare --mount sh -euc '
    for dir in /run /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
        [ ! -d "$dir" ] || mount -t tmpfs tmpfs "$dir"
    done
    mkdir -p /run/libvirt /run/lock
    exec "$@"' sh)
if [ "$(id -u)" != 0 ] || ! command -v libvirtd >/dev/null || ! unshare --mount true 2>/dev/null; then
    echo "libvirtd is not asked: it needs root, a mount namespace and itself (Debian: libvirt-daemon)"
    asked=()
fi
"${asked[@]}" python3 -B "$top_srcdir/tests/daemon/settings_files.py" "$work" \
    ${asked[@]+libvirtd} >"$work/verdicts" 2>&1 </dev/null || wrong "$(cat "$work/verdicts")"

# What is odd about a file is in the log, once it is known where that is; nothing of it is lost.
log=$work/odd.log
mapfile -t twice < <(printf 'max_clients = %d\n' {1..30})
daemon_folder "${twice[@]}" "listen_tls = 0" "mdns_adv = 1" "log_outputs = '1:file:$log'"
run_vireod --timeout 0
expect "daemon.conf:32: key 'listen_tls' has no effect: " cat "$log"
expect "daemon.conf:33: key 'mdns_adv' has no effect: " cat "$log"
[ "$(grep -c "key 'max_clients' has no effect: line 2 " "$log")" = 29 ] || wrong "$(cat "$log")"
finish
