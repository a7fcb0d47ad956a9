#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# systemd is told of readiness, of reloads, of the end, and gets signs of life from the loop.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"
start_receiver "$work/notify"
daemon_folder
pid_file=$daemon_dir/pid
NOTIFY_SOCKET=$work/notify WATCHDOG_USEC=100000 run_vireod --pid-file "$pid_file"
told 'notify: READY=1'
[ "$(cat "$pid_file")" = "$daemon_pid" ] || wrong "the pid file is not there when systemd is told"
told 'notify: STATUS=Serves*'
told 'notify: WATCHDOG=1'
told 'notify: WATCHDOG=1'

kill -HUP "$daemon_pid"
told 'notify: RELOADING=1'
told 'notify: MONOTONIC_USEC=[0-9]*'
told 'notify: READY=1'
told 'notify: ERRNO=0'
told 'notify: STATUS=Serves clients'

# A mistake in the file is seen by who looks at the service; the daemon goes on.
echo 'max_workers = 0' >>"$daemon_dir/daemon.conf"
kill -HUP "$daemon_pid"
told 'notify: RELOADING=1'
told 'notify: READY=1'
told 'notify: ERRNO=22'
told 'notify: STATUS=*daemon.conf:2:*max_workers*'
expect 'test' "$top_builddir/client/vireo/vireo" -c "$uri" list

kill "$daemon_pid"
told 'notify: STOPPING=1'
told 'notify: EXTEND_TIMEOUT_USEC=25000000'
wait "$daemon_pid" || wrong "SIGTERM ends with status $?"
daemons=()
finish
