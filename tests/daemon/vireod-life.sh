#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A daemon's start and end: pid file, background, a second one, what a killed one left, idleness, and
# the end of whoever started it.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"
vireod=$top_builddir/daemon/vireod
vireo=$top_builddir/client/vireo/vireo

works()
{
    expect '1 *test .*running' "$vireo" -c "$uri" list
}

# is_pid_of PROCESS FILE
is_pid_of()
{
    [ "$(cat "$2")" = "$1" ] || wrong "$2 holds '$(cat "$2")', the daemon is process $1"
}

# refused PATTERN OPTION...: another daemon of the same folder does not start, and says that.
refused()
{
    local pattern=$1 status=0
    shift
    "$vireod" -f "$daemon_dir/daemon.conf" "$@" 2>"$work/refusal" </dev/null || status=$?
    [ "$status" = 1 ] || wrong "the second daemon ends with status $status"
    expect "$pattern" cat "$work/refusal"
}

# lasts_until_here: opens descriptor 8 for daemons to inherit; ended waits until none has it.
lasts_until_here()
{
    rm -f "$work/life"
    mkfifo "$work/life"
    exec {both}<>"$work/life"
    exec 8>"$work/life"
    exec {life}<"$work/life"
    exec {both}>&-
}
ended()
{
    exec 8>&-
    # A byte never comes; the end of the file does, when the last one that could write ends.
    ! timeout 20 cat <&"$life" >/dev/null || return 0
    wrong "$1 does not end"
    kill "$(cat "$socket_dir/vireod.pid")"
}

# In the foreground: the pid file is there when readiness is told, at its place or where it was asked
# for, and gone at the end.
start_vireod 'log_level = 2'
is_pid_of "$daemon_pid" "$socket_dir/vireod.pid"
works

# One daemon to a directory of sockets; the first is not harmed.
refused "process $daemon_pid, which holds '$socket_dir/vireod.pid'"
refused "process $daemon_pid, which holds" --daemon
refused "another daemon listens on '$socket_dir/libvirt-sock'" --pid-file "$work/other.pid"
[ ! -e "$work/other.pid" ] || wrong "the refused daemon left its pid file"
works

# Killed, it leaves a pid file and sockets; the next one takes their places.
kill -KILL "$daemon_pid"
wait "$daemon_pid" 2>/dev/null || true
[ -S "$socket_dir/libvirt-sock" ] || wrong "nothing was left: the test tests nothing"
(cd "$work" && exec "$vireod" -f "$daemon_dir/daemon.conf" -d --pid-file a.pid) ||
    wrong "it does not start over what a killed one left"
is_pid_of "$(cat "$work/a.pid")" "$work/a.pid"
works

# In the background: ready when the command returns, in a session of its own, silent.
pid=$(cat "$work/a.pid")
[ "$(ps -o sid= -p "$pid" | tr -d ' ')" != "$(ps -o sid= -p $$ | tr -d ' ')" ] || wrong "our session"
[ "$(readlink "/proc/$pid/fd/2")" = /dev/null ] || wrong "standard error stays open"
[ "$(readlink "/proc/$pid/cwd")" = / ] || wrong "it stays in its directory"
kill "$pid"
tail --pid="$pid" -f /dev/null
[ "$(ls "$socket_dir")" = vireod.pid ] || wrong "it leaves $(ls "$socket_dir")"
[ ! -e "$work/a.pid" ] || wrong "it leaves its pid file"

# A start that fails in the background is seen by whoever started it.
daemon_folder "unix_sock_group = \"no-such-group\""
refused 'no-such-group' --daemon

# Nobody there for the time: it ends with success. Somebody there: it stays. Administration counts.
daemon_folder
lasts_until_here
run_vireod --timeout 1
"$vireo" -c "$uri" events --timeout 2 >/dev/null 2>&1 || true
kill -0 "$daemon_pid" || wrong "it ended under its client"
status=0
ended "an idle daemon"
wait "$daemon_pid" || status=$?
[ "$status" = 0 ] || wrong "an idle daemon ends with status $status"

# With whoever started it, be it in the foreground or in the background.
for how in '' --daemon; do
    daemon_folder
    lasts_until_here
    mkfifo "$daemon_dir/ready"
    exec {ready}<>"$daemon_dir/ready"
    # shellcheck disable=SC2016
    bash -c '
        "$1" -f "$2" --exit-with-parent --ready-fd 9 $3 9>"$4" &
        exec sleep 60' sh "$vireod" "$daemon_dir/daemon.conf" "$how" "$daemon_dir/ready" \
        </dev/null >"$daemon_dir/log" 2>&1 &
    parent=$!
    read -r -t 20 line <&"$ready" || wrong "not ready${line-}"
    works
    kill -KILL "$parent"
    wait "$parent" 2>/dev/null || true
    ended "a daemon that shall end with its parent ($how)"
    [ ! -e "$socket_dir/libvirt-sock" ] || wrong "it ended without tidying up ($how)"
done
# Fewer descriptors than clients that may come are told of.
daemon_folder 'max_clients = 2000'
(
    ulimit -n 1024
    run_vireod
    expect 'warning: daemon.main: max_clients is 2000, but there are 1024 descriptors' cat "$daemon_dir/log"
    stop_daemon
    finish
) || failed=1
finish
