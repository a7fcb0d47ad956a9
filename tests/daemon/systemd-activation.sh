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
    [ -z "${config-}" ] || echo "$config" >"$daemon_dir/daemon.conf"
    mkdir "$given"
    mkfifo "$daemon_dir/said"
    exec {fd}<>"$daemon_dir/said"
    systemd-socket-activate ${runtime:+-E "RUNTIME_DIRECTORY=$runtime"} "${listen[@]}" "$top_builddir/daemon/vireod" \
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
# Its settings of sockets count for nothing, and it says so of each that is given.
does_not_count()
{
    grep -q "daemon.conf:$1: key '$2' does not count for the sockets, which systemd has opened" "$daemon_dir/log" ||
        wrong "of $2 it says: $(cat "$daemon_dir/log")"
}
does_not_count 1 unix_sock_dir
stop_daemon "$daemon_pid" || wrong "it ends with status $?"
[ "$(find "$given" -type s | wc -l)" = 3 ] || wrong "it took a socket away"
rm -r "$given"

# Where the unit has a directory for it, it needs none of daemon.conf's.
runtime=$work/runtime
config=$'unix_sock_dir = "/proc/nowhere"\nmax_workers = 7\nunix_sock_rw_perms = "0700"\nunix_sock_group = "nobody here"'
activate libvirt-sock libvirt-sock-ro
expect '1 *test *running' virsh -c "test+unix:///default?socket=$given/libvirt-sock" list
does_not_count 1 unix_sock_dir
does_not_count 3 unix_sock_rw_perms
does_not_count 4 unix_sock_group
! grep -q max_workers "$daemon_dir/log" || wrong 'max_workers does count'
[ "$(ls "$runtime")" = vireod.pid ] || wrong "in its directory: $(ls "$runtime")"
"$top_builddir/daemon/vireod" --reload "$(<"$runtime/vireod.pid")" >/dev/null || wrong 'no reload'
[ "$(grep -c "key 'unix_sock_dir' does not count" "$daemon_dir/log")" = 2 ] || wrong 'a reload does not say so'
stop_daemon "$daemon_pid" || wrong "it ends with status $?"
rm -r "$given"
runtime='' config=''
start_vireod 'unix_sock_rw_perms = "0700"'
! grep -q 'does not count' "$daemon_dir/log" || wrong 'sockets of its own are not what settings say'
stop_daemon

# A socket that it has no use for is a mistake in a unit, and named.
activate libvirt-sock something-else
virsh -c "test+unix:///default?socket=$given/libvirt-sock" list >/dev/null 2>&1 || true
status=0
wait "$daemon_pid" || status=$?
[ "$status" = 1 ] || wrong "with a socket that is none of ours it ends with status $status"
wait "${daemons[-1]}" || true
grep -q "$given/something-else" "$daemon_dir/log" || wrong "it says: $(cat "$daemon_dir/log")"
finish
