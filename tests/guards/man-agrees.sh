#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# vireod.8 has the options that vireod has, and vireo.1 the commands of vireo: none more, none less.
# shellcheck source=tests/lib/lib.sh
source "${top_srcdir:?}/tests/lib/lib.sh"

# same WHAT: the lists $work/told and $work/there are the same.
same()
{
    [ -s "$work/there" ] || wrong "no $1 found: the test tests nothing"
    diff -u --label manual <(sort -u "$work/told") --label program <(sort -u "$work/there") >&2 ||
        wrong "the manual and the program differ in $1"
}

"$top_builddir/daemon/vireod" --help | grep -o -e '--[a-z-]*' >"$work/there"
sed -n '/^\.SH OPTIONS/,/^\.SH READY/{/^\.B/{s/\\-/-/g;p}}' "$top_builddir/man/vireod.8" |
    grep -o -e '--[a-z-]*' >"$work/told"
same options

"$top_builddir/client/vireo/vireo" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >"$work/there"
# What follows .TP names a command first, and a second one after a comma.
sed -n '/^\.SH COMMANDS/,/^\.SH EXIT/{/^\.TP/{n;s/^\.B[RI]* "*//p}}' "$top_srcdir/man/vireo.1" |
    grep -v '^\\-' |
    sed -e 's/^\([a-z]*\).*, \\fP" \([a-z]*\) .*/\1\n\2/;t' -e 's/^\([a-z]*\).*/\1/' >"$work/told"
echo help >>"$work/told" # an option in the manual
same commands
finish
