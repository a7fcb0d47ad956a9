#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The bench's parts work: the client measures a daemon and the limit alike, the library's program
# loads a library by name, and figures become a table, JSON and a plot.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3-minimal
programs=$top_builddir/bench
MAKEFLAGS='' make -s -C "$programs" libbench limit wirebench >&2

# shows KEY FILE: the figures have that one, a number above nothing.
shows()
{
    grep -Eq "^$1 [0-9.]*[1-9]" "$2" || wrong "no $1 in:"$'\n'"$(cat "$2")"
}

start_vireod
"$programs/wirebench" "$socket_dir/libvirt-sock" ready one idle=0 idle=10 deepcalls=100 >"$work/vireod"
shows one_p50_us "$work/vireod"
shows idle_10_p50_us "$work/vireod"
"$programs/wirebench" "$socket_dir/libvirt-sock" near quota unread resize=vireod >"$work/calm"
for key in near_p50_us quota_p99_times unread_rate_kept resize_rate_kept; do
    shows "$key" "$work/calm"
done

"$programs/limit" "$work/limit.sock" &
daemons+=($!)
"$programs/wirebench" "$work/limit.sock" ready one >"$work/limit"
shows one_p50_us "$work/limit"

"$programs/libbench" --file 20 >"$work/20.xml"
"$programs/wirebench" "$socket_dir/libvirt-sock" "domains=20:$work/20.xml" >"$work/domains"
shows domains_20_stats_params_per_s "$work/domains"
shows domains_20_start_per_s "$work/domains"
if [ -z "${SANITIZER_FLAGS-}" ]; then
    "$programs/libbench" "$top_builddir/client/.libs/libvireo.so.0" "test://$work/20.xml" \
        domains=20 >"$work/library"
    shows lib_20_state_per_s "$work/library"
    shows lib_20_start_per_s "$work/library"
fi

cat >"$work/figures" <<'END'
vireod deep_per_s 300
libvirtd deep_per_s 10
vireod deep_per_s 100
vireod deep_per_s 200
libvirtd deep_per_s 10
limit deep_per_s 400
END
python3 "$top_srcdir/bench/table.py" "$work/figures" "$work/json" 'date=a day' >"$work/table"
row='200\.0 *10\.0\* *400\.0\* *20 *0\.5$'
grep -Eq "32 in flight.* $row" "$work/table" || wrong "the table has no row '$row': $(cat "$work/table")"
python3 "$top_srcdir/bench/plot.py" "$work/json" "$work/svg"
expect '200.0' python3 -c 'import sys, xml.dom.minidom as m; print(m.parse(sys.argv[1]).toxml())' \
    "$work/svg"
expect 'not known' python3 "$top_srcdir/bench/capacity.py" "$work/json"
finish
