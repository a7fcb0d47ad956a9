#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Measures vireod, libvirt's daemon and the bare limits in turn, and prints medians and ratios.
#
#     bench/run.sh [ROUNDS]           every row, five rounds, a fresh daemon for each group of rows;
#                                     the table on stdout, and bench.txt, bench.json and bench.svg
#                                     in the build; ends early rather than take ten minutes
#     bench/run.sh --quick [MODE...]  three rounds of these modes of wirebench (one deep), vireod
#                                     and the limit only: for tuning, in seconds
#
# BENCH_BASE names another vireod, which gets a column of its own. What is missing is said and left
# out. What each row means: bench/README.md.
set -eu
: "${top_srcdir:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${top_builddir:=$top_srcdir/build}"
quick=
if [ "${1-}" = --quick ]; then
    quick=yes
    shift
    [ $# -gt 0 ] || set -- one deep
    rounds=3
    sides=limit
elif [ -z "${BENCH_PRIVATE-}" ] && unshare -mn true 2>/dev/null; then
    # libvirtd looks at the machine that it runs on: it gets empty state and an empty network.
    export BENCH_PRIVATE=yes top_srcdir top_builddir
    exec unshare -mn sh "$0" "$@"
else
    rounds=${1:-5}
    sides='limit echo'
fi
if [ -n "${BENCH_PRIVATE-}" ]; then
    for dir in /run /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
        [ ! -d "$dir" ] || mount -t tmpfs tmpfs "$dir"
    done
fi
bench=$top_builddir/bench/wirebench
longest=570 # seconds
tmp=$(mktemp -d "${TMPDIR:-/tmp}/vireo-bench.XXXXXX")
export HOME="$tmp" XDG_RUNTIME_DIR="$tmp" XDG_CONFIG_HOME="$tmp" XDG_CACHE_HOME="$tmp"
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || :
    rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM
# shellcheck disable=SC3045
ulimit -n "$(ulimit -H -n)"

# line_of SIDE: the shell line that runs that daemon in the foreground.
line_of() {
    case $1 in
    limit) echo "exec '$top_builddir/bench/limit' '$tmp/limit/libvirt-sock'" ;;
    echo) echo "exec '$top_builddir/bench/limit' --echo '$tmp/echo/libvirt-sock'" ;;
    vireod) echo "exec '$top_builddir/daemon/vireod' -f '$tmp/conf.vireod' -p '$tmp/vireod/pid'" ;;
    base) echo "exec '$BENCH_BASE' -f '$tmp/conf.base' -p '$tmp/base/pid'" ;;
    libvirtd) echo "exec libvirtd -f '$tmp/conf.libvirtd' -p '$tmp/libvirtd/pid'" ;;
    esac
}

# fresh SIDE: an empty folder for its socket. The daemons differ from their defaults in what they
# would refuse only.
fresh() {
    rm -rf "${tmp:?}/$1"
    mkdir "$tmp/$1"
    cat >"$tmp/conf.$1" <<END
unix_sock_dir = "$tmp/$1"
auth_unix_rw = "none"
auth_unix_ro = "none"
max_clients = 20000
max_anonymous_clients = 20000
max_queued_clients = 10000
END
}

# uri SIDE PATH
uri() {
    echo "test+unix://$2?socket=$tmp/$1/libvirt-sock"
}

# start SIDE: a fresh daemon, $pid, that answers. False when it does not.
start() {
    fresh "$1"
    sh -c "$(line_of "$1")" >"$tmp/$1/log" 2>&1 &
    pid=$!
    "$bench" "$tmp/$1/libvirt-sock" ready
}

stop() {
    kill "$pid" || :
    wait "$pid" 2>/dev/null || : # the shell's word about the signal
    pid=
}

# measure SIDE MODE...: lines "SIDE NAME VALUE".
measure() {
    side=$1
    shift
    "$bench" "$tmp/$side/libvirt-sock" "$@" | sed "s/^/$side /" >>"$tmp/figures"
}

# traced SIDE NAME MODE CALLS: system calls of the daemon per call. The client is traced as well, so
# that it is slowed as the daemon is and as many calls are in flight as without.
traced() {
    mkfifo "$tmp/attached"
    strace -f -c -o "$tmp/strace" -p "$pid" 2>"$tmp/attached" &
    tracer=$!
    exec 3<"$tmp/attached"
    if read -r _ <&3; then
        strace -o /dev/null "$bench" "$tmp/$1/libvirt-sock" "$3=$4"
        kill -INT "$tracer"
        wait "$tracer" || :
        awk -v side="$1" -v name="$2" -v calls="$4" \
            '$NF == "total" { printf "%s %s %.3f\n", side, name, $4 / calls }' \
            "$tmp/strace" >>"$tmp/figures"
    fi
    exec 3<&-
    rm "$tmp/attached"
}

sides="vireod ${BENCH_BASE:+base }$sides"
if [ -z "$quick" ] && ! command -v libvirtd >/dev/null; then
    echo "libvirtd is not installed: its column is missing" >&2
elif [ -z "$quick" ]; then
    if start libvirtd; then
        sides="libvirtd $sides"
    else
        echo "libvirtd does not start here, its column is missing:" >&2
        cat "$tmp/libvirtd/log" >&2
    fi
    stop
fi
if [ -z "$quick" ] && ! command -v strace >/dev/null; then
    echo "strace is not installed: no system calls per call" >&2
fi

# library COLUMN FILE SIDE MODE...: a library measured against a daemon.
library() {
    column=$1
    file=$2
    to=$(uri "$3" /default)
    shift 3
    "$libbench" "$file" "$to" "$@" | sed "s/^/$column /" >>"$tmp/figures"
}

# many SIDE LIBRARY: 10,000 machines through one of the libraries.
many() {
    case $2 in
    libvireo) file=$libvireo ;;
    libvirt) file=$libvirt ;;
    esac
    "$libbench" "$file" "$(uri "$1" "$tmp/10000.xml")" domains=10000 \
        | sed "s/^lib_/$2_/; s/^/$1 /" >>"$tmp/figures"
}

# all_rows SIDE: a fresh daemon for each group of rows.
all_rows() {
    fresh "$1"
    measure "$1" "start=$(line_of "$1") >'$tmp/log' 2>&1"
    start "$1"
    case $1 in
    limit | echo) measure "$1" near one deep wide connects ;;
    *) measure "$1" near one deep wide connects info ;;
    esac
    if command -v strace >/dev/null; then
        traced "$1" one_syscalls calls 2000
        traced "$1" deep_syscalls deepcalls 4000
    fi
    stop
    start "$1"
    case $1 in
    # Connecting thousands takes it long.
    libvirtd) if [ "$round" -eq 1 ]; then measure "$1" idle=0 idle=1000 idle=4000; fi ;;
    *) measure "$1" idle=0 idle=1000 idle=4000 idle=10000 storm ;;
    esac
    stop
    start "$1"
    case $1 in
    limit | echo) measure "$1" meek share storm ;;
    libvirtd) measure "$1" meek share storm events unread resize=libvirtd ;;
    *) measure "$1" meek share storm events unread resize=vireod hung quota ;;
    esac
    stop
    case $1 in limit | echo) return ;; esac
    for n in 1000 10000; do
        start "$1"
        measure "$1" "domains=$n:$tmp/$n.xml"
        stop
    done
    for lib in libvireo ${libvirt:+libvirt}; do
        start "$1"
        many "$1" "$lib"
        stop
    done
    [ "$1" = vireod ] || return 0
    start vireod
    library libvireo "$libvireo" vireod one threads
    [ -z "$libvirt" ] || library libvirt "$libvirt" vireod one threads
    "$bench" "$tmp/vireod/libvirt-sock" one eight \
        | sed -n 's/^eight_per_s/wire lib_threads_per_s/p; s/^one_/wire lib_one_/p' >>"$tmp/figures"
    stop
}

round=0
if [ -n "$quick" ]; then
    while [ "$round" -lt "$rounds" ]; do
        round=$((round + 1))
        for side in $sides; do
            start "$side"
            measure "$side" "$@"
            stop
        done
    done
    python3 "$top_srcdir/bench/table.py" "$tmp/figures" "$tmp/json"
    exit
fi

libbench=$top_builddir/bench/libbench
libvireo=$top_builddir/client/.libs/libvireo.so.0
libvirt=libvirt.so.0
start vireod
"$libbench" "$libvirt" "$(uri vireod /default)" probe 2>"$tmp/log" || {
    cat "$tmp/log" >&2
    echo "no libvirt library: its column and its rows are missing" >&2
    libvirt=
}
stop
for n in 1000 10000; do
    "$libbench" --file "$n" >"$tmp/$n.xml"
done
load=$(cut -d' ' -f1 /proc/loadavg)
began=$(date +%s)
spent=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    for side in $sides; do
        all_rows "$side"
    done
    before=$spent
    spent=$(($(date +%s) - began))
    if [ $((spent + spent - before)) -gt "$longest" ] && [ "$round" -lt "$rounds" ]; then
        echo "round $round of $rounds is the last one: $spent s are spent" >&2
        break
    fi
done
results=$top_builddir/bench/bench
python3 "$top_srcdir/bench/table.py" "$tmp/figures" "$results.json" "date=$(date -u +%F)" \
    "machine=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(
        uname -s) $(uname -r | cut -d. -f1,2)" \
    "load=$load before the first round (0: idle), $(cut -d' ' -f1 /proc/loadavg) after the last" \
    "vireod=$("$top_builddir/daemon/vireod" --version | head -n 1)" \
    "libvirtd=$(libvirtd --version 2>/dev/null || echo missing)" >"$results.txt"
python3 "$top_srcdir/bench/capacity.py" "$results.json" >>"$results.txt"
python3 "$top_srcdir/bench/plot.py" "$results.json" "$results.svg"
cat "$results.txt"
echo "In $top_builddir/bench: bench.txt, bench.json, bench.svg"
