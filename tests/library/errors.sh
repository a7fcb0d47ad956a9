#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What must fail fails with the domain, code and level that libvirt's own test:///default gives, in the
# process and over the wire (clients/errors.py, with Debian's bindings for Python). errors.differences
# says where ours differs and why; what libvirt's driver lacks is left out.
source "$(dirname "$0")/../lib/lib.sh"
find_abi || skip "$no_abi"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
version=$("$python" -c 'import libvirt; print(libvirt.getVersion() // 1000)')
[ "$version" = 9000 ] || skip "what differs is told of libvirt 9.0, and here is another: $version"

export LC_ALL=C
tried="$top_srcdir/tests/library/clients/errors.py"
"$python" -B "$tried" test:///default >"$work/theirs" 2>"$work/log" || wrong "libvirt: $(tail -n 5 "$work/log")"
start_vireod
for where in test:///default "$uri"; do
    LD_LIBRARY_PATH=$abi "$python" -B "$tried" "$where" >"$work/ours" 2>"$work/log" ||
        wrong "$where: $(tail -n 5 "$work/log")"
    # Lines are LABEL => DOMAIN CODE LEVEL, or what came instead; code 3: unsupported.
    awk -F ' => ' -v where="${where%%:*}" '
        FILENAME ~ /differences$/ {
            if (!/^#/ && NF)
                told[$1] = $2
            next
        }
        FILENAME ~ /theirs$/ { theirs[$1] = $2; next }
        {
            n++
            known = $1 in told
            split(theirs[$1], their, " ")
            split(told[$1], mine, " -- ")
            if (theirs[$1] == $2) {
                if (known) { print "differs no more: " $1; wrong++ } else same++
            } else if (their[2] == 3)
                lacks++
            else if (mine[1] == $2)
                explained++
            else { print $1 " => " $2 ", libvirt: " theirs[$1]; wrong++ }
        }
        END {
            print where ": " n " cases: " same " same, " explained " explained, " lacks \
                " that libvirt lacks, " wrong + 0 " wrong" >"/dev/stderr"
            exit wrong > 0
        }' "$top_srcdir/tests/library/errors.differences" "$work/theirs" "$work/ours" ||
        wrong "$where: other errors than libvirt's"
done
finish
