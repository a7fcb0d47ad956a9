#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's bindings for Python hear of CPUs what libvirt's own test:///default says (clients/cpu.py),
# in the process and over the wire; and cpu_models.def is what libvirt tells to cpu_models.py. CPUs are
# held against a host's by libvirt's driver for QEMU only: a world has the CPU of the host here, and must
# say the same.
source "$(dirname "$0")/../lib/lib.sh"
find_abi || skip "$no_abi"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
table=$top_srcdir/drivers/cpu/cpu_models.def
version=$("$python" -c 'import libvirt; print(libvirt.getVersion() // 1000)')
[ "$version" = 9000 ] || skip "the table is libvirt 9.0's, and here is another: $version"

export LC_ALL=C
"$python" -B "$top_srcdir/drivers/cpu/cpu_models.py" "$table" | diff -u "$table" - >&2 ||
    wrong 'cpu_models.def is not what libvirt says'

asked="$top_srcdir/tests/library/clients/cpu.py"
"$python" -B "$asked" test:///default "$table" >"$work/theirs"
start_vireod
for where in test:///default "$uri"; do
    LD_LIBRARY_PATH=$abi "$python" -B "$asked" "$where" "$table" >"$work/ours" || wrong "$where: it does not end well"
    diff -u "$work/theirs" "$work/ours" >"$work/diff" || wrong "$where: $(head -n 60 "$work/diff")"
done
echo "$(grep -c : "$work/theirs") answers"

# A stranger's CPU with a great many features takes no time to speak of, in which the world would wait.
{
    echo '<cpu><arch>x86_64</arch><model>Penryn</model>'
    seq -f "<feature name='f%.0f'/>" 100000
    echo '</cpu>'
} >"$work/many.xml"
expect 'incompatible' timeout 20 virsh -k 0 -c "$uri" cpu-compare "$work/many.xml"

ours=$uri
start_libvirtd || { echo "comparing is left out: $no_libvirtd"; finish; }
qemu="qemu+unix:///system?socket=$socket_dir/libvirt-sock"
{ timeout 30 virsh -c "$qemu" capabilities || true; } | sed -n '/^    <cpu>/,/^    <\/cpu>/p' >"$work/host.cpu"
if ! grep -q '<arch>x86_64' "$work/host.cpu" || ! grep -q '<model>' "$work/host.cpu"; then
    echo 'comparing is left out: libvirt does not know the model of the CPU here'
    finish
fi
{ echo '<node><host>' && cat "$work/host.cpu" && echo '</host></node>'; } >"$work/host.xml"
timeout 60 "$python" -B "$asked" "$qemu" "$table" compare >"$work/theirs" || {
    echo "comparing is left out: libvirt's driver for QEMU does not answer here"
    finish
}
for where in "test://$work/host.xml" "${ours/\/default/$work/host.xml}"; do
    LD_LIBRARY_PATH=$abi timeout 60 "$python" -B "$asked" "$where" "$table" compare >"$work/ours" ||
        wrong "$where: it does not end well"
    diff -u "$work/theirs" "$work/ours" >"$work/diff" || wrong "$where: $(head -n 60 "$work/diff")"
done
echo "$(grep -c : "$work/theirs") CPUs compared"
finish
