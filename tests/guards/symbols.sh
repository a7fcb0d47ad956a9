#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The library exports the symbols of its list, in the version nodes of its list, and nothing else.
set -eu
: "${top_builddir:?}" "${top_srcdir:?}"

library=$top_builddir/client/.libs/libvireo.so
command -v nm >/dev/null || { echo "SKIP: nm is missing (Debian: apt install binutils)"; exit 77; }
[ -e "$library" ] || { echo "SKIP: no shared library was built"; exit 77; }

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sed -n 's/^\(vir[A-Za-z0-9]*\) /\1 /p' "$top_srcdir/client/libvireo.syms.list" | sort >"$dir/listed"
nm -D --defined-only "$library" | awk '$2 != "A" { sub("@@*", " ", $3); print $3 }' |
    sort >"$dir/exported"
diff -u "$dir/listed" "$dir/exported"
