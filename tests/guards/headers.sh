#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The public headers: each compiles alone, in C and in C++, and together they declare exactly what
# client/libvireo.syms.list says that the library exports.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
cc=${CC:-cc}
cxx=${CXX:-c++}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail()
{
    echo "headers: $*" >&2
    failed=1
}

warnings='-Wall -Wextra -Werror -pedantic'
have_cxx=yes
command -v "$cxx" >/dev/null || have_cxx=no
[ "$have_cxx" = yes ] || echo "headers: no C++ compiler ($cxx), C++ not tried" >&2

headers=$(cd "$top/include" && find libvirt vireo -name '*.h' | sort)
for h in $headers; do
    printf '#include <%s>\nextern int at_least_one_declaration;\n' "$h" >"$work/alone.c"
    cp "$work/alone.c" "$work/alone.cc"
    # shellcheck disable=SC2086
    $cc -std=c99 $warnings -I"$top/include" -fsyntax-only "$work/alone.c" ||
        fail "$h does not compile alone as C"
    # shellcheck disable=SC2086
    [ "$have_cxx" = no ] || $cxx $warnings -I"$top/include" -fsyntax-only "$work/alone.cc" ||
        fail "$h does not compile alone as C++"
    # Sentinels are another text that the compiler sees.
    # shellcheck disable=SC2086
    $cc -std=c99 $warnings -DVIR_ENUM_SENTINELS -I"$top/include" -fsyntax-only "$work/alone.c" ||
        fail "$h does not compile with VIR_ENUM_SENTINELS"
done

# Every public name that the headers declare: functions, and the one variable.
for h in $headers; do
    echo "#include <$h>"
done >"$work/all.c"
$cc -std=c99 -E -P -I"$top/include" "$work/all.c" | tr '\n' ' ' | tr ';{}' '[\n*]' |
    grep -v typedef | sed -nE \
    -e 's/^[^(]*[ *](vir[A-Za-z0-9]+)\(.*$/\1/p' \
    -e 's/^ *extern [A-Za-z]+ \*?(vir[A-Za-z0-9]+)$/\1/p' |
    LC_ALL=C sort -u >"$work/declared"
sed '/^#/d; s/ .*//' "$top/client/libvireo.syms.list" >"$work/listed"
LC_ALL=C sort -c -u "$work/listed" || fail "client/libvireo.syms.list is not sorted"
diff "$work/listed" "$work/declared" >"$work/diff" || {
    cat "$work/diff" >&2
    fail "client/libvireo.syms.list (<) and the headers' declarations (>) differ"
}
[ -s "$work/declared" ] || fail "no declarations found"
grep -vE '^(#.*|vir[A-Za-z0-9]+ (LIBVIRT|VIREO)_([A-Z]+_)?[0-9]+\.[0-9]+\.[0-9]+)$' "$top/client/libvireo.syms.list" &&
    fail "client/libvireo.syms.list has a line that is not NAME NODE_x.y.z"

exit $failed
