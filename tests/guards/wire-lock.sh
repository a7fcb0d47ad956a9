#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The wire is what protocol/wire.lock says: a change of a number, a structure, a limit or a policy
# shows as a diff, here and to whoever reviews it. `wire-lock.sh --write` accepts the change.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for prog in net remote qemu lxc admin keepalive vireo; do
    python3 -B "$top/protocol/generate.py" lock "$top/protocol/$prog.x"
    echo
done >"$work/wire.lock"
if [ "${1-}" = --write ]; then
    cp "$work/wire.lock" "$top/protocol/wire.lock"
elif ! diff -u "$top/protocol/wire.lock" "$work/wire.lock"; then
    echo "wire-lock: the .x files no longer describe the wire that is locked; if that is meant:"
    echo "wire-lock: tests/guards/wire-lock.sh --write"
    exit 1
fi
