#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Abuses vireod as strangers would; see daemon_abuse.py.
exec python3 -B "${srcdir:-.}/daemon_abuse.py" "${top_builddir:-../build}/daemon/vireod"
