#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A program of libvirt's style does the same against vireod and against Debian's libvirtd.
source "${top_srcdir:?}/tests/lib.sh"

echo "vireod:"
start_vireod
"$top_builddir/tests/examples/domains" "$uri"
stop_daemon
if start_libvirtd; then
    echo "libvirtd:"
    "$top_builddir/tests/examples/domains" "$uri"
else
    echo "libvirtd is left out: $no_libvirtd"
fi
