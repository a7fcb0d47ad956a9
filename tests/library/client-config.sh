#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Which URI a client means: its configuration file's aliases and default, the environment, and the
# parameters of keepalive in the URI.
source "${top_srcdir:?}/tests/lib/lib.sh"

vireo=$top_builddir/client/vireo/vireo
export VIREO_CLIENT_CONFIG=$work/libvirt.conf
unset VIREO_DEFAULT_URI LIBVIRT_DEFAULT_URI
start_vireod
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
