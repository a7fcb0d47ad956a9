#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A user's own daemon: its file, its sockets, and that the user's programs find it.
# shellcheck source=tests/lib/lib.sh
source "${top_srcdir:?}/tests/lib/lib.sh"

# Root plays user 1000 in a namespace, where root's files stay its own; others are users already.
as_user=()
if [ "$(id -u)" = 0 ]; then
    as_user=(unshare --user --map-user=1000 --map-group=1000)
    "${as_user[@]}" true 2>/dev/null || skip "root can't play a user: it needs user namespaces"
fi
vireod=$top_builddir/daemon/vireod
home=$work/home
runtime=$work/run
mkdir -p "$home/.config/vireo" "$work/other/vireo" "$runtime"
as_user+=(env -u XDG_RUNTIME_DIR -u XDG_CONFIG_HOME -u LIBVIRT_DEFAULT_URI -u VIREO_DEFAULT_URI
    "HOME=$home")

# started VARIABLE=VALUE...: the user's daemon in that environment, on no path that the test gives.
started()
{
    local fd line
    rm -f "$work/ready"
    mkfifo "$work/ready"
    exec {fd}<>"$work/ready"
    "${as_user[@]}" "$@" "$vireod" --exit-with-parent --ready-fd 9 9>"$work/ready" {fd}>&- \
        </dev/null >>"$work/log" 2>&1 &
    daemon_pid=$!
    daemons+=("$daemon_pid")
    read -r -t 20 line <&"$fd" || {
        cat "$work/log" >&2
        wrong "vireod did not become ready: ${line-}"
        exit 1
    }
    exec {fd}>&-
}

# found_by PROGRAM...: it lists the daemon's machine.
found_by()
{
    expect '1 *test .*running' "${as_user[@]}" "$@" list
}
vireo=$top_builddir/client/vireo/vireo

echo 'max_workers = 7' >"$home/.config/vireo/daemon.conf"
started "XDG_RUNTIME_DIR=$runtime"
[ "$(stat -c %a "$runtime/vireo")" = 700 ] || wrong "others may enter $runtime/vireo"
[ "$(ls "$runtime/vireo")" = $'libvirt-admin-sock\nlibvirt-sock\nlibvirt-sock-ro\nvireod.pid' ] ||
    wrong "$(ls "$runtime/vireo")"
found_by "XDG_RUNTIME_DIR=$runtime" "$vireo"
found_by "XDG_RUNTIME_DIR=$runtime" "$vireo" -c test+unix:///session
found_by "XDG_RUNTIME_DIR=$runtime" "$vireo" -c vireo:///session
# The connection's URI leads to the daemon again, not to the driver in the process.
expect "^test+unix:///default?socket=$runtime/vireo/libvirt-sock$" \
    "${as_user[@]}" "XDG_RUNTIME_DIR=$runtime" "$vireo" uri
expect "'/default' is no daemon" "${as_user[@]}" "XDG_RUNTIME_DIR=$runtime" "$vireo" -c vireo:///default list
if command -v virt-admin >/dev/null; then
    expect 'maxWorkers *: 7$' virt-admin \
        -c "vireod:///session?socket=$runtime/vireo/libvirt-admin-sock" srv-threadpool-info vireod
fi
stop_daemon "$daemon_pid" || wrong "it ends with status $?"

# The variable of the configuration goes before ~/.config; a mistake there is found.
echo 'max_workers = 0' >"$work/other/vireo/daemon.conf"
expect "$work/other/vireo/daemon.conf:1: key 'max_workers'" \
    "${as_user[@]}" "XDG_RUNTIME_DIR=$runtime" "XDG_CONFIG_HOME=$work/other" "$vireod"

# No XDG_RUNTIME_DIR: a directory in ~/.cache, which need not be there.
started
[ "$(stat -c %a "$home/.cache/vireo")" = 700 ] || wrong "others may enter ~/.cache/vireo"
found_by "$vireo"
stop_daemon "$daemon_pid"

expect 'neither XDG_RUNTIME_DIR nor HOME' "${as_user[@]}" env -u HOME "$vireod"
expect 'neither XDG_RUNTIME_DIR nor HOME' "${as_user[@]}" env -u HOME "$vireo" list

expect "neither the system's nor this user's own" "${as_user[@]}" "XDG_RUNTIME_DIR=$runtime" "$vireo" list

# Without a URI it is the system's daemon that counts, then the user's own: of those that run.
if [ "$(id -u)" = 0 ] && [ -n "${VIREO_SANDBOXED-}" ] && [ ! -e /run/libvirt ]; then
    started "XDG_RUNTIME_DIR=$runtime"
    user_pid=$daemon_pid
    daemon_folder
    mkdir /run/libvirt
    printf '%s\n' 'unix_sock_dir = "/run/libvirt"' 'test_keep_world = 1' >"$daemon_dir/daemon.conf"
    run_vireod
    "$vireo" -c 'test+unix:///default?socket=/run/libvirt/libvirt-sock' stop test >/dev/null
    # shellcheck disable=SC2317  # expect calls it
    state() { "${as_user[@]}" "XDG_RUNTIME_DIR=$runtime" "$vireo" "$@" info test; }
    expect 'state *shut off' state
    expect 'state *shut off' state --readonly
    expect 'state *shut off' state -c vireo:///system
    expect 'state *running' state -c vireo:///session
    chmod 0 /run/libvirt/libvirt-sock
    expect 'state *running' state
    stop_daemon "$user_pid"
    expect "'/run/libvirt/libvirt-sock' is not for this user: Permission denied" state
    expect "try 'sudo vireo info', 'vireo --readonly info'" state
    chmod 700 /run/libvirt/libvirt-sock
    expect 'state *shut off' state
    # Nobody listens at a socket that was left behind.
    kill -KILL "$daemon_pid"
    wait "$daemon_pid" || true
    [ -S /run/libvirt/libvirt-sock ] || wrong 'the socket is gone: nothing is tested'
    started "XDG_RUNTIME_DIR=$runtime"
    expect 'state *running' state
    expect "no daemon listens at '/run/libvirt/libvirt-sock'" env -u LIBVIRT_DEFAULT_URI -u VIREO_DEFAULT_URI \
        VIREO_CLIENT_CONFIG=/dev/null "$vireo" list
    stop_daemon "$daemon_pid"
    rm -r /run/libvirt
fi

# At the place of libvirt's own, libvirt's programs of this user find it without a URI.
echo "unix_sock_dir = \"$runtime/libvirt\"" >"$home/.config/vireo/daemon.conf"
started "XDG_RUNTIME_DIR=$runtime"
if command -v virsh >/dev/null; then
    found_by "XDG_RUNTIME_DIR=$runtime" virsh
fi
stop_daemon "$daemon_pid"
finish
