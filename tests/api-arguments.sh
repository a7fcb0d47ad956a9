#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Wrong arguments of every public function get the code and the domain of the error that libvirt
# gives, in the process and over the wire: api_arguments.expected is what libvirt 9.0 says,
# api_arguments.differences where we differ and why. Lines about objects that the driver does not
# have are not there.
source "${top_srcdir:?}/tests/lib.sh"

cut -d' ' -f1 "$top_srcdir/tests/api_arguments.expected" | sort -u >"$work/names"
python3 -B "$top_srcdir/tests/api_arguments.py" "$top_srcdir/include" "$work/names" >"$work/calls.c"
# shellcheck disable=SC2086
${CC:-cc} -w ${SANITIZER_FLAGS:-} -I"$top_srcdir/include" -o "$work/calls" "$work/calls.c" \
    -L"$top_builddir/client/.libs" -lvireo -Wl,-rpath,"$top_builddir/client/.libs"
sed '/^#/d; s/ -- .*//' "$top_srcdir/tests/api_arguments.differences" |
    awk 'NR == FNR { ours[$1 " " $2] = $0; next }
         { k = $1 " " $2; print (k in ours) ? ours[k] : $0 }' \
        - "$top_srcdir/tests/api_arguments.expected" >"$work/expected"

# compare WHERE: what was said there, on stdin, with what is expected.
compare()
{
    awk -v where="$1" '
        NR == FNR { expected[$1 " " $2] = $0; next }
        { k = $1 " " $2; n++ }
        !(k in expected) || expected[k] ~ / skip$/ { next }
        expected[k] != $0 { print "expected: " expected[k] "\n     got: " $0; bad++ }
        END { print where ": " n " cases, " bad + 0 " wrong"; exit bad > 0 || n < 1200 }' \
        "$work/expected" - || failed=1
}

"$work/calls" | compare 'in the process'

# The processes of the cases share one connection, on which an event is registered once only.
start_vireod
"$work/calls" "$uri" "$uri_ro" | grep -v 'EventRegister.* null:freecb' | compare 'over the wire'
finish
