#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Measures vireod, libvirt's daemon and the bare limit in turn, and prints medians and ratios.
#
#     bench/run.sh [ROUNDS]      table on stdout; figures also in bench/bench.json of the build
#
# What is missing is said and left out. A round takes about half a minute.
set -eu
rounds=${1:-5}
: "${top_srcdir:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${top_builddir:=$top_srcdir/build}"
bench=$top_builddir/bench/wirebench
tmp=$(mktemp -d "${TMPDIR:-/tmp}/vireo-bench.XXXXXX")
daemons=
cleanup() {
    for pid in $daemons; do
        kill "$pid" 2>/dev/null || :
    done
    rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM
# shellcheck disable=SC3045
ulimit -n "$(ulimit -H -n)"

conf() {
    mkdir "$tmp/$1"
    cat >"$tmp/$1/daemon.conf" <<END
unix_sock_dir = "$tmp/$1"
auth_unix_rw = "none"
auth_unix_ro = "none"
max_clients = 20000
max_anonymous_clients = 20000
max_queued_clients = 10000
END
}

# wait_for NAME PID: until the daemon's socket is there; false when it died or takes too long.
wait_for() {
    tries=100
    until [ -S "$tmp/$1/libvirt-sock" ]; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] && kill -0 "$2" 2>/dev/null || return 1
        sleep 0.05
    done
}

sides='limit echo'
conf vireod
"$top_builddir/daemon/vireod" -f "$tmp/vireod/daemon.conf" -p "$tmp/vireod/pid" \
    >"$tmp/vireod/log" 2>&1 &
vireod=$!
daemons="$daemons $vireod"
wait_for vireod "$vireod" || { echo "vireod does not start:" >&2; cat "$tmp/vireod/log" >&2; exit 1; }
sides="vireod $sides"

# libvirtd as root takes its state from /run: it gets one of its own.
if command -v libvirtd >/dev/null && unshare -m mount -t tmpfs tmpfs /run 2>/dev/null; then
    conf libvirtd
    # shellcheck disable=SC2016
    unshare -m sh -c 'mount -t tmpfs tmpfs /run && exec libvirtd -f "$1/daemon.conf" -p "$1/pid"' \
        sh "$tmp/libvirtd" >"$tmp/libvirtd/log" 2>&1 &
    libvirtd=$!
    daemons="$daemons $libvirtd"
    if wait_for libvirtd "$libvirtd"; then
        sides="vireod libvirtd limit echo"
    else
        echo "libvirtd does not start here: its column is missing" >&2
    fi
else
    echo "libvirtd is not installed, or no mount namespaces: its column is missing" >&2
fi

target() {
    case $1 in
    limit | echo) echo "--$1" ;;
    *) echo "--socket $tmp/$1/libvirt-sock" ;;
    esac
}

round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    for side in $sides; do
        # shellcheck disable=SC2046
        "$bench" $(target "$side") one deep wide connects switches idle=0 idle=1000 \
            | sed "s/^/$side /"
    done
done >"$tmp/figures"

# Once: many idle clients take libvirtd long, and what is traced is slow.
for side in $sides; do
    for modes in idle=4000 idle=10000; do
        # shellcheck disable=SC2046
        "$bench" $(target "$side") "$modes" | sed "s/^/$side /" >>"$tmp/figures" || :
    done
done
if command -v strace >/dev/null; then
    for side in vireod libvirtd; do
        case " $sides " in *" $side "*) ;; *) continue ;; esac
        eval "pid=\$$side"
        mkfifo "$tmp/attached"
        strace -f -c -o "$tmp/strace" -p "$pid" 2>"$tmp/attached" &
        tracer=$!
        exec 3<"$tmp/attached"
        read -r _ <&3 || { echo "strace may not trace here" >&2; exec 3<&-; rm "$tmp/attached"; continue; }
        "$bench" --socket "$tmp/$side/libvirt-sock" calls=2000
        kill -INT "$tracer"
        wait "$tracer" || :
        exec 3<&-
        rm "$tmp/attached"
        awk -v side="$side" '$NF == "total" { printf "%s syscalls_per_call %.2f\n", side, $4 / 2000 }' \
            "$tmp/strace" >>"$tmp/figures"
    done
else
    echo "strace is not installed: no system calls per call" >&2
fi
python3 "$top_srcdir/bench/table.py" "$tmp/figures" "$top_builddir/bench/bench.json"
