#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Nothing is to be said, by shellcheck, about any shell script of the tree.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
if ! command -v shellcheck >/dev/null; then
    echo "shellcheck: it is missing (Debian: apt install shellcheck)"
    exit 77
fi
cd "$top"
set -- autogen.sh quickstart run .ci/run conf/completion/vireo
for script in tests/*/*.sh tests/*/*/*.sh bench/*.sh; do
    [ ! -f "$script" ] || set -- "$@" "$script"
done
# 2119 and 2120 take a function with optional words for a mistake.
exec shellcheck -x -P SCRIPTDIR -e SC2119,SC2120 "$@"
