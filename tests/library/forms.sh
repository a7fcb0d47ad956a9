#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Domains and networks come back in the form in which libvirt gives them: every document of the tests, every example of libvirt's
# own documentation, is defined in libvirt's test driver and in ours; see forms.py.
source "$(dirname "$0")/../lib/lib.sh"
[ -z "${SANITIZER_FLAGS-}" ] || skip 'foreign programs have no sanitizer'
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
abi=$top_builddir/client/abi/.libs
asks=$top_srcdir/tests/library/forms.py
set -- "$top_srcdir/tests"
doc=/usr/share/doc/libvirt-doc
for more in "$doc/examples" "$doc/html/formatdomain.html" "$doc/html/formatnetwork.html" /etc/libvirt/qemu/networks; do
    [ ! -e "$more" ] || set -- "$@" "$more"
done

timeout 60 "$python" -B "$asks" ask "$@" >"$work/theirs" 2>"$work/log" || wrong "theirs: $(cat "$work/log")"
LD_LIBRARY_PATH=$abi timeout 60 "$python" -B "$asks" ask "$@" >"$work/ours" 2>"$work/log" || wrong "ours: $(cat "$work/log")"
"$python" -B "$asks" compare "$work/theirs" "$work/ours" >"$work/said" || wrong "$(cat "$work/said")"
tail -n 1 "$work/said"
finish
