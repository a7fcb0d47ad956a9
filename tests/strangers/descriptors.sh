#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Descriptors that strangers send to vireod; see descriptors.py.
source "$(dirname "$0")/../lib/lib.sh"
python3 -B "$top_srcdir/tests/strangers/descriptors.py" "$top_builddir/daemon/vireod"
