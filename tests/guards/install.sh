#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# `make install` only copies: a library of the build tree that another test has loaded stays the file
# that it is. libtool would link a library that needs another of ours anew, in its place.
source "$(dirname "$0")/../lib/lib.sh"

# libraries: each in the build tree with what changes when it is written or replaced.
libraries()
{
    find "$top_builddir/client" -name '*.so*' -printf '%p %i %s %T@ %C@\n' | sort
}

libraries >"$work/before"
grep -q 'libvireo\.so' "$work/before" || skip 'no shared library was built'
install_tree
libraries >"$work/after"
diff -u "$work/before" "$work/after" >&2 || wrong 'make install changed libraries of the build tree'
installed=$(find "$root" -name 'lib*.so.*' -type l | wc -l)
[ "$installed" -gt 0 ] || wrong 'make install installed no library'

# What is installed needs nothing of the build tree, and names no library that is not installed.
! grep -E 'dependency_libs=.*(lib(common|event-loop|protocol|drivers|api)|'"$top_builddir"')' -r "$root" --include='*.la' >&2 ||
    wrong 'an installed .la names what is not installed'
finish
