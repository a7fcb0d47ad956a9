#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A program of libvirt's style is compiled, as C and as C++, with nothing but what pkg-config says of
# an installed vireo, and does its work in the process, over vireod, and over libvirt's own daemon on
# its test domains and on one of QEMU.
source "$(dirname "$0")/../lib/lib.sh"
install_tree

read -ra flags <<<"-Wall -Wextra -Werror -Wno-unused-parameter ${SANITIZER_FLAGS-} $(pkg-config --cflags vireo)"
read -ra libs <<<"$(pkg-config --libs vireo)"
read -ra cc <<<"${CC:-cc} -std=c99"
read -ra cxx <<<"${CXX:-c++} -std=c++11 -x c++"
source=$top_srcdir/tests/library/examples/domains.c
"${cc[@]}" "${flags[@]}" "$source" -o "$work/domains-c" "${libs[@]}"
languages=c
if command -v "${cxx[0]}" >/dev/null; then
    "${cxx[@]}" "${flags[@]}" "$source" -o "$work/domains-cxx" "${libs[@]}"
    languages='c cxx'
fi

# runs WHERE URI [LANGUAGES]: each language's program does all of it.
runs()
{
    local language
    for language in ${3-$languages}; do
        timeout 60 "$work/domains-$language" "$2" >"$work/said" 2>&1 ||
            wrong "the $language program on $1: $(cat "$work/said")"
    done
}

expect "libvireo.so.* => $root" ldd "$work/domains-c"
runs 'test:///default' 'test:///default'
start_vireod
runs vireod "$uri"
if start_libvirtd; then
    runs "libvirtd's test domains" "$uri"
    qemu="qemu+unix:///system?socket=$socket_dir/libvirt-sock"
    if virsh -c "$qemu" domcapabilities --virttype qemu >/dev/null 2>&1; then
        runs "libvirtd's QEMU" "$qemu" c
        # What a failure may have left running outlives the daemon otherwise.
        virsh -c "$qemu" destroy vireo-example >/dev/null 2>&1 || :
    else
        echo "libvirtd's QEMU is left out: it has none (Debian: qemu-system-x86)"
    fi
else
    echo "libvirtd is left out: $no_libvirtd"
fi
finish
