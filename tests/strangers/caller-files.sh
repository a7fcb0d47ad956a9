#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Files that clients name, with whose rights they are read and written; see caller_files.py.
source "$(dirname "$0")/../lib/lib.sh"
[ "$(id -u)" = 0 ] || skip 'only root can call as another user'
python3 -B "$top_srcdir/tests/strangers/caller_files.py" "$top_builddir/daemon/vireod" "$work"
