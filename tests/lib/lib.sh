# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# What shell tests share: a folder and daemons of their own that end with the test, what is
# expected of a command, and skips that tell their reason.
#
#     source "$(dirname "$0")/../lib/lib.sh"
#     need virsh libvirt-clients
#     start_vireod 'max_workers = 4'        # sets $uri, $uri_ro, $socket_dir, $daemon_pid
#     expect '1 *test *running' virsh -c "$uri" list
#     finish
set -euo pipefail
: "${top_srcdir:=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}" "${top_builddir:=$top_srcdir/build}"
export top_srcdir top_builddir VIREO_SCHEMA_DIR=$top_builddir/drivers/schemas
# Where Python finds what its tests share.
export PYTHONPATH=$top_srcdir/tests/lib${PYTHONPATH:+:$PYTHONPATH}
# make check has done so already.
[ -n "${VIREO_SANDBOXED-}" ] || exec python3 -B "$top_srcdir/tests/lib/sandbox.py" "$BASH" "$0" "$@"

work=$(mktemp -d "${TMPDIR:-/tmp}/vireo-test.XXXXXX")
daemons=()
daemons_started=0
failed=0

# in_namespace MNT: the processes there, a line each. Others come and go while they are looked for.
in_namespace()
{
    { find /proc/[0-9]*/ns/mnt -maxdepth 0 -printf '%p %l\n' 2>/dev/null || true; } |
        awk -F '[/ ]' -v mnt="$1" '$NF == mnt { print $3 }'
}

# end_namespaces: all in libvirtd's mount namespaces end at once: also what it began to ask a QEMU that
# has made itself a daemon, and for whose answer libvirtd itself would wait before it ends.
# shellcheck disable=SC2317  # a trap calls tidy_up
end_namespaces()
{
    local file pids
    for file in "$work"/daemon.*/namespace; do
        [ -s "$file" ] || continue
        while pids=$(in_namespace "$(<"$file")"); [ -n "$pids" ]; do
            # shellcheck disable=SC2086
            kill -KILL $pids || true
        done
    done
}

# shellcheck disable=SC2317  # a trap calls it
tidy_up()
{
    local status=$? pid
    trap - EXIT
    end_namespaces 2>/dev/null
    for pid in ${daemons[@]+"${daemons[@]}"}; do
        { kill "$pid" && kill -CONT "$pid" && wait "$pid"; } 2>/dev/null || true
    done
    if [ $status != 0 ] && [ $status != 77 ]; then
        tail -n 40 "$work"/daemon.*/log >&2 2>/dev/null
    fi
    rm -rf "$work"
    exit $status
}
trap tidy_up EXIT
trap 'exit 1' HUP INT TERM

# skip REASON: ends the test as one that could not be tried.
skip()
{
    echo "skipped: $*"
    exit 77
}

# need PROGRAM PACKAGE: skips where the program is missing.
need()
{
    command -v "$1" >/dev/null || skip "$1 is missing (Debian: $2)"
}

# wrong WHAT: notes a failure and goes on.
wrong()
{
    echo "FAIL: $*" >&2
    failed=1
}

# expect PATTERN COMMAND...: something that the command says, on either stream, fits the pattern.
expect()
{
    local pattern=$1 said
    shift
    said=$("$@" 2>&1 </dev/null) || true
    grep -q -e "$pattern" <<<"$said" ||
        wrong "$*"$'\n'"  wanted: $pattern"$'\n'"  got: $said"
}

# finish: the end of a test that noted its failures.
finish()
{
    exit $failed
}

# daemon_folder LINE...: a folder for one more daemon with a daemon.conf of those lines and private
# sockets; sets $daemon_dir, $socket_dir and the URIs.
daemon_folder()
{
    daemons_started=$((daemons_started + 1))
    daemon_dir=$work/daemon.$daemons_started
    socket_dir=$daemon_dir/run
    uri="test+unix:///default?socket=$socket_dir/libvirt-sock"
    uri_ro="test+unix:///default?socket=$socket_dir/libvirt-sock-ro"
    mkdir -p "$socket_dir"
    printf '%s\n' "unix_sock_dir = \"$socket_dir\"" "$@" >"$daemon_dir/daemon.conf"
    export uri uri_ro
}

# run_vireod OPTION...: starts vireod in $daemon_dir and returns when it serves. Once more after it
# died is possible. The FIFO is opened for both ways, so that opening it waits for nobody; the
# daemon inherits it for writing only and this shell reads its line.
run_vireod()
{
    local ready=$daemon_dir/ready fd line
    rm -f "$ready"
    mkfifo "$ready"
    exec {fd}<>"$ready"
    env -C "$daemon_dir" "$top_builddir/daemon/vireod" -f "$daemon_dir/daemon.conf" --exit-with-parent --ready-fd 9 \
        "$@" 9>"$ready" {fd}>&- </dev/null >>"$daemon_dir/log" 2>&1 &
    daemon_pid=$!
    daemons+=("$daemon_pid")
    if ! read -r -t 20 line <&"$fd"; then
        wrong "vireod did not become ready: ${line-}"
        exit 1
    fi
    exec {fd}>&-
}

# start_vireod LINE...: vireod with those lines in its daemon.conf.
start_vireod()
{
    daemon_folder "$@"
    run_vireod
}

# stop_daemon [PID]: asks it to end and waits; the status is its own.
stop_daemon()
{
    kill "${1:-$daemon_pid}"
    wait "${1:-$daemon_pid}"
}

# start_receiver SOCKET...: listens for datagrams as systemd and its journal do.
start_receiver()
{
    need python3 python3
    coproc RECEIVER { exec python3 "$top_srcdir/tests/lib/datagrams.py" "$@"; }
    told listening
}

# told PATTERN: the receiver gets a line of that pattern, after others maybe: "SOCKET: LINE" with the
# last part of the socket's path.
told()
{
    local line
    while read -r -t 20 line <&"${RECEIVER[0]}"; do
        # shellcheck disable=SC2053
        [[ $line != $1 ]] || return 0
    done
    wrong "nobody is told '$1'"
    exit 1
}

# find_abi: sets $abi, the folder of our libvirt.so.0 for LD_LIBRARY_PATH, or returns 1 where no foreign
# program can load it, with the reason in $no_abi.
find_abi()
{
    no_abi=
    abi=$top_builddir/client/abi/.libs
    if [ ! -e "$abi/libvirt.so.0" ]; then
        no_abi='configured with --disable-libvirt-abi'
    elif [ -n "${SANITIZER_FLAGS-}" ]; then
        no_abi='foreign programs have no sanitizer'
    fi
    [ -z "$no_abi" ]
}

# start_libvirtd LINE...: libvirt's own daemon beside any other, since it sees a /run, a /var/lib and
# an /etc/libvirt of its own. Its machines of QEMU need no other daemon and no account. Returns 1
# where that can't be had, with the reason in $no_libvirtd. $libvirtd_auth: how it authenticates.
start_libvirtd()
{
    local since
    no_libvirtd=
    if [ "$(id -u)" != 0 ]; then
        no_libvirtd='libvirtd needs root'
    elif ! command -v libvirtd >/dev/null; then
        no_libvirtd='libvirtd is missing (Debian: libvirt-daemon)'
    elif ! unshare -m true 2>/dev/null; then
        no_libvirtd='libvirtd of its own needs mount namespaces'
    fi
    [ -z "$no_libvirtd" ] || return 1
    daemon_folder "auth_unix_rw = \"${libvirtd_auth:-none}\"" "auth_unix_ro = \"${libvirtd_auth:-none}\"" "$@"
    # shellcheck disable=SC2016
    unshare -m sh -c '
        for dir in /run /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
            [ ! -d "$dir" ] || mount -t tmpfs tmpfs "$dir" || exit
        done
        mkdir -p /run/libvirt /run/lock /etc/libvirt
        printf "%s\n" "stdio_handler = \"file\"" "security_driver = \"none\"" \
            "user = \"root\"" "group = \"root\"" "cgroup_controllers = []" >/etc/libvirt/qemu.conf
        cd "$1"
        readlink /proc/self/ns/mnt >namespace
        exec libvirtd -f "$1/daemon.conf" -p "$1/pid"' \
        sh "$daemon_dir" </dev/null >>"$daemon_dir/log" 2>&1 &
    daemon_pid=$!
    daemons+=("$daemon_pid")
    # It tells nobody that it is ready: its socket is asked until it answers.
    since=$SECONDS
    until timeout 20 virsh -c "$uri" uri >/dev/null 2>&1; do
        if ! kill -0 "$daemon_pid" 2>/dev/null || [ $((SECONDS - since)) -gt 60 ]; then
            no_libvirtd='libvirtd does not start here'
            return 1
        fi
    done
}

# socket_drop_ins DIR: the drop-ins of daemon.conf(5), each as DIR/UNIT.d/place.conf.
socket_drop_ins()
{
    sed -n '/^\.SH EXAMPLES/,/^\.SH FILES/p' "$top_builddir/man/daemon.conf.5" | sed 's/\\-/-/g' |
        awk -v dir="$1" '/^\.E[XE]/ { file = "" }
            /^# systemctl edit / { system("mkdir -p " dir "/" $4 ".d"); file = dir "/" $4 ".d/place.conf"; next }
            file != "" { print >file }'
}

# install_tree: what `make install` gives, in $root; pkg-config and the dynamic linker look there.
install_tree()
{
    local pc library
    need pkg-config pkg-config
    root=$work/root
    if ! MAKEFLAGS='' make -s -C "$top_builddir" install DESTDIR="$root" >"$work/install.log" 2>&1; then
        wrong "make install: $(cat "$work/install.log")"
        exit 1
    fi
    pc=$(find "$root" -name vireo.pc)
    library=$(find "$root" -name libvireo.so)
    export PKG_CONFIG_PATH=${pc%/*} PKG_CONFIG_SYSROOT_DIR=$root LD_LIBRARY_PATH=${library%/*}
}
