#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Wrong arguments of every public function get the code and the domain of the error that libvirt
# gives, in the process and over the wire: api_arguments.expected is what libvirt 9.0 says,
# api_arguments.differences where we differ and why. Of what libvirt 9.0 does not have, or does not
# survive, it is expected that nobody dies of it and that an object that is none is noticed.
source "$(dirname "$0")/../lib/lib.sh"

python3 -B "$top_srcdir/tests/library/api_arguments.py" "$top_srcdir/include" >"$work/calls.c"
# shellcheck disable=SC2086
${CC:-cc} -w ${SANITIZER_FLAGS:-} -I"$top_srcdir/include" -o "$work/calls" "$work/calls.c" \
    -L"$top_builddir/client/.libs" -lvireo -Wl,-rpath,"$top_builddir/client/.libs"
sed '/^#/d; s/ -- .*//' "$top_srcdir/tests/library/api_arguments.differences" |
    awk 'NR == FNR { ours[$1 " " $2] = $0; next }
         { k = $1 " " $2; print (k in ours) ? ours[k] : $0 }' \
        - "$top_srcdir/tests/library/api_arguments.expected" >"$work/expected"

# compare WHERE URI...: what is said there and what is expected.
compare()
{
    local where=$1
    shift
    env -C "$work" "$work/calls" "$@" >"$work/said"
    awk -v where="$where" '
        NR == FNR { expected[$1 " " $2] = $0; next }
        { k = $1 " " $2; n++ }
        where ~ /wire/ && /EventRegister.* null:(freecb|opaque)/ { next } # registered by another case
        !(k in expected) {
            news++
            if ($3 == "died" || ($2 ~ /object$/ && $3 == "-" && $1 !~ /LastError$/)) { print "     got: " $0; bad++ }
            next
        }
        expected[k] ~ / skip$/ { next }
        expected[k] != $0 { print "expected: " expected[k] "\n     got: " $0; bad++ }
        END {
            print where ": " n " cases, " news + 0 " of them not of libvirt 9.0, " bad + 0 " wrong"
            exit bad > 0 || n < 1800
        }' \
        "$work/expected" "$work/said" || failed=1
}

compare 'in the process'
# The processes of the cases share one connection then.
start_vireod
compare 'over the wire' "$uri" "$uri_ro"
finish
