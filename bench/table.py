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
    ("deep_per_s", "32 in flight, one connection (calls/s)"),
    ("wide_per_s", "8 in flight on each of 16 (calls/s)"),
    ("connects_per_s", "connect + open + call + close (1/s)"),
    ("idle_0_p50_us", "one call, no idle client, p50 (us)"),
    ("idle_1000_p50_us", "one call, 1,000 idle clients, p50 (us)"),
    ("idle_4000_p50_us", "one call, 4,000 idle clients, p50 (us)"),
    ("idle_10000_p50_us", "one call, 10,000 idle clients, p50 (us)"),
    ("idle_10000_kib_each", "memory of one of 10,000 idle (KiB)"),
    ("idle_4000_kib_each", "memory of one of 4,000 idle (KiB)"),
    ("idle_1000_kib_each", "memory of one of 1,000 idle (KiB)"),
    ("switches_per_call", "context switches per call, one in flight"),
    ("syscalls_per_call", "system calls per call, one in flight"),
]
SIDES = ["vireod", "libvirtd", "limit", "echo"]


def main(figures, to):
    values = collections.defaultdict(list)
    with open(figures, encoding="ascii") as f:
        for line in f:
            side, measure, value = line.split()
            values[side, measure].append(float(value))
    median = {key: statistics.median(v) for key, v in values.items()}

    def ratio(measure, other):
        ours, theirs = median.get(("vireod", measure)), median.get((other, measure))
        return f"{ours / theirs:.2f}" if ours is not None and theirs else "-"

    heads = SIDES + ["vireod/libvirtd", "vireod/limit"]
    print(f"{'medians':42}" + "".join(f"{h:>16}" for h in heads))
    for measure, words in ROWS:
        cells = [f"{median[s, measure]:,.1f}" if (s, measure) in median else "-" for s in SIDES]
        cells += [ratio(measure, "libvirtd"), ratio(measure, "limit")]
        print(f"{words:42}" + "".join(f"{c:>16}" for c in cells))
    with open(to, "w", encoding="ascii") as f:
        table = {m: {s: {"median": median[s, m], "all": values[s, m]}
                     for s in SIDES if (s, m) in median} for m, _ in ROWS}
        json.dump(table, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
