#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The daemon serves sockets that systemd opened before it started, and leaves them to systemd.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"
need systemd-socket-activate systemd
need virsh libvirt-clients
need virt-admin libvirt-clients

# activate NAME...: systemd's tool listens at those names in $given and starts vireod at the first
# connection. It tells of each socket when it is there.
given=$work/given
activate()
{
    local name fd line listen=()
    for name; do
        listen+=("--listen=$given/$name")
    done
    daemon_folder
    mkdir "$given"
    mkfifo "$daemon_dir/said"
    exec {fd}<>"$daemon_dir/said"
    systemd-socket-activate "${listen[@]}" "$top_builddir/daemon/vireod" \
        --config "$daemon_dir/daemon.conf" </dev/null 2>"$daemon_dir/said" {fd}>&- &
    daemon_pid=$!
    daemons+=("$daemon_pid")
    for name; do
        read -r -t 20 line <&"$fd" || wrong "no socket: ${line-}"
    done
    cat <"$daemon_dir/said" >"$daemon_dir/log" {fd}>&- &
    daemons+=($!)
    exec {fd}>&-
}

activate libvirt-sock libvirt-sock-ro libvirt-admin-sock
expect '1 *test *running' virsh -c "test+unix:///default?socket=$given/libvirt-sock" list
ro="test+unix:///default?socket=$given/libvirt-sock-ro"
expect '1 *test *running' virsh -r -c "$ro" list
expect 'read.only' virsh -r -c "$ro" suspend test
expect 'vireod' virt-admin -c "vireod:///system?socket=$given/libvirt-admin-sock" srv-list
# It opened none of its own, and takes none away at its end.
[ "$(ls "$socket_dir")" = vireod.pid ] || wrong "sockets of its own: $(ls "$socket_dir")"
stop_daemon "$daemon_pid" || wrong "it ends with status $?"
[ "$(find "$given" -type s | wc -l)" = 3 ] || wrong "it took a socket away"
rm -r "$given"

# A socket that it has no use for is a mistake in a unit, and named.
activate libvirt-sock something-else
virsh -c "test+unix:///default?socket=$given/libvirt-sock" list >/dev/null 2>&1 || true
status=0
wait "$daemon_pid" || status=$?
[ "$status" = 1 ] || wrong "with a socket that is none of ours it ends with status $status"
wait "${daemons[-1]}" || true
grep -q "$given/something-else" "$daemon_dir/log" || wrong "it says: $(cat "$daemon_dir/log")"
finish
