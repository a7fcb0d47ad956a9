#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Which URI a client means: its configuration file's aliases and default, the environment, and the
# parameters in the URI.
source "${top_srcdir:?}/tests/lib/lib.sh"

vireo=$top_builddir/client/vireo/vireo
export VIREO_CLIENT_CONFIG=$work/libvirt.conf
unset VIREO_DEFAULT_URI LIBVIRT_DEFAULT_URI
start_vireod
socket="socket=$socket_dir/libvirt-sock"
# A comma may end the list, as in libvirt; a comma or a bracket within a text is none.
cat >"$VIREO_CLIENT_CONFIG" <<CONF
# uri_aliases = [ "commented=out:///" , ]
uri_aliases = [
    "odd=test:///[,]",
    "there=$uri", # the last one,
]
uri_default = "here"
CONF
sed -i 's|"odd=|"here=test:///default", &|' "$VIREO_CLIENT_CONFIG"

# shellcheck disable=SC2317  # expect calls it
c_uri() { "$vireo" "$@" uri; }
expect '^test:///default$' c_uri
expect 'socket=' c_uri -c there
expect '^test:///default$' c_uri -c here
expect '^test+unix' env LIBVIRT_DEFAULT_URI=there "$vireo" uri
expect '^test:///default$' env LIBVIRT_DEFAULT_URI=there VIREO_DEFAULT_URI=here "$vireo" uri
expect 'nowhere' c_uri -c nowhere

# Quotes of either kind, a key twice, keys of nobody: as libvirt takes them.
cat >"$VIREO_CLIENT_CONFIG" <<'CONF'
uri_default = 'test:///default' ; nobody_knows = [ 1, """many
lines""", ]
uri_default = "nowhere:///"
CONF
expect '^test:///default$' c_uri
if [ -r /etc/libvirt/libvirt.conf ]; then
    sed 's/^#\([a-z_]* *=\)/\1/; s/^#\( *"\)/\1/; s/^#\]/]/' /etc/libvirt/libvirt.conf >"$VIREO_CLIENT_CONFIG"
    expect "'ssh'" c_uri -c hail # Debian's example, uncommented
fi

echo 'uri_aliases = [ "no name=test:///default" ]' >"$VIREO_CLIENT_CONFIG"
expect "$VIREO_CLIENT_CONFIG:1: an entry of uri_aliases" c_uri -c there
echo 'uri_default = ' >"$VIREO_CLIENT_CONFIG"
expect "$VIREO_CLIENT_CONFIG:1: key 'uri_default': " c_uri
echo 'uri_default = 3' >"$VIREO_CLIENT_CONFIG"
expect "uri_default is a text" c_uri
rm "$VIREO_CLIENT_CONFIG"
expect "'soon' of the URI is no keepalive_interval" c_uri -c "$uri&keepalive_interval=soon"

# What is opened there follows from the URI, with the parameters that are not for who connects, or
# is its name=; remote:///, vireo:///... and no URI at all mean whatever the daemon has.
expect "'odd:///p?a%20b=c%26d&e=': this daemon" c_uri -c "odd+unix:///p?$socket&a%20b=c%26d&authfile=/nowhere&e"
expect "'odd:///q?r=s': this daemon" c_uri -c "$uri&name=odd:///q?r=s"
for there in "odd+unix:///p?$socket&name=test:///default" "remote+unix:///?$socket" "remote:///?$socket" \
    "test+UNIX:///default?$socket" "test+unix:///default?socket=/nowhere&$socket"; do
    expect "test .*running" "$vireo" -c "$there" list
done
again="^test+unix:///default?$socket$"
expect "$again" c_uri -c "vireo:///system?$socket"

# Of the parameters that libvirt has none is without effect.
for parameter in command keyfile known_hosts known_hosts_verify netcat no_sanity no_tty no_verify pkipath proxy \
    sshauth tls_priority; do
    expect "parameter '$parameter' of the URI is for " c_uri -c "$uri&$parameter=1"
done
expect 'mode=odd of the URI is none of' c_uri -c "$uri&mode=odd"
expect "unknown transport ''" c_uri -c "test+:///default?$socket"
expect "transport 'tls' of the URI" c_uri -c "test+tls:///default?keyfile=/nowhere"

# goes_to NAME QUERY: without socket= it is that socket of the user's.
# shellcheck disable=SC2317
goes_to()
{
    expect "daemon's socket '$work/run/$1'" env "XDG_RUNTIME_DIR=$work/run" "$vireo" -c "odd+unix:///session$2" list
}
mkdir -p "$work/run/vireo" "$work/run/libvirt"
goes_to vireo/libvirt-sock ''
goes_to vireo/libvirt-sock '?mode=legacy'
goes_to libvirt/virtoddd-sock '?mode=direct'
touch "$work/run/libvirt/libvirt-sock"
goes_to libvirt/libvirt-sock ''
touch "$work/run/libvirt/virtoddd-sock"
goes_to libvirt/virtoddd-sock ''
goes_to libvirt/virtoddd-sock '?mode=auto'
goes_to libvirt/libvirt-sock '?mode=legacy'
touch "$work/run/vireo/libvirt-sock"
goes_to vireo/libvirt-sock ''
goes_to vireo/libvirt-sock '?mode=legacy'
goes_to libvirt/virtoddd-sock '?mode=direct'

# A daemon that stands still is noticed.
cat >"$work/still.c" <<C
#include <signal.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>

int main(int argc, char **argv)
{
    virConnectPtr conn = virConnectOpen(argv[1]);

    if (argc != 3 || !conn || kill(atoi(argv[2]), SIGSTOP) < 0)
        return 1;
    while (virConnectNumOfDomains(conn) >= 0)
        ; /* the signal reaches the last of its threads a moment later */
    virConnectClose(conn);
    return 0;
}
C
# shellcheck disable=SC2086
${CC:-cc} ${SANITIZER_FLAGS:-} -I"$top_srcdir/include" -o "$work/still" "$work/still.c" \
    -L"$top_builddir/client/.libs" -lvireo -Wl,-rpath,"$top_builddir/client/.libs"
expect 'answered none of 1 keepalive' timeout 60 "$work/still" \
    "$uri&keepalive_interval=1&keepalive_count=1" "$daemon_pid"
kill -CONT "$daemon_pid"
finish
