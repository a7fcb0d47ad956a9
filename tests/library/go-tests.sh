#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tests of libvirt's Go bindings, as Debian has them, on test:///default: what passes with libvirt's
# library passes with our libvirt.so.0. Two of them hold that test:///default lacks something.
source "$(dirname "$0")/../lib/lib.sh"
bindings=/usr/share/gocode/src/github.com/libvirt/libvirt-go
[ -f $bindings/domain_test.go ] || skip "the bindings are missing (Debian: golang-github-libvirt-libvirt-go-dev)"
need go golang-go
need cc gcc
pkg-config --exists libvirt || skip "libvirt's own library is missing (Debian: libvirt-dev)"
find_abi || skip "$no_abi"

# Secrets and filters, which we have.
more='TestNumOfNWFilters|TestNumOfSecrets'

go=$work/go/src/github.com/libvirt
mkdir -p "$go"
cp -r $bindings "$go/"
(cd "$go/libvirt-go" &&
    GO111MODULE=off GOPATH=$work/go:/usr/share/gocode GOCACHE=$work/cache HOME=$work \
        go test -vet=off -c -o "$work/tests" . >"$work/log" 2>&1) || {
    wrong "the tests of the bindings do not compile: $(cat "$work/log")"
    finish
}

# outcome FILE SETTING...: notes which tests pass and which fail in that environment.
outcome()
{
    local file=$work/$1
    shift
    (cd "$work" && env LC_ALL=C HOME="$work" "$@" timeout 120 "$work/tests" -test.v >"$file.log" 2>&1) ||
        : "the outcome of each test is what counts"
    sed -nE 's/^ *--- (.*) \(.*/\1/p' "$file.log" | grep -vE ": ($more)$" | sort >"$file"
}
outcome theirs
outcome ours LD_LIBRARY_PATH="$abi"
passed=$(grep -c PASS "$work/theirs")
[ "$passed" -ge 100 ] || wrong "only $passed tests pass with libvirt's own library"
diff -u "$work/theirs" "$work/ours" || wrong "with our library: $(tail -40 "$work/ours.log")"
echo "$passed tests pass with both libraries"
finish
