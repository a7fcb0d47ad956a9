#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lines "side measure value" become a table of medians and ratios, and JSON.

usage: table.py FIGURES JSON"""

import collections
import json
import statistics
import sys

ROWS = [
    ("one_p50_us", "one call in flight, p50 (us)"),
    ("one_p99_us", "one call in flight, p99 (us)"),
    ("one_switches", "  context switches per call"),
    ("one_syscalls", "  system calls per call"),
    ("deep_per_s", "32 in flight, one connection (calls/s)"),
    ("deep_cpu_us", "  CPU per call (us)"),
    ("deep_client_cpu_us", "  the client's own CPU per call (us)"),
    ("deep_syscalls", "  system calls per call"),
    ("wide_per_s", "8 in flight on each of 16 (calls/s)"),
    ("wide_cpu_us", "  CPU per call (us)"),
    ("wide_client_cpu_us", "  the client's own CPU per call (us)"),
    ("connects_per_s", "connect + open + call + close (1/s)"),
    ("start_ms", "start-up, until the first answer (ms)"),
    ("rss_mib", "memory with one client (MiB)"),
    ("idle_0_p50_us", "one call, no idle client, p50 (us)"),
    ("idle_1000_p50_us", "one call, 1,000 idle clients, p50 (us)"),
    ("idle_4000_p50_us", "one call, 4,000 idle clients, p50 (us)"),
    ("idle_10000_p50_us", "one call, 10,000 idle clients, p50 (us)"),
    ("idle_1000_kib_each", "memory of one of 1,000 idle (KiB)"),
    ("idle_4000_kib_each", "memory of one of 4,000 idle (KiB)"),
    ("idle_10000_kib_each", "memory of one of 10,000 idle (KiB)"),
]
SIDES = ["vireod", "base", "libvirtd", "limit", "echo"]


def main(figures, to):
    values = collections.defaultdict(list)
    with open(figures, encoding="ascii") as f:
        for line in f:
            side, measure, value = line.split()
            values[side, measure].append(float(value))
    median = {key: statistics.median(v) for key, v in values.items()}

    sides = [s for s in SIDES if any(side == s for side, _ in median)]
    others = [s for s in sides if s != "vireod" and s != "echo"]

    def ratio(measure, other):
        ours, theirs = median.get(("vireod", measure)), median.get((other, measure))
        return f"{ours / theirs:.3g}" if ours is not None and theirs else "-"

    rounds = max(len(v) for v in values.values())

    def cell(side, measure):
        value = median.get((side, measure))
        if value is None:
            return "-"
        return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}" if value < 10 else f"{value:.1f}"

    print(f"{'medians':42}" + "".join(f"{s:>12}" for s in sides)
          + "".join(f"{'/ ' + o:>12}" for o in others))
    for measure, words in ROWS:
        if not any((s, measure) in median for s in sides):
            continue
        cells = [cell(s, measure) for s in sides] + [ratio(measure, o) for o in others]
        print(f"{words:42}" + "".join(f"{c:>12}" for c in cells))
    for (side, measure), v in sorted(values.items()):
        if len(v) < rounds:
            print(f"{side}, {dict(ROWS)[measure].strip()}: {len(v)} of {rounds} rounds")
    with open(to, "w", encoding="ascii") as f:
        table = {m: {s: {"median": median[s, m], "all": values[s, m]}
                     for s in sides if (s, m) in median}
                 for m, _ in ROWS if any((s, m) in median for s in sides)}
        json.dump(table, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
