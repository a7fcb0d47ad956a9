#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The faults that the in-memory hypervisor plays; see faults.py.
exec python3 -B "${srcdir:-.}/faults.py" "${top_builddir:-../build}/daemon/vireod"
