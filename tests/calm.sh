#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# One client does nothing to another; see calm.py.
exec python3 -B "${srcdir:-.}/calm.py" "${top_builddir:-../build}/daemon/vireod"
