#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The example of libvireo.3 compiles without a warning, links with the library of the build tree, and
# does what the page says: lists the machines, and sees the event that it causes.
set -euo pipefail

top=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
build=${top_builddir:-$top/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# It stands between .EX and .EE, its backslashes written as \e.
sed -n '/^\.EX/,/^\.EE/p' "$top/man/libvireo.3" | sed '/^\.E[XE]/d; s/\\e/\\/g; s/\\-/-/g' >"$work/example.c"
read -ra cc <<<"${CC:-cc} -std=c99 -Wall -Wextra -Werror ${SANITIZER_FLAGS:-}"
cc+=("-I$top/include")
"${cc[@]}" -c "$work/example.c" -o "$work/example.o"
"$build/libtool" --silent --tag=CC --mode=link "${cc[@]}" -o "$work/example" "$work/example.o" \
    "$build/client/libvireo.la"
timeout 20 "$work/example" >"$work/said" 2>&1 || echo "and status $?" >>"$work/said"
diff - "$work/said" <<'EOF'
test
test: event 3
EOF
