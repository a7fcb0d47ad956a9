#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# libvirt.so.0 and its three companions export what client/libvireo.syms.list says, each symbol in its
# version node, and so everything that Debian's own do; there is one library, not four copies.
source "$(dirname "$0")/../lib/lib.sh"
export LC_ALL=C
abi=$top_builddir/client/abi/.libs
[ -e "$abi/libvirt.so.0" ] || skip 'configured with --disable-libvirt-abi'
need readelf binutils

cat "$top_srcdir/client/libvireo.syms.list" "$top_srcdir/client/abi/shared.list" >"$work/list"

# exported LIBRARY: its symbols and their nodes.
exported()
{
    readelf --dyn-syms -W "$1" | awk '$7 != "UND" && $8 ~ /@@/ && $4 ~ /FUNC|OBJECT/ && $8 !~ /^LIBVIRT/ {
        sub("@@", " ", $8); print $8 }' | sort
}

# of LIBRARY TAG: the values of a tag of its dynamic section.
of()
{
    readelf -d -W "$1" | sed -n "s/.*($2).*\[\(.*\)\]/\1/p" | sort
}

for library in libvirt libvirt-admin libvirt-lxc libvirt-qemu; do
    case $library in
    libvirt) nodes='LIBVIRT_\([0-9]\|PRIVATE\)' ;;
    *) nodes=LIBVIRT_$(tr '[:lower:]' '[:upper:]' <<<"${library#libvirt-}")_ ;;
    esac
    ours=$abi/$library.so.0
    exported "$ours" >"$work/ours"
    grep " $nodes" "$work/list" | sort >"$work/wanted"
    diff -u "$work/wanted" "$work/ours" >&2 || wrong "$library.so.0 exports other symbols than listed"
    [ "$(of "$ours" SONAME)" = "$library.so.0" ] || wrong "$ours is called $(of "$ours" SONAME)"
    if [ "$library" != libvirt ] && [ "$(of "$ours" NEEDED | grep -v '^libc\.\|san\.so')" != libvirt.so.0 ]; then
        wrong "$library.so.0 is made of more than libvirt.so.0: $(of "$ours" NEEDED)"
    fi

    theirs=$(ldconfig -p | sed -n "s/^\t$library\.so\.0 .*=> //p" | head -n 1)
    [ -n "$theirs" ] || continue
    exported "$theirs" | grep -v ' LIBVIRT_[A-Z]*_*PRIVATE' >"$work/theirs"
    comm -23 "$work/theirs" "$work/ours" >"$work/missing"
    [ ! -s "$work/missing" ] || wrong "$theirs has, but we lack: $(cat "$work/missing")"
done

# Whatever of Debian's was linked with libvirt, and uses its API only, finds all that it asks for.
tried=0
if find_abi; then
    while read -r file; do
        used=$(objdump -T "$file" 2>/dev/null | grep 'UND.*LIBVIRT_' || true)
        if [ -z "$used" ] || grep -q 'LIBVIRT_[A-Z]*_*PRIVATE' <<<"$used"; then
            continue
        fi
        tried=$((tried + 1))
        said=$(LD_LIBRARY_PATH=$abi ldd -r "$file" 2>&1) || true
        grep -q "$abi/libvirt" <<<"$said" || wrong "$file does not find our library: $said"
        ! grep 'LIBVIRT_.*not found\|undefined symbol: vir' <<<"$said" || wrong "$file asks for more"
    done < <(dpkg-query -L python3-libvirt libsys-virt-perl ruby-libvirt libvirt-glib-1.0-0 virt-viewer \
        php8.2-libvirt-php libvirt-dbus libvirt-ocaml prometheus-libvirt-exporter libguestfs0 collectd-core \
        nbdkit-plugin-libvirt 2>/dev/null | grep '\.so\|/s\?bin/')
    echo "$tried programs and modules of Debian's"
else
    echo "Debian's programs are left out: $no_abi"
fi
finish
