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

# Events on demand and their fields, a line each: in the manual they are in bold, an entry an event.
"$top_builddir/client/vireo/vireo" help emit | awk '/^Events and/ { on = 1; next }
    on { print $1, "-"; for (i = 2; i <= NF; i++) { sub(/=.*/, "", $i); sub(/^\[/, "", $i); print $1, $i } }' >"$work/there"
sed -n '/^Events and their fields:/,/^\.RE/p' "$top_srcdir/man/vireo.1" | sed 's/\\-/-/g' >"$work/entries"
while read -r event field; do
    if [ "$field" = - ]; then
        grep -q "^\.IP .fB$event.fR" "$work/entries" && echo "$event -"
        continue
    fi
    # One event says that it is another one and more.
    sed -n "/^\.IP .fB$event.fR/,/^\.\(IP\|RE\)/{/^\.IP .fB$event.fR/!p}" "$work/entries" |
        sed "/^the same, and/{s/.*/$(sed -n '/fBio-error.fR/{n;p}' "$work/entries" | sed 's/[&/]/\\&/g')/}" |
        grep -qw -e "$field" && echo "$event $field"
done <"$work/there" >"$work/told" || true
sed -n 's/^\.IP .fB\([a-z-]*\).fR.*/\1 -/p' "$work/entries" >>"$work/told"
same 'events on demand'
finish
