#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Who asks for a reload hears what it has changed, or why it failed.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"
vireod=$top_builddir/daemon/vireod
start_vireod
conf=$daemon_dir/daemon.conf

# asked STATUS PATTERN: --reload ends with that status and says that.
asked()
{
    local status=0
    timeout 60 "$vireod" --reload "${3-$daemon_pid}" >"$work/answer" 2>&1 || status=$?
    [ $status = "$1" ] || wrong "--reload ends with status $status"
    expect "$2" cat "$work/answer"
}

asked 0 '^settings reloaded: nothing has changed$'
echo 'max_workers = 30' >>"$conf"
echo "unix_sock_group = '+0' # from the next start" >>"$conf"
asked 0 '^settings reloaded: unix_sock_group "" -> "+0" (from the next start), max_workers 20 -> 30$'
echo 'max_clients = 0' >>"$conf"
asked 1 "^vireod: the reload failed: .*$conf:4: key 'max_clients' "
expect "error: daemon.main: the reload failed: .*key 'max_clients'" cat "$daemon_dir/log"
expect 'test' "$top_builddir/client/vireo/vireo" -c "$uri" list

# Signals that come together are one; each who asks is answered all the same.
sed -i '3,$d' "$conf"
askers=()
for n in 1 2 3 4 5 6 7 8; do
    timeout 60 "$vireod" --reload "$daemon_pid" >"$work/answer.$n" 2>&1 &
    askers+=($!)
done
for asker in "${askers[@]}"; do
    wait "$asker" || wrong "one of many ends with status $?"
done
[ "$(sort -u "$work"/answer.?)" = 'settings reloaded: nothing has changed' ] || wrong "$(cat "$work"/answer.?)"

# A process that is no daemon, and one that is not there.
sleep 1000 &
asked 1 "process $! is 'sleep', not 'vireod'" $!
kill $! || wrong "it did not outlive the question"
wait $! 2>/dev/null || true
asked 1 "there is no process $!" $!
expect "takes a number" "$vireod" --reload none
finish
