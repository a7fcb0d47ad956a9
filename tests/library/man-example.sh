#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The example of libvireo.3 compiles without a warning, links with the library of the build tree, and
# does what the page says: lists the machines, and sees the event that it causes.
source "$(dirname "$0")/../lib/lib.sh"

# It stands between .EX and .EE, its backslashes written as \e.
sed -n '/^\.EX/,/^\.EE/p' "$top_srcdir/man/libvireo.3" | sed '/^\.E[XE]/d; s/\\e/\\/g; s/\\-/-/g' >"$work/example.c"
read -ra cc <<<"${CC:-cc} -std=c99 -Wall -Wextra -Werror ${SANITIZER_FLAGS:-}"
cc+=("-I$top_srcdir/include")
"${cc[@]}" -c "$work/example.c" -o "$work/example.o"
"$top_builddir/libtool" --silent --tag=CC --mode=link "${cc[@]}" -o "$work/example" "$work/example.o" \
    "$top_builddir/client/libvireo.la"
timeout 20 "$work/example" >"$work/said" 2>&1 || echo "and status $?" >>"$work/said"
diff - "$work/said" <<'EOF'
test
test: event 3
EOF
