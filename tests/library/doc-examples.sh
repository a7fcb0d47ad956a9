#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The example programs of Debian's libvirt documentation, unchanged: with our headers and library
# they say of vireod, and of machines in the process, what with libvirt's own they say of libvirtd.
# Those of the Perl bindings say the same of both daemons. What is linked with libvirt says it with our
# libvirt.so.0, too.
source "$(dirname "$0")/../lib/lib.sh"
need cc gcc
c=/usr/share/doc/libvirt-doc/examples/c
perl=/usr/share/doc/libsys-virt-perl/examples
[ -f $c/misc/hellolibvirt.c ] || skip "the examples are missing (Debian: libvirt-doc)"
pkg-config --exists libvirt || skip "libvirt's own library is missing (Debian: libvirt-dev)"
read -ra libvirt <<<"$(pkg-config --cflags --libs libvirt libvirt-admin)"
find_abi || echo "not with our libvirt.so.0: $no_abi"
install_tree
read -ra vireo <<<"${SANITIZER_FLAGS-} $(pkg-config --cflags --libs vireo)"

start_vireod
ours=$uri
start_libvirtd || skip "$no_libvirtd"
theirs=$uri

# compare NAME: ours is what $work/ours says, theirs what $work/theirs says.
compare()
{
    diff -u "$work/theirs" "$work/ours" || wrong "$1 says something else"
}

# said FILE URI PROGRAM...: notes what the program says, less what differs from run to run.
said()
{
    local file=$1 uri=$2
    shift 2
    LC_ALL=C LIBVIRT_DEFAULT_URI=$uri timeout 30 "$@" 2>&1 </dev/null | sed -E '/^libvirt:|^Addr /d;
        s/(message: ).*/\1MESSAGE/; s/(cpuTime: )[0-9]+/\1TIME/' >"$file" || echo "a failure" >>"$file"
    sed -i "s|$uri|URI|" "$file"
}

# example SOURCE ARGUMENT...: compiled with each library; URI among the arguments is the daemon's.
example()
{
    local source=$1 name
    shift
    name=$(basename "$source" .c)
    cc -std=gnu99 -w "$c/$source" -o "$work/$name" "${vireo[@]}" ||
        { wrong "$source does not compile"; return; }
    cc -std=gnu99 -w "$c/$source" -o "$work/$name.libvirt" "${libvirt[@]}"
    said "$work/theirs" "$theirs" "$work/$name.libvirt" "${@/#URI/$theirs}"
    said "$work/ours" "$ours" "$work/$name" "${@/#URI/$ours}"
    compare "$name with vireod"
    said "$work/ours" test:///default "$work/$name" "${@/#URI/test:///default}"
    compare "$name in the process"
    said "$work/ours" "$theirs" "$work/$name" "${@/#URI/$theirs}"
    compare "$name with libvirtd"
    [ -z "$no_abi" ] || return 0
    said "$work/ours" "$theirs" env LD_LIBRARY_PATH="$abi" "$work/$name.libvirt" "${@/#URI/$theirs}"
    compare "$name, linked with libvirt, with libvirtd"
}

# admin_example NAME ARGUMENT...: asks both daemons with each library; SERVER is the daemon's.
admin_example()
{
    local name=$1 uri daemon
    shift
    cc -std=gnu99 -w "$c/admin/$name.c" -o "$work/$name" "${vireo[@]}" ||
        { wrong "$name does not compile"; return; }
    cc -std=gnu99 -w "$c/admin/$name.c" -o "$work/$name.libvirt" "${libvirt[@]}"
    for uri in "$ours" "$theirs"; do
        daemon=libvirtd
        [ "$uri" != "$ours" ] || daemon=vireod
        export LIBVIRT_ADMIN_DEFAULT_URI="libvirtd:///system?socket=${uri#*socket=}"
        LIBVIRT_ADMIN_DEFAULT_URI=${LIBVIRT_ADMIN_DEFAULT_URI/libvirt-sock/libvirt-admin-sock}
        # What the first run sets, the others find.
        said "$work/theirs" "$uri" "$work/$name.libvirt" "${@/#SERVER/$daemon}"
        said "$work/theirs" "$uri" "$work/$name.libvirt" "${@/#SERVER/$daemon}"
        [ -s "$work/theirs" ] || wrong "$name says nothing of $daemon"
        said "$work/ours" "$uri" "$work/$name" "${@/#SERVER/$daemon}"
        compare "$name with $daemon"
        [ -z "$no_abi" ] || continue
        said "$work/ours" "$uri" env LD_LIBRARY_PATH="$abi" "$work/$name.libvirt" "${@/#SERVER/$daemon}"
        compare "$name, linked with libvirt, with $daemon"
    done
}

# script NAME ARGUMENT...: of the Perl bindings.
script()
{
    local name=$1
    shift
    said "$work/theirs" "$theirs" perl "$perl/$name.pl" "${@/#URI/$theirs}"
    said "$work/ours" "$ours" perl "$perl/$name.pl" "${@/#URI/$ours}"
    compare "$name.pl"
    [ -z "$no_abi" ] || return 0
    for uri in "$ours" "$theirs"; do
        said "$work/ours" "$uri" env LD_LIBRARY_PATH="$abi" perl "$perl/$name.pl" "${@/#URI/$uri}"
        compare "$name.pl with our library"
    done
}

example misc/hellolibvirt.c URI
example misc/openauth.c URI user password
example domain/info1.c URI test
example domain/info1.c URI nobody
example domain/suspend.c -c URI test -s 1
example domain/domtop.c -c URI
example domain/rename.c test other

admin_example list_servers
admin_example client_limits SERVER
admin_example threadpool_params SERVER
admin_example list_clients SERVER
admin_example list_clients nobody
admin_example logging -o "3:stderr" -f "1:*rpc*"

if [ -f $perl/dump-info.pl ] && perl -MSys::Virt -e 1 2>/dev/null; then
    for name in devices dump-info hv-stat iothreadinfo node-cpu vcpuinfo auth; do
        script "$name" URI
    done
    for name in dom-fsinfo dom-ifinfo dom-stats dump-xml fs-freeze send-key; do
        script "$name" URI test
    done
else
    echo "the scripts for Perl are left out (Debian: libsys-virt-perl)"
fi
finish
