#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# systemd is told of readiness, of reloads, of the end, and gets signs of life from the loop.
# shellcheck source=tests/lib.sh
source "${top_srcdir:?}/tests/lib.sh"
need python3 python3

coproc RECEIVER { exec python3 "$top_srcdir/tests/notify_receiver.py" "$work/notify"; }

# told PATTERN: systemd hears a line of that pattern, after others maybe.
told()
{
    local line
    while read -r -t 20 line <&"${RECEIVER[0]}"; do
        # shellcheck disable=SC2053
        [[ $line != $1 ]] || return 0
    done
    wrong "systemd does not hear '$1'"
    finish
}

told listening
daemon_folder
pid_file=$daemon_dir/pid
NOTIFY_SOCKET=$work/notify WATCHDOG_USEC=100000 run_vireod --pid-file "$pid_file"
told READY=1
[ "$(cat "$pid_file")" = "$daemon_pid" ] || wrong "the pid file is not there when systemd is told"
told 'STATUS=Serves*'
told WATCHDOG=1
told WATCHDOG=1

kill -HUP "$daemon_pid"
told RELOADING=1
told 'MONOTONIC_USEC=[0-9]*'
told READY=1
told 'STATUS=Serves clients'

# A mistake in the file is seen by who looks at the service; the daemon goes on.
echo 'max_workers = 0' >>"$daemon_dir/daemon.conf"
kill -HUP "$daemon_pid"
told RELOADING=1
told READY=1
told 'STATUS=*daemon.conf:2:*max_workers*'
expect 'test' "$top_builddir/client/vireo/vireo" -c "$uri" list

kill "$daemon_pid"
told STOPPING=1
told 'EXTEND_TIMEOUT_USEC=25000000'
wait "$daemon_pid" || wrong "SIGTERM ends with status $?"
daemons=()
finish
