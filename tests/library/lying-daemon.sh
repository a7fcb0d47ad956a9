#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A daemon that answers anything: lying_daemon.py. Every public function comes back, with whatever it says, and the
# program goes on; its callbacks are called meanwhile.
source "$(dirname "$0")/../lib/lib.sh"
need python3 python3

python3 -B "$top_srcdir/tests/library/api_calls.py" "$top_srcdir/include" "$top_srcdir/tests/library/api_calls.table" \
    --good >"$work/calls.c"
# shellcheck disable=SC2086
${CC:-cc} -w ${SANITIZER_FLAGS:-} -I"$top_srcdir/include" -o "$work/calls" "$work/calls.c" \
    -L"$top_builddir/client/.libs" -lvireo -Wl,-rpath,"$top_builddir/client/.libs"

for seed in 1 2; do
    mkfifo "$work/held" "$work/ready"
    python3 -B "$top_srcdir/tests/library/lying_daemon.py" "$work/sock" 3 $seed <"$work/held" 3>"$work/ready" &
    exec 4>"$work/held"
    read -r -n 1 <"$work/ready"
    VIREO_TEST_TURNS=1 env -C "$work" "$work/calls" "test+unix:///default?socket=$work/sock" \
        "libvirtd:///system?socket=$work/sock" >"$work/said" 4>&- || wrong "seed $seed: the calls end early"
    exec 4>&-
    wait $! || wrong "the daemon: $?"
    rm "$work/held" "$work/ready" "$work/sock"
    died=$(grep ' died ' "$work/said") && wrong "seed $seed: $died"
    echo "seed $seed: $(wc -l <"$work/said") calls, $(grep -c ' ok$' "$work/said") good"
    [ "$(grep -c ' ok$' "$work/said")" -gt 100 ] || wrong "seed $seed: hardly any call succeeds"
done
finish
