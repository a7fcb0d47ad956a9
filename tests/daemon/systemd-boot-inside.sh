#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs inside the Debian that tests/daemon/systemd-boot.sh boots: the service and its sockets, as an
# administrator meets them.
set -Eeuo pipefail
PATH=/usr/local/sbin:/usr/local/bin:$PATH
rw='test+unix:///default?socket=/run/vireo/libvirt-sock'
ro='test+unix:///default?socket=/run/vireo/libvirt-sock-ro'
conf=$(find / -xdev -path '*/vireo/daemon.conf' | head -n 1)

failed()
{
    echo "FAIL: $*"
    systemctl status --no-pager vireod.service vireod.socket || true
    journalctl --no-pager -u 'vireod*' -n 60 || true
    exit 1
}
trap 'failed "line $LINENO: $BASH_COMMAND"' ERR

# value PROPERTY: what systemd says of the service.
value()
{
    systemctl show --property="$1" --value vireod.service
}

# becomes VALUE COMMAND...: waits until the command says that; 20 seconds at most.
becomes()
{
    local wanted=$1 end=$((SECONDS + 20))
    shift
    # shellcheck disable=SC2053
    until [[ $("$@") == $wanted ]]; do
        [ $SECONDS -lt $end ] || failed "'$*' says '$("$@")', not '$wanted'"
    done
}

list()
{
    [ "$("$@" list --names)" = test ] || failed "no answer by $*"
}

echo "- the boot opened the sockets and did not start the daemon"
[ "$(stat -c '%a %U %G' /run/vireo/libvirt-sock)" = '660 root vireo' ] || failed "rw socket"
[ "$(stat -c '%a %U %G' /run/vireo/libvirt-sock-ro)" = '666 root root' ] || failed "ro socket"
[ "$(stat -c '%a %U %G' /run/vireo/libvirt-admin-sock)" = '600 root root' ] || failed "admin socket"
[ "$(value ActiveState)" = inactive ] || failed "the service is $(value ActiveState)"

echo "- the first client starts it"
list vireo -c "$rw"
[ "$(value ActiveState)/$(value SubState)" = active/running ] || failed "$(value ActiveState)"
[ "$(value StatusText)" = 'Serves clients' ] || failed "status: $(value StatusText)"
[ "$(cat /run/vireo/vireod.pid)" = "$(value MainPID)" ] || failed "pid file"

echo "- members of the group vireo get in, others may read"
setpriv --reuid=65534 --regid=65534 --groups=vireo vireo -c "$rw" list >/dev/null ||
    failed "a member is kept out"
! setpriv --reuid=65534 --regid=65534 --clear-groups vireo -c "$rw" list 2>/dev/null ||
    failed "a stranger reads and writes"
list setpriv --reuid=65534 --regid=65534 --clear-groups vireo -c "$ro"

echo "- it has no rights that it does not need, and writes to its own directories"
grep -q '^NoNewPrivs:.*1$' "/proc/$(value MainPID)/status" || failed "new privileges"
[ "$(sed -n 's/^CapEff:\t//p' "/proc/$(value MainPID)/status")" = 0000000000000001 ] ||
    failed "capabilities"
! vireo -c "$rw" save test /etc/saved 2>/dev/null || failed "it wrote to /etc"
vireo -c "$rw" save test /var/lib/vireo/saved || failed "it can't write to /var/lib/vireo"

echo "- its log is in the journal, with what says it and how much it matters"
printf 'log_level = 2\nlog_outputs = "2:journald 2:file:/var/log/vireo/vireod.log"\n' >"$conf"
systemctl reload vireod.service || failed "the reload"
becomes '*settings reloaded: log_level 3 -> 2, log_outputs *' journalctl -u vireod.service -o cat -n 1 PRIORITY=5 \
    VIREO_MODULE=daemon.main
grep -q 'settings reloaded' /var/log/vireo/vireod.log || failed "the log file"

echo "- a mistake in daemon.conf is no end: who looks at the service sees it"
echo 'max_workers = 0' >>"$conf"
! systemctl reload vireod.service 2>/dev/null || failed "systemctl does not say that the reload failed"
becomes "*$conf:3:*max_workers*" value StatusText
[ "$(value StatusErrno)" = 22 ] || failed "errno: $(value StatusErrno)"
[ "$(value ActiveState)/$(value SubState)" = active/running ] || failed "$(value ActiveState)"
journalctl -u vireod.service -o cat | grep -q "vireod: the reload failed: .*max_workers" ||
    failed "the journal"
list vireo -c "$rw"
printf 'log_level = 2\n' >"$conf"
systemctl reload vireod.service || failed "the reload"
becomes 'Serves clients' value StatusText

echo "- killed, it is there again for the next client"
before=$(value MainPID)
systemctl kill --signal=KILL --kill-whom=main vireod.service
list vireo -c "$rw"
[ "$(value NRestarts)" = 1 ] || failed "restarts: $(value NRestarts)"
[ "$(value MainPID)" != "$before" ] || failed "still the same process"

echo "- when its loop does not turn any more, systemd starts another"
drop_in=/run/systemd/system/vireod.service.d
mkdir -p "$drop_in"
printf '[Unit]\nStartLimitIntervalSec=0\n[Service]\nWatchdogSec=1s\n' >"$drop_in/watchdog.conf"
systemctl daemon-reload
systemctl restart vireod.service
before=$(value MainPID)
kill -STOP "$before"
list vireo -c "$rw"
[ "$(value MainPID)" != "$before" ] || failed "still the same process"
rm -r "$drop_in"
systemctl daemon-reload
systemctl reset-failed vireod.service # so many starts in a few seconds are the test's
systemctl restart vireod.service
list vireo -c "$rw"

echo "- stopped, it ends with success; the socket still starts it"
systemctl stop vireod.service
[ "$(value Result)/$(value ExecMainStatus)" = success/0 ] || failed "end: $(value Result)"
list vireo -c "$rw"
systemctl stop vireod.socket vireod-ro.socket vireod-admin.socket vireod.service

echo "- the first example of daemon.conf(5): the file alone is a warning, the drop-ins do it"
page=$(find / -xdev -name daemon.conf.5 | head -n 1)
examples=$(sed -n '/^\.SH EXAMPLES/,/^\.SH FILES/{s/\\-/-/g;p}' "$page")
systemd-sysusers --inline 'g libvirt -'
sed '/^\.EE/q' <<<"$examples" | sed '1,/^\.EX/d; /^\.EE/d' >"$conf"
grep -q '^unix_sock_dir = "/run/libvirt"$' "$conf" || failed "the example"
systemctl start vireod.socket vireod-ro.socket vireod-admin.socket
list vireo -c "$rw"
journalctl -u vireod.service -o cat | grep -q "key 'unix_sock_dir' does not count for the sockets" ||
    failed "no warning"
systemctl stop vireod.service vireod.socket vireod-ro.socket vireod-admin.socket
unit=
while IFS= read -r line; do
    case $line in
    '# systemctl edit '*)
        unit=/run/systemd/system/${line##* }.d
        mkdir -p "$unit"
        ;;
    .*) unit= ;;
    *) [ -z "$unit" ] || echo "$line" >>"$unit/place.conf" ;;
    esac
done <<<"$examples"
systemctl daemon-reload
systemctl restart vireod.socket vireod-ro.socket vireod-admin.socket
[ "$(stat -c '%a %U %G' /run/libvirt/libvirt-sock)" = '770 root libvirt' ] || failed "the moved socket"
list vireo -c 'test+unix:///default?socket=/run/libvirt/libvirt-sock'
list vireo -c 'test+unix:///default?socket=/run/libvirt/libvirt-sock-ro'
[ -S /run/libvirt/libvirt-admin-sock ] || failed "the moved admin socket"
systemctl stop vireod.service vireod.socket vireod-ro.socket vireod-admin.socket
[ -z "$(find /run/vireo /run/libvirt -type s)" ] || failed "sockets are left"
[ -z "$(systemctl --failed --quiet list-units 'vireod*')" ] || failed "something failed"
echo "done"
