#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# `make install` only copies: a library of the build tree that another test has loaded stays the file
# that it is. libtool would link a library that needs another of ours anew, in its place. Somebody's
# daemon.conf stays, and `make uninstall` leaves nothing else.
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

# What is installed names nothing of the build tree: .la files would, and are not there.
! find "$root" -name '*.la' | grep . >&2 || wrong 'there are files of libtool'
! grep -rlF "$top_builddir" "$root" --include='*.pc' --include='*.conf' --include='*.service' \
    --include=vireo-run >&2 || wrong 'they name the build tree'
pkg-config --validate vireo || wrong 'vireo.pc'

# again WHAT: once more with that target, to a folder of its own, with all that systemd is given.
again()
{
    make -s -C "$top_builddir" "$1" DESTDIR="$work/again" systemdsystemunitdir=/usr/lib/systemd/system \
        sysusersdir=/usr/lib/sysusers.d tmpfilesdir=/usr/lib/tmpfiles.d >"$work/again.log" 2>&1 ||
        wrong "make $1: $(cat "$work/again.log")"
}
export MAKEFLAGS=
again install
conf=$(find "$work/again" -name daemon.conf)
for name in vireod.service sysusers.d/vireo.conf logrotate.d/vireo vireo-run.1 schemas/domain.rng doc/vireo/README.md vireo.policy; do
    [[ $name == vireo-run* && ! -e $top_builddir/client/abi/.libs ]] ||
        find "$work/again" -path "*/$name" | grep -q . || wrong "no $name"
done
cp "$conf" "$work/new"
again install
[ ! -e "$conf.new" ] || wrong 'a daemon.conf that nobody has edited got another one beside it'
echo 'max_workers = 30' >"$conf"
again install
expect '^max_workers = 30$' cat "$conf"
cmp "$conf.new" "$work/new" || wrong 'the new daemon.conf is not beside the edited one'
again uninstall
expect '^max_workers = 30$' cat "$conf"
left=$(find "$work/again" -not -type d | grep -vxF "$conf") || :
[ -z "$left" ] || wrong "make uninstall leaves $left"
left=$(find "$work/again" -type d -name '*vireo*' | grep -vxF "${conf%/*}") || :
[ -z "$left" ] || wrong "make uninstall leaves the folder $left"
cp "$work/new" "$conf"
again uninstall
[ ! -e "${conf%/*}" ] || wrong 'make uninstall leaves a daemon.conf that nobody has edited'

# logrotate knows what its file says.
if command -v logrotate >/dev/null; then
    logrotate --debug --state "$work/state" "$top_builddir/conf/logrotate.conf" >"$work/rotate" 2>&1 ||
        wrong "$(cat "$work/rotate")"
    ! grep -i '^error' "$work/rotate" >&2 || wrong 'logrotate does not take its file'
fi
finish
