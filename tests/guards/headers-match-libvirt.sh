#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What programs compiled against libvirt-dev rely on is the same in our headers: the value of every
# constant, the size of every structure, the offset, size and type of each of its fields, and the
# type of every function that both declare. Two programs, one for each set of headers, print it.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
cc=${CC:-cc}
theirs=${LIBVIRT_INCLUDEDIR:-$(pkg-config --variable=includedir libvirt 2>/dev/null || echo /usr/include)}
if ! [ -f "$theirs/libvirt/libvirt.h" ]; then
    echo "headers-match-libvirt: no libvirt headers in $theirs (Debian: apt install libvirt-dev)"
    exit 77
fi
if ! command -v python3 >/dev/null; then
    echo "headers-match-libvirt: python3 is missing"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

CC=$cc exec python3 "$top/tests/guards/headers_compare.py" "$theirs" "$top/include" "$work"
