#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A program of libvirt's style does the same against vireod and against Debian's libvirtd.
set -eu
: "${top_builddir:?}"

dir=$(mktemp -d /tmp/vireo-daemons.XXXXXX)
pid=
stop() {
    if [ -n "$pid" ]; then
        kill "$pid" 2>/dev/null || :
        wait "$pid" || :
    fi
    pid=
}
trap 'stop; rm -rf "$dir"' EXIT

# talk DAEMON: starts it on a socket of its own, and the program against it. 78: it did not start.
talk() {
    mkdir "$dir/run"
    printf '%s\n' "unix_sock_dir = \"$dir/run\"" 'auth_unix_ro = "none"' 'auth_unix_rw = "none"' \
        >"$dir/conf"
    "$@" -f "$dir/conf" -p "$dir/pid" >"$dir/log" 2>&1 &
    pid=$!
    tries=100
    until [ -S "$dir/run/libvirt-sock" ]; do
        tries=$((tries - 1))
        if [ "$tries" = 0 ] || ! kill -0 "$pid" 2>/dev/null; then
            cat "$dir/log"
            stop
            rm -rf "$dir/run"
            return 78
        fi
        sleep 0.1
    done
    said=0
    "$top_builddir/tests/examples/domains" "test+unix:///default?socket=$dir/run/libvirt-sock" ||
        said=$?
    stop
    rm -rf "$dir/run"
    return "$said"
}

outcome=0
echo "vireod:"
talk "$top_builddir/daemon/vireod" || outcome=$?
if [ "$(id -u)" = 0 ] && [ -x /usr/sbin/libvirtd ]; then
    echo "libvirtd:"
    theirs=0
    talk /usr/sbin/libvirtd || theirs=$?
    # One that runs already keeps a second one from starting: that is no failure of ours.
    [ "$theirs" = 0 ] || [ "$theirs" = 78 ] || outcome=$theirs
else
    echo "libvirtd is left out: it needs root and Debian's libvirt-daemon"
fi
[ "$outcome" != 77 ] || echo "SKIP: a daemon's driver cannot do all of it"
exit "$outcome"
