#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A real systemd boots a minimal Debian with vireod installed in it, and tests/daemon/systemd-boot-inside.sh
# has it started, reloaded, killed, stopped and watched over there.
#
# The Debian is made once, which takes a minute and a mirror: only where VIREO_BOOT_TEST is set. It
# stays in $VIREO_BOOT_ROOT, else in the build tree, and is never written to: each boot has a layer in
# memory over it.
# shellcheck source=tests/lib/lib.sh
source "$(dirname "$0")/../lib/lib.sh"
root=${VIREO_BOOT_ROOT:-$top_builddir/tests/boot-root}
[ "$(id -u)" = 0 ] || skip "it needs root"
[ -z "${SANITIZER_FLAGS-}" ] || skip "the service's system call filter is not for sanitizers"
need systemd-nspawn systemd-container
[ -d "$root" ] || [ -n "${VIREO_BOOT_TEST-}" ] || skip "VIREO_BOOT_TEST=1 makes the Debian to boot"

make -C "$top_builddir" install DESTDIR="$work/tree" systemdsystemunitdir=/usr/lib/systemd/system \
    sysusersdir=/usr/lib/sysusers.d tmpfilesdir=/usr/lib/tmpfiles.d >"$work/install.log" 2>&1 || {
    tail -n 40 "$work/install.log" >&2
    exit 1
}

# The packages of the libraries that the programs link to, of Debian or of this very build.
libraries()
{
    ldd "$(find "$work/tree" -name vireod)" "$(find "$work/tree" -name 'libvireo.so.*' -type f)" |
        sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | sort -u | xargs -n 1 realpath |
        sed 'p;s|^/usr/|/|' | { xargs dpkg-query -S 2>/dev/null || true; } | sed 's/:.*//' | sort -u
}
command -v dpkg-query >/dev/null || skip "this is no Debian, so its libraries fit none"
# shellcheck source=/dev/null
suite=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
wanted="$suite $(libraries | paste -sd,)"

if [ "$(cat "$root/made-of" 2>/dev/null)" != "$wanted" ]; then
    need mmdebstrap mmdebstrap
    rm -rf "$root"
    mmdebstrap --variant=essential --include="systemd,dbus,${wanted#* }" \
        --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$suite" "$root.tmp" >"$work/mmdebstrap.log" 2>&1 || {
        rm -rf "$root.tmp"
        tail -n 5 "$work/mmdebstrap.log"
        skip "no Debian could be made"
    }
    echo "$wanted" >"$root.tmp/made-of"
    mv "$root.tmp" "$root"
fi

nspawn=(systemd-nspawn --quiet --register=no --keep-unit --private-network)
nspawn+=("--machine=${work##*/}")
"${nspawn[@]}" --volatile=overlay --directory="$root" true >"$work/probe.log" 2>&1 </dev/null || {
    cat "$work/probe.log"
    skip "systemd-nspawn can't run here"
}

install -D "$top_srcdir/tests/daemon/systemd-boot-inside.sh" "$work/tree/opt/inside"
cat >"$work/tree/usr/lib/systemd/system/inside.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c '/opt/inside >/opt/said 2>&1 && systemctl exit 33 || systemctl exit 1'
UNIT
status=0
# shellcheck disable=SC2016
unshare --mount sh -euc '
    base=$1 top=$2 root=$3
    shift 3
    mkdir "$base/layer"
    mount -t tmpfs tmpfs "$base/layer"
    mkdir "$base/layer/upper" "$base/layer/work" "$base/layer/root"
    mount -t overlay overlay "$base/layer/root" \
        -o "lowerdir=$base/tree:$root,upperdir=$base/layer/upper,workdir=$base/layer/work"
    cd "$base/layer/root"
    chroot . ldconfig
    chroot . systemd-sysusers
    systemctl --root=. --quiet enable vireod.socket vireod-ro.socket vireod-admin.socket
    systemctl --root=. --quiet add-wants multi-user.target inside.service
    status=0
    timeout --kill-after=5 90 "$@" --boot --directory=. systemd.show_status=no || status=$?
    cat opt/said || echo "it did not get so far" >&2
    exit $status' sh "$work" "$top_srcdir" "$root" "${nspawn[@]}" \
    </dev/null >"$work/console" 2>&1 || status=$?
[ $status = 33 ] || {
    cat "$work/console" >&2
    wrong "the boot ended with status $status"
}
grep '^- ' "$work/console"
finish
