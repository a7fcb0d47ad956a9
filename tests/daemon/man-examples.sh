#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The examples of vireod(8), daemon.conf(5) and vireo(1) do what the pages say.
source "$(dirname "$0")/../lib/lib.sh"
need virsh libvirt-clients

# example PAGE N: the text of its N-th example.
example()
{
    awk -v n="$2" '/^\.SH/ { there = /^\.SH EXAMPLES/ } /^\.EE/ { on = 0 } on == n && on
        there && /^\.EX/ { on = ++seen == n ? n : 0 }' "$1" | sed 's/\\-/-/g; s/\\e/\\/g'
}
PATH=$top_builddir/daemon:$top_builddir/client/vireo:$PATH
man=$top_builddir/man

# A private daemon: its last line asks it for its domains.
example "$man/vireod.8" 1 >"$work/private"
grep -q '^vireod --config' "$work/private" || wrong "the example is another one: $(cat "$work/private")"
(cd "$work" && TMPDIR=$work timeout 30 bash "$work/private" >"$work/said" 2>&1) || wrong "it ends with status $?"
grep -q '1 *test *running' "$work/said" || wrong "it says: $(cat "$work/said")"

# Each file of daemon.conf(5) is taken without a word, but for where the sockets and the group are.
n=0
while example "$man/daemon.conf.5" $((n + 1)) >"$work/file" && [ -s "$work/file" ]; do
    n=$((n + 1))
    ! grep -q '^\[Socket\]' "$work/file" || continue # the units have their own test
    ! grep -q sasl "$work/file" || ldd "$top_builddir/daemon/vireod" | grep -q libsasl || continue
    daemon_folder
    sed -e '/^unix_sock_dir/d' -e "s/^\(unix_sock_group = \).*/\1\"$(id -gn)\"/" "$work/file" >>"$daemon_dir/daemon.conf"
    run_vireod
    # How many descriptors there may be is the host's.
    ! grep -v 'max_clients is' "$daemon_dir/log" || wrong "of example $n: $(cat "$work/file" "$daemon_dir/log")"
    stop_daemon
done
[ $n -ge 4 ] || wrong "daemon.conf(5) has $n examples"

# The lines of vireo(1) about a domain "web".
cat >"$work/web.xml" <<'EOF'
<domain type='test'><name>web</name><memory>65536</memory><os><type>hvm</type></os></domain>
EOF
start_vireod 'test_keep_world = 1'
example "$top_srcdir/man/vireo.1" 1 >"$work/lines"
sed -i '/jq/d' "$work/lines" # another program's part
grep -q '^vireo info web' "$work/lines" || wrong "the examples are others: $(cat "$work/lines")"
expect '^web: shut off$' env -C "$work" VIREO_DEFAULT_URI="$uri" bash -c "$(grep 'define web.xml' "$work/lines")"
expect '^web: gone$' env VIREO_DEFAULT_URI="$uri" vireo undefine web
expect ' test ' env -C "$work" bash -c "$(grep 'list --all' "$work/lines")"
finish
