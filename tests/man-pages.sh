#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every manual page renders without a warning.
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
exit $failed
