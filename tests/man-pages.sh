#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every manual page renders without a warning, and the example of libvireo.3 compiles.
set -euo pipefail

top=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
build=${top_builddir:-$top/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

if ! command -v groff >/dev/null; then
    echo "man-pages: groff is missing (Debian: apt install groff-base)"
    exit 77
fi
pages=0
# Pages that configure or make complete are in the build tree.
for page in "$top"/man/*.[1-8] "$build"/man/*.[1-8]; do
    [ -f "$page" ] || continue
    pages=$((pages + 1))
    groff -t -man -Tutf8 -Kutf8 -ww -z "$page" 2>"$work/warnings" || failed=1
    if [ -s "$work/warnings" ]; then
        cat "$work/warnings" >&2
        failed=1
    fi
done
[ $pages -gt 0 ] || {
    echo "man-pages: there are none" >&2
    failed=1
}

# The example stands between .EX and .EE, its backslashes written as \e. It does what it says, with
# the library of the build tree when there is one.
sed -n '/^\.EX/,/^\.EE/p' "$top/man/libvireo.3" | sed '/^\.E[XE]/d; s/\\e/\\/g; s/\\-/-/g' >"$work/example.c"
read -ra cc <<<"${CC:-cc} -std=c99 -Wall -Wextra -Werror ${SANITIZER_FLAGS:-}"
cc+=("-I$top/include")
if ! "${cc[@]}" -c "$work/example.c" -o "$work/example.o"; then
    echo "man-pages: the example of libvireo.3 does not compile" >&2
    failed=1
elif [ -f "$build/client/libvireo.la" ]; then
    "$build/libtool" --silent --mode=link "${cc[@]}" -o "$work/example" "$work/example.o" \
        "$build/client/libvireo.la"
    "$work/example" >"$work/said" || failed=1
    if [ "$(head -n 1 "$work/said")" != test ] || ! grep -q '^test: event 3$' "$work/said"; then
        echo "man-pages: the example of libvireo.3 says:" >&2
        cat "$work/said" >&2
        failed=1
    fi
fi
exit $failed
