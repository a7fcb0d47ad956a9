#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's bindings for Python, unmodified, cannot tell our libvirt.so.0 from libvirt's: every method of
# every object gives the same value or error with one daemon (clients/sweep.py), vireod and libvirt's,
# its test driver and QEMU; and what python_libvirt.py expects of events, threads and daemons
# that die is so with our library, too.
source "$(dirname "$0")/../lib/lib.sh"
find_abi || skip "$no_abi"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'

# sweep NAME URI [looks]
sweep()
{
    local name=$1
    shift
    LC_ALL=C timeout 100 "$python" "$top_srcdir/tests/library/clients/sweep.py" "$@" >"$work/theirs" 2>&1 ||
        wrong "$name: the sweep fails: $(tail -n 5 "$work/theirs")"
    LC_ALL=C LD_LIBRARY_PATH=$abi timeout 100 "$python" "$top_srcdir/tests/library/clients/sweep.py" "$@" >"$work/ours" 2>&1 ||
        wrong "$name: the sweep fails with our library: $(tail -n 5 "$work/ours")"
    # libvirt's library fails without an error where a domain of libvirtd has no labels, and shows its
    # oldest error where the binding has none.
    sed -i '/securityLabelList\|: error None\|: error 1 0 2/d' "$work/theirs" "$work/ours"
    diff -u "$work/theirs" "$work/ours" >&2 || wrong "$name: our library differs"
    [ "$(wc -l <"$work/ours")" -gt 100 ] || wrong "$name: $(wc -l <"$work/ours") calls only"
    echo "$name: $(wc -l <"$work/ours") calls"
}

talk()
{
    LD_LIBRARY_PATH=$abi timeout 100 "$python" "$top_srcdir/tests/library/python_libvirt.py" "$uri" "$daemon_pid" \
        >"$work/said" 2>&1 || wrong "with $1: $(cat "$work/said")"
}

loaded=$(LD_LIBRARY_PATH=$abi "$python" -c 'import libvirt, libvirt_lxc, libvirt_qemu
for line in open("/proc/self/maps"): print(line.split()[-1])' | sort -u | grep '/libvirt[a-z-]*\.so\.0') || true
for library in libvirt libvirt-lxc libvirt-qemu; do
    grep -q "^$abi/$library\.so\.0" <<<"$loaded" || wrong "python3-libvirt loads $loaded"
done

start_vireod
sweep vireod "$uri"
talk vireod
if start_libvirtd; then
    sweep libvirtd "$uri"
    # libvirtd looks at the host's processor and its QEMU at the first call that wants to know, and where a part
    # of that fails (no /dev/kvm), this one call may end in that error: both libraries come after it.
    qemu="qemu+unix:///system?socket=$socket_dir/libvirt-sock"
    LC_ALL=C timeout 100 "$python" "$top_srcdir/tests/library/clients/sweep.py" "$qemu" looks >"$work/first" 2>&1 || true
    sweep QEMU "$qemu" looks
    talk libvirtd
else
    echo "libvirtd is left out: $no_libvirtd"
fi
finish
