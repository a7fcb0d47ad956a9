#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Authentication by SASL: strangers of all kinds before vireod (sasl.py), false daemons before libvireo
# (rogue_server.py), Debian's virsh, and programs that are asked for credentials, which meet the same on
# libvirt as on libvireo, with vireod as with libvirt's own daemon (sasl_open.py).
source "$(dirname "$0")/../../lib/lib.sh"
need saslpasswd2 sasl2-bin
need python3 python3
saslpluginviewer -s 2>/dev/null | grep SCRAM-SHA-256 >/dev/null || skip 'SASL has no SCRAM (Debian: libsasl2-modules)'

# A folder of users, which daemons find instead of /etc/sasl2.
export SASL_CONF_PATH=$work/sasl
mkdir "$SASL_CONF_PATH"
cat >"$SASL_CONF_PATH/libvirt.conf" <<END
mech_list: scram-sha-256 digest-md5 plain anonymous
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: $SASL_CONF_PATH/db
END
for user in fred joe eve; do
    saslpasswd2 -p -c -f "$SASL_CONF_PATH/db" "$user" <<<"secret-$user"
done
users='sasl_allowed_username_list = [ "fr?d", "joe*" ]'
cat >"$work/auth.conf" <<'END'
[credentials-of-fred]
authname=fred
password=secret-fred
[auth-libvirt-localhost]
credentials=of-fred
END

timeout 120 python3 "$top_srcdir/tests/daemon/auth/sasl.py" "$top_builddir/daemon/vireod" || wrong 'strangers'

virsh_says()
{
    expect "$1" env -u XDG_CONFIG_HOME HOME="$work" virsh -c "$2" list --name
}

python=/usr/bin/python3
# meet NAME LIBRARY: what programs on that library meet at the daemon of that name, in $work/NAME-LIBRARY.
meet()
{
    local path=''
    [ "$2" = libvirt ] || path=$abi
    mkdir "$work/config"
    XDG_CONFIG_HOME=$work/config LD_LIBRARY_PATH=$path timeout 100 "$python" "$top_srcdir/tests/daemon/auth/sasl_open.py" "$1" "$socket_dir" "$work/config" >"$work/$1-$2" 2>&1 ||
        wrong "programs on $2 at $1: $(cat "$work/$1-$2")"
    rm -r "$work/config"
}

# same ONE OTHER: programs met the same.
same()
{
    diff -u "$work/$1" "$work/$2" >&2 || wrong "programs do not meet the same: $1, $2"
}

start_vireod 'auth_unix_rw = "sasl"' 'auth_unix_ro = "sasl"' "$users"
if command -v virsh >/dev/null; then
    virsh_says 'Please enter your authentication name' "$uri"
    virsh_says '^error: .*user' "$uri"
    virsh_says '^test$' "$uri&authfile=$work/auth.conf"
    export LIBVIRT_AUTH_FILE=$work/auth.conf
    virsh_says '^test$' "$uri"
    virsh_says '^test$' "$uri_ro"
    unset LIBVIRT_AUTH_FILE
fi
vireo=$top_builddir/client/vireo/vireo
LIBVIRT_AUTH_FILE=$work/auth.conf timeout 120 python3 "$top_srcdir/tests/daemon/auth/rogue_server.py" "$vireo" || wrong 'liars'

timeout 60 python3 "$top_srcdir/tests/daemon/auth/sasl_terminal.py" "$vireo" "$uri" || wrong 'a person'
# Without a terminal its questions are answered by lines.
expect ' test ' sh -c "printf 'fred\nsecret-fred\n' | '$vireo' -c '$uri' list"
expect ' test ' "$vireo" -c "$uri&authfile=$work/auth.conf" list
if "$vireo" -c "$uri" list </dev/null >"$work/said" 2>&1; then
    wrong "vireo needs no password: $(cat "$work/said")"
fi

if ! "$python" -c 'import libvirt' 2>/dev/null || ! command -v virt-admin >/dev/null; then
    echo 'programs are left out: Python'"'"'s libvirt module or virt-admin is missing (Debian: python3-libvirt,' \
        'libvirt-clients)'
    finish
fi
meet vireod libvirt
if find_abi; then
    meet vireod libvireo
    same vireod-libvirt vireod-libvireo
else
    echo "programs on libvireo are left out: $no_abi"
fi

export LIBVIRT_AUTH_FILE=$work/auth.conf # for the wait until it serves
libvirtd_auth=sasl
if start_libvirtd "$users"; then
    unset LIBVIRT_AUTH_FILE
    meet libvirtd libvirt
    same libvirtd-libvirt vireod-libvirt
    if [ -z "$no_abi" ]; then
        meet libvirtd libvireo
        same libvirtd-libvirt libvirtd-libvireo
    fi
else
    unset LIBVIRT_AUTH_FILE
    echo "libvirtd is left out: $no_libvirtd"
fi
finish
