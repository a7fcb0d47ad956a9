#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The log goes where daemon.conf says: standard error, files, syslog, the journal; by level and by
# module; and a file that was rotated away is opened anew.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"

# Syslog and the journal have fixed addresses. So the test sees a /dev and a /run of its own, with
# sockets of ours at these places; where that can't be had, those two are not tried.
if [ -z "${OWN_DEV-}" ]; then
    apart=(unshare --mount)
    [ "$(id -u)" = 0 ] || apart=(unshare --map-root-user --mount)
    if "${apart[@]}" true 2>/dev/null; then
        # shellcheck disable=SC2016
        exec "${apart[@]}" env OWN_DEV="$work" sh -euc '
            dev=$OWN_DEV/dev
            mkdir "$dev"
            mount -t tmpfs tmpfs "$dev"
            for node in null full zero urandom; do
                touch "$dev/$node"
                mount --bind "/dev/$node" "$dev/$node"
            done
            ln -s /proc/self/fd "$dev/fd"
            mount --rbind "$dev" /dev
            umount --recursive "$dev"
            rm -r "$OWN_DEV"
            mount -t tmpfs tmpfs /run
            mkdir -p /run/systemd/journal
            exec "$0"' "$0"
    fi
    echo "syslog and the journal are not tried: they need a mount namespace"
fi

notify=$work/notify
sockets=("$notify")
[ -z "${OWN_DEV-}" ] || sockets+=(/dev/log /run/systemd/journal/socket)
start_receiver "${sockets[@]}"

# started LINE...: a daemon with those settings of the log; one client comes and goes.
started()
{
    daemon_folder "$@"
    NOTIFY_SOCKET=$notify run_vireod
    told 'notify: READY=1'
    "$top_builddir/client/vireo/vireo" -c "$uri" list >/dev/null
}

# says FILE PATTERN, silent FILE PATTERN
says()
{
    grep -q -e "$2" "$1" || wrong "$1 has no '$2' but: $(cat "$1")"
}
silent()
{
    ! grep -q -e "$2" "$1" || wrong "$1 has '$2': $(cat "$1")"
}

reloaded()
{
    kill -HUP "$daemon_pid"
    told 'notify: RELOADING=1'
    told 'notify: READY=1'
}

# stopped: and all that it told systemd is heard, so that the next one's words are its own.
stopped()
{
    stop_daemon "$daemon_pid" || wrong "it ends with status $?"
    told 'notify: STOPPING=1'
}

# By default warnings go to standard error, and what a reload has changed; -v adds information, the file
# all.
started
silent "$daemon_dir/log" .
echo 'max_workers = 30' >>"$daemon_dir/daemon.conf"
reloaded
says "$daemon_dir/log" "notice: daemon.main: settings reloaded: max_workers 20 -> 30$"
echo 'log_level = 2' >>"$daemon_dir/daemon.conf"
reloaded
says "$daemon_dir/log" "notice: daemon.main: settings reloaded: log_level 3 -> 2$"
says "$daemon_dir/log" "^vireod\[$daemon_pid\]: notice: daemon.main: settings reloaded: "
echo 'log_level = 1' >"$daemon_dir/daemon.conf"
stopped
daemon_folder
NOTIFY_SOCKET=$notify run_vireod --verbose
told 'notify: READY=1'
reloaded
says "$daemon_dir/log" 'notice: daemon.main: settings reloaded: '
stopped

# Each output takes its level and above; filters go before log_level, the first that fits.
a=$work/a.log
b=$work/b.log
started "log_outputs = \"1:file:$a 2:file:$b 3:stderr\"" \
    'log_filters = "4:daemon.peer 1:daemon.s* 2:daemon.*"' 'log_level = 4'
reloaded
says "$a" "^2[0-9-]*T[0-9:.]*Z vireod\[$daemon_pid\]: debug: daemon.server: client 1: uid $(id -u) "
says "$a" 'notice: daemon.main: settings reloaded: '
says "$b" 'notice: daemon.main: settings reloaded: '
silent "$b" debug
says "$daemon_dir/log" 'notice: daemon.main: settings reloaded: nothing has changed$'
silent "$daemon_dir/log" 'error:\|warning:\|info:\|debug:'
[ "$(stat -c %a "$a")" = 600 ] || wrong "others may read the log"

# Rotation: the old file stays as it is, the new one begins with the reload.
mv "$a" "$a.1"
sum=$(cksum <"$a.1")
reloaded
"$top_builddir/client/vireo/vireo" -c "$uri" list >/dev/null
says "$a" 'debug: daemon.server: client 2'
[ "$(cksum <"$a.1")" = "$sum" ] || wrong "it goes on writing to the old file"

# What cannot be opened, or is no output, changes nothing; the log that there was says so.
rm "$daemon_dir/daemon.conf"
echo "log_outputs = \"1:file:$work/missing/log\"" >"$daemon_dir/daemon.conf"
reloaded
says "$a" "error: daemon.main: the reload failed: .*log_outputs: .*'$work/missing/log'"
echo 'log_outputs = "1:nowhere"' >"$daemon_dir/daemon.conf"
reloaded
says "$a" "daemon.conf:1: key 'log_outputs' .*1:nowhere"
says "$a" "$daemon_dir/daemon.conf:1"
stopped

# So does logrotate, by the file that is installed.
if [ "$(id -u)" = 0 ] && command -v logrotate >/dev/null; then
    mkdir "$work/rotated"
    started "log_outputs = \"1:file:$work/rotated/vireod.log\""
    echo 'max_workers = 30' >>"$daemon_dir/daemon.conf"
    reloaded
    sed -e "s|/var/log/vireo|$work/rotated|" -e "s|[^ ]*/vireo/vireod.pid|$socket_dir/vireod.pid|g" \
        -e "s|[^ ]*/vireod --|$top_builddir/daemon/vireod --|" \
        "$top_builddir/conf/logrotate.conf" >"$work/logrotate.conf"
    logrotate --force --state "$work/state" "$work/logrotate.conf" >"$work/said" 2>&1 || wrong "$(cat "$work/said")"
    says "$work/rotated/vireod.log" 'settings reloaded: nothing has changed'
    says "$work/rotated/vireod.log.1" 'settings reloaded: max_workers 20 -> 30'
    [ "$(cat "$work"/rotated/* | wc -l)" = 2 ] || wrong "lines were lost, or written twice"
    [ "$(stat -c %a "$work/rotated/vireod.log")" = 600 ] || wrong "others may read the new log"
    stopped
fi

# A full disk does not stop the daemon.
started 'log_outputs = "1:file:/dev/full"' 'log_level = 1'
expect 'test' "$top_builddir/client/vireo/vireo" -c "$uri" list
stopped

[ -n "${OWN_DEV-}" ] || finish

# Each by itself: what goes to two sockets comes in any order.
started 'log_outputs = "2:syslog:virtual"' 'log_level = 2'
kill -HUP "$daemon_pid"
told "log: <29>*virtual\[$daemon_pid\]: daemon.main: settings reloaded*"
echo 'max_workers = 0' >>"$daemon_dir/daemon.conf"
kill -HUP "$daemon_pid"
told "log: <27>*virtual\[$daemon_pid\]: daemon.main: the reload failed*"
stopped

started 'log_outputs = "3:journald"' 'log_level = 2'
echo 'max_workers = 0' >>"$daemon_dir/daemon.conf"
kill -HUP "$daemon_pid"
told 'socket: MESSAGE=daemon.main: the reload failed*max_workers*'
told 'socket: PRIORITY=3'
told 'socket: SYSLOG_IDENTIFIER=vireod'
told 'socket: VIREO_MODULE=daemon.main'
stopped

# Where systemd gave standard error to the journal, the journal gets messages with their levels.
daemon_folder 'log_level = 2'
touch "$daemon_dir/log"
JOURNAL_STREAM=$(stat -c %d:%i "$daemon_dir/log") NOTIFY_SOCKET=$notify run_vireod
kill -HUP "$daemon_pid"
told '*: MESSAGE=daemon.main: settings reloaded*'
told '*: PRIORITY=5'
silent "$daemon_dir/log" .
stopped
finish
