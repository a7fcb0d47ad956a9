#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every command of Debian's virt-admin, against vireod and, where it runs, against libvirt's own
# daemon: statuses, output and kinds of errors are the same but for values and what is said below.
# shellcheck source=tests/lib/lib.sh
source "${top_srcdir:?}/tests/lib/lib.sh"
need virt-admin libvirt-clients

# A line a command; SERVER is the daemon's name, DIR a folder. "!": our answer differs, and why.
cat >"$work/commands" <<'COMMANDS'
! server-list
server-threadpool-info SERVER
! server-threadpool-info admin
server-threadpool-info nobody
server-threadpool-set SERVER --min-workers 2 --max-workers 30 --priority-workers 3
server-threadpool-info SERVER
server-threadpool-set SERVER --max-workers 1
server-threadpool-set SERVER --min-workers 31
server-threadpool-set SERVER
server-threadpool-set nobody --max-workers 5
server-clients-info SERVER
server-clients-set SERVER --max-clients 100 --max-unauth-clients 50
server-clients-info SERVER
server-clients-set SERVER --max-clients 10
server-clients-set SERVER --max-clients 10 --max-unauth-clients 11
server-clients-set nobody --max-clients 10
client-list SERVER
client-list admin
client-list nobody
client-info SERVER 999
client-info nobody 1
client-disconnect SERVER 999
daemon-log-outputs
daemon-log-outputs --outputs 1:file:DIR/a.log
daemon-log-outputs
daemon-log-outputs --outputs 1:paper
daemon-log-outputs --outputs 5:stderr
! daemon-log-outputs --outputs 1:file:relative
daemon-log-outputs --outputs "1:file:DIR/a.log 3:stderr"
daemon-log-outputs
daemon-log-filters
daemon-log-filters --filters "1:one"
! daemon-log-filters
daemon-log-filters --filters "1:one 9:two"
daemon-log-filters --filters ""
daemon-log-filters
daemon-timeout --timeout 1000
daemon-timeout --timeout 0
! server-update-tls SERVER
COMMANDS
# - server-list: libvirt's daemon has its servers in any order.
# - the pool of administration: libvirt's daemon does not go by its own admin_max_workers.
# - a log file's relative path: libvirt's daemon takes it, from wherever it was started.
# - daemon-log-filters: libvirt makes "*one*" of "one"; our filters are patterns of whole names.
# - server-update-tls: there is no TLS here, so the call is not supported; libvirt has it, but nothing
#   to update.

# converse NAME: runs all commands and prints what comes of them. Of the daemon's errors the kind is
# left, which each library words in its own way.
converse()
{
    local name=$1 line status
    while read -r line; do
        echo "\$ $line"
        line=${line#! }
        line=${line//SERVER/$name}
        status=0
        eval "virt-admin -c '$name:///system?socket=$socket_dir/libvirt-admin-sock' \
            ${line//DIR/$daemon_dir}" 2>&1 </dev/null || status=$?
        echo "= $status"
    done <"$work/commands" |
        sed -e "s|$daemon_dir|DIR|g" -e 's/20[0-9-]* [0-9:+]*/TIME/' \
            -e '/^nWorkers\|^freeWorkers\|^ [0-9]* *unix/s/[0-9][0-9]*/N/' \
            -e "s/\<$name\>/SERVER/g" -e 's/ *$//' -e '/^-*$/d' \
            -e 's/^error: Invalid argument: .*/error: invalid argument/' \
            -e 's/^error: invalid argument: .*/error: invalid argument/' \
            -e 's/^error: \(Server not found\|No such server\): .*/error: no such server/' \
            -e 's/^error: \(Client not found\|No such client\): .*/error: no such client/'
}

start_vireod 'log_outputs = "3:stderr"'
admin="vireod:///system?socket=$socket_dir/libvirt-admin-sock"
vireo=$top_builddir/client/vireo/vireo
converse vireod >"$work/ours"

# Values that are ours.
expect '^ 0 *vireod$' virt-admin -c "$admin" srv-list
expect '^ 1 *admin$' virt-admin -c "$admin" srv-list
expect '^minWorkers *: 2$' virt-admin -c "$admin" srv-threadpool-info vireod
expect '^maxWorkers *: 30$' virt-admin -c "$admin" srv-threadpool-info vireod
expect '^prioWorkers *: 3$' virt-admin -c "$admin" srv-threadpool-info vireod
expect '^nclients_max *: 100$' virt-admin -c "$admin" srv-clients-info vireod

# A client is seen, told about, and thrown out.
mkfifo "$work/waiting"
exec {waiting}<>"$work/waiting"
"$vireo" -c "$uri_ro" events >"$work/events" 2>"$work/waiting" &
watcher=$!
daemons+=("$watcher")
read -r -t 20 said <&"$waiting"
[[ $said == *waiting* ]] || wrong "no subscription: $said"
id=$(virt-admin -c "$admin" client-list vireod | awk '$2 == "unix" { print $1 }')
expect '^nclients *: 1$' virt-admin -c "$admin" srv-clients-info vireod
expect '^readonly *: yes$' virt-admin -c "$admin" client-info vireod "$id"
expect "^unix_process_id *: $watcher$" virt-admin -c "$admin" client-info vireod "$id"
expect "^unix_user_id *: $(id -u)$" virt-admin -c "$admin" client-info vireod "$id"
expect "Client '$id' disconnected" virt-admin -c "$admin" client-disconnect vireod --client "$id"
status=0
wait "$watcher" || status=$?
[ $status = 1 ] || wrong "a client that is thrown out ends with status $status"

# What was changed counts: a filter lets one module speak, an output takes it.
log=$daemon_dir/b.log
virt-admin -c "$admin" daemon-log-outputs --outputs "1:file:$log" >/dev/null
virt-admin -c "$admin" daemon-log-filters --filters "1:daemon.server" >/dev/null
"$vireo" -c "$uri" list >/dev/null
grep -q 'debug: daemon.server: client' "$log" || wrong "the log has: $(cat "$log")"
expect 'daemon-log-filters\|1:daemon.server' virt-admin -c "$admin" daemon-log-filters

# Told to end when nobody is there, it ends once the last client, which is us, has gone.
virt-admin -c "$admin" daemon-timeout --timeout 1 >/dev/null
status=0
wait "$daemon_pid" || status=$?
[ $status = 0 ] || wrong "it ends with status $status"

if start_libvirtd 'log_outputs = "3:stderr"'; then
    converse libvirtd >"$work/theirs"
    : >"$daemon_dir/log"
    # The answers that differ for the reasons above are passed over.
    for whose in ours theirs; do
        awk '/^\$ / { same = $2 != "!" } same' "$work/$whose" >"$work/$whose.same"
    done
    diff -u --label libvirtd "$work/theirs.same" --label vireod "$work/ours.same" >&2 ||
        wrong "virt-admin sees a difference"
else
    echo "not compared: $no_libvirtd"
fi
finish
