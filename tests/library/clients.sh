#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's other clients of libvirt, unmodified, say the same of vireod and of libvirt's own daemon:
# each program of clients/ is run with both, and what it prints is compared. One of them, in Go, speaks
# the wire by itself. The others do the same with our libvirt.so.0 instead of libvirt's, with both
# daemons and with machines in the process. Those that are not installed are left out.
source "$(dirname "$0")/../lib/lib.sh"

start_vireod
ours=$uri
start_libvirtd || skip "$no_libvirtd"
theirs=$uri
tried=0
find_abi || echo "not on our library: $no_abi"

# says URI PROGRAM...: what it prints, from a folder and a home of its own.
says()
{
    local uri=$1 home
    shift
    home=$(mktemp -d "$work/home.XXXXXX")
    (cd "$home" && HOME=$home XDG_CACHE_HOME=$home LC_ALL=C timeout 300 "$@" "$uri" 2>&1 </dev/null) ||
        echo "and status $?"
}

# on_ours URI EXPECTED PROGRAM...: the same with our library is what the file has.
on_ours()
{
    local uri=$1 expected=$2
    shift 2
    LD_LIBRARY_PATH=$abi says "$uri" "$@" >"$work/on_ours"
    diff -u "$expected" "$work/on_ours" || wrong "$* differs with our library and $uri"
}

# same PACKAGE TRIAL PROGRAM...: TRIAL is a command that works where the package is there.
same()
{
    local package=$1 trial=$2
    shift 2
    if ! sh -c "$trial" >/dev/null 2>&1; then
        echo "left out: ${*: -1} (Debian: $package)"
        return
    fi
    tried=$((tried + 1))
    says "$ours" "$@" >"$work/ours"
    says "$theirs" "$@" >"$work/theirs"
    ! grep '^and status' "$work/theirs" || wrong "$* fails with libvirtd: $(cat "$work/theirs")"
    [ -s "$work/theirs" ] || wrong "$* says nothing"
    diff -u "$work/theirs" "$work/ours" || wrong "$* differs"
    [ -z "$no_abi" ] && [ "$1" != go ] || return 0
    says test:///default "$@" >"$work/inside"
    on_ours test:///default "$work/inside" "$@"
    on_ours "$ours" "$work/theirs" "$@"
    on_ours "$theirs" "$work/theirs" "$@"
}

clients=$top_srcdir/tests/library/clients
same libsys-virt-perl "perl -MSys::Virt -e 1" perl "$clients/perl.pl"
same ruby-libvirt "ruby -r libvirt -e 1" ruby "$clients/ruby.rb"
same gir1.2-libvirt-glib-1.0 \
    "/usr/bin/python3 -c 'import gi; gi.require_version(\"LibvirtGObject\", \"1.0\")'" \
    /usr/bin/python3 "$clients/glib.py"
same php-libvirt-php "php -r 'exit(function_exists(\"libvirt_connect\") ? 0 : 1);'" \
    php "$clients/php.php"
same prometheus-libvirt-exporter "command -v prometheus-libvirt-exporter" sh "$clients/exporter.sh"
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$work/go"
same golang-github-digitalocean-go-libvirt-dev \
    "command -v go && [ -d /usr/share/gocode/src/github.com/digitalocean/go-libvirt ]" go run "$clients/wire.go"
same virtinst "command -v virt-install" sh "$clients/virt-install.sh"
[ $tried != 0 ] || skip 'none of the clients is installed'
finish
