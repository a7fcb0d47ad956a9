#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The public headers: each compiles alone, in C and in C++, and together they declare exactly what
# client/libvireo.syms.list says that the library exports.
source "$(dirname "$0")/lib.sh"
cc=${CC:-cc}
cxx=${CXX:-c++}
warnings='-Wall -Wextra -Werror -pedantic'
have_cxx=yes
command -v "$cxx" >/dev/null || have_cxx=no
[ "$have_cxx" = yes ] || echo "headers: no C++ compiler ($cxx), C++ not tried" >&2

headers=$(cd "$top_srcdir/include" && find libvirt vireo -name '*.h' | sort)
for h in $headers; do
    printf '#include <%s>\nextern int at_least_one_declaration;\n' "$h" >"$work/alone.c"
    cp "$work/alone.c" "$work/alone.cc"
    # shellcheck disable=SC2086
    $cc -std=c99 $warnings -I"$top_srcdir/include" -fsyntax-only "$work/alone.c" ||
        wrong "$h does not compile alone as C"
    # shellcheck disable=SC2086
    [ "$have_cxx" = no ] || $cxx $warnings -I"$top_srcdir/include" -fsyntax-only "$work/alone.cc" ||
        wrong "$h does not compile alone as C++"
    # Sentinels are another text that the compiler sees.
    # shellcheck disable=SC2086
    $cc -std=c99 $warnings -DVIR_ENUM_SENTINELS -I"$top_srcdir/include" -fsyntax-only "$work/alone.c" ||
        wrong "$h does not compile with VIR_ENUM_SENTINELS"
done

# Every public name that the headers declare: functions, and the one variable.
for h in $headers; do
    echo "#include <$h>"
done >"$work/all.c"
$cc -std=c99 -E -P -I"$top_srcdir/include" "$work/all.c" | tr '\n' ' ' | tr ';{}' '[\n*]' |
    grep -v typedef | sed -nE \
    -e 's/^[^(]*[ *](vir[A-Za-z0-9]+)\(.*$/\1/p' \
    -e 's/^ *extern [A-Za-z]+ \*?(vir[A-Za-z0-9]+)$/\1/p' |
    LC_ALL=C sort -u >"$work/declared"
sed '/^#/d; s/ .*//' "$top_srcdir/client/libvireo.syms.list" >"$work/listed"
LC_ALL=C sort -c -u "$work/listed" || wrong "client/libvireo.syms.list is not sorted"
diff "$work/listed" "$work/declared" >"$work/diff" || {
    cat "$work/diff" >&2
    wrong "client/libvireo.syms.list (<) and the headers' declarations (>) differ"
}
[ -s "$work/declared" ] || wrong "no declarations found"
grep -vE '^(#.*|vir[A-Za-z0-9]+ (LIBVIRT|VIREO)_[0-9]+\.[0-9]+\.[0-9]+)$' \
    "$top_srcdir/client/libvireo.syms.list" &&
    wrong "client/libvireo.syms.list has a line that is not NAME NODE_x.y.z"

finish
