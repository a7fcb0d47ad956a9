#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every manual page renders without a warning.
source "$(dirname "$0")/../lib/lib.sh"

need groff groff-base
pages=0
# Pages that configure or make complete are in the build tree.
for page in "$top_srcdir"/man/*.[1-8] "$top_builddir"/man/*.[1-8]; do
    [ -f "$page" ] || continue
    pages=$((pages + 1))
    if ! groff -t -man -Tutf8 -Kutf8 -ww -z "$page" 2>"$work/warnings" || [ -s "$work/warnings" ]; then
        wrong "$page: $(cat "$work/warnings")"
    fi
done
[ $pages -gt 0 ] || wrong 'there are no pages'
finish
