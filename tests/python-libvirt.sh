#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's libvirt bindings for Python against vireod; see python_libvirt.py.
source "${top_srcdir:?}/tests/lib.sh"
python=/usr/bin/python3
"$python" -c 'import libvirt' 2>/dev/null || skip 'the libvirt module is missing (Debian: python3-libvirt)'
start_vireod
timeout 60 "$python" "$top_srcdir/tests/python_libvirt.py" "$uri"
