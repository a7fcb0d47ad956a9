#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A search for the whole name of a public function finds the line that makes it: a line of an .api
# file, a definition, or the call of a macro that defines it. No name is pasted together.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$top"

sed '/^#/d; s/ .*//' client/libvireo.syms.list | LC_ALL=C sort -u >"$work/exported"
{
    sed -n 's/^\(vir[A-Za-z0-9]*\) .*/\1/p' client/api/*.api
    find client event common -name '*.c' -exec sed -nE \
        -e 's/^VIREO_API .*[ *](vir[A-Za-z0-9]+)(\(| = ).*/\1/p' \
        -e 's/^[A-Z_]+\((vir[A-Za-z0-9]+),.*/\1/p' {} +
} | LC_ALL=C sort >"$work/made"

[ -s "$work/exported" ] || { echo "public-names: nothing is exported" >&2; exit 1; }
LC_ALL=C comm -23 "$work/exported" "$work/made" >"$work/hidden"
uniq -d "$work/made" >"$work/twice"
for list in hidden twice; do
    [ ! -s "$work/$list" ] || { echo "public-names: $list:"; cat "$work/$list"; } >&2
done
[ ! -s "$work/hidden" ] && [ ! -s "$work/twice" ]
