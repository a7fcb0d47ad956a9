#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Domains come back in the form in which libvirt gives them: every document of the tests, and every example of libvirt's
# own documentation, is defined in libvirt's test driver and in ours; see forms.py.
source "$(dirname "$0")/../lib/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
abi=$top_builddir/client/abi/.libs
asks=$top_srcdir/tests/library/forms.py
set -- "$top_srcdir/tests"
for folder in /usr/share/doc/libvirt-doc/examples /usr/share/doc/libvirt-doc/html/formatdomain.html; do
    [ ! -e "$folder" ] || set -- "$@" "$folder"
done

timeout 60 "$python" -B "$asks" ask "$@" >"$work/theirs" 2>"$work/log" || wrong "theirs: $(cat "$work/log")"
LD_LIBRARY_PATH=$abi timeout 60 "$python" -B "$asks" ask "$@" >"$work/ours" 2>"$work/log" || wrong "ours: $(cat "$work/log")"
"$python" -B "$asks" compare "$work/theirs" "$work/ours" >"$work/said" || wrong "$(cat "$work/said")"
tail -n 1 "$work/said"
finish
