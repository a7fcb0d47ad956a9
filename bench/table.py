#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lines "side measure value" become tables of medians and ratios (stdout), and JSON.

usage: table.py FIGURES JSON [NAME=TEXT]...

What follows as NAME=TEXT (the machine, the date) heads the table and is kept in the JSON."""

import collections
import json
import statistics
import sys

MANY = [
    ("open_per_s", "open (machines/s)"),
    ("kib_each", "memory of each (KiB)"),
    ("list_per_s", "list all (machines/s)"),
    ("state_per_s", "state of all (machines/s)"),
    ("stats_per_s", "all statistics (machines/s)"),
    ("stats_params_per_s", "  parameters of them (1/s)"),
    ("define_per_s", "define (1/s)"),
    ("start_per_s", "look up + start (1/s)"),
]

# Title, what is beside what, the sides that the first is divided by, and the rows.
SECTIONS = [
    ("The wire: one thin client, the cheapest call",
     ["vireod", "base", "libvirtd", "limit", "echo"], ["base", "libvirtd", "limit"], [
         ("near_p50_us", "one call in flight, one processor, p50 (us)"),
         ("near_p99_us", "one call in flight, one processor, p99 (us)"),
         ("near_cpu_us", "  CPU per call (us)"),
         ("one_p50_us", "one call in flight, p50 (us)"),
         ("one_p99_us", "one call in flight, p99 (us)"),
         ("one_cpu_us", "  CPU per call (us)"),
         ("one_switches", "  context switches per call"),
         ("one_syscalls", "  system calls per call"),
         ("deep_per_s", "32 in flight, one connection (calls/s)"),
         ("deep_cpu_us", "  CPU per call (us)"),
         ("deep_client_cpu_us", "  the client's own CPU per call (us)"),
         ("deep_syscalls", "  system calls per call"),
         ("wide_per_s", "8 in flight on each of 16 (calls/s)"),
         ("wide_cpu_us", "  CPU per call (us)"),
         ("wide_client_cpu_us", "  the client's own CPU per call (us)"),
         ("info_one_p50_us", "state of a machine, one in flight, p50 (us)"),
         ("info_one_p99_us", "state of a machine, one in flight, p99 (us)"),
         ("info_one_cpu_us", "  CPU per call (us)"),
         ("info_deep_per_s", "state of a machine, 32 in flight (calls/s)"),
         ("info_deep_cpu_us", "  CPU per call (us)"),
         ("connects_per_s", "connect + open + call + close (1/s)"),
         ("connects_cpu_us", "  CPU per connection (us)"),
         ("start_ms", "start-up, until the first answer (ms)"),
         ("rss_mib", "memory with one client (MiB)"),
         ("idle_0_near_p50_us", "one call, one processor, no idle client, p50 (us)"),
         ("idle_1000_near_times", "  with 1,000 idle clients, times that"),
         ("idle_4000_near_times", "  with 4,000 idle clients, times that"),
         ("idle_10000_near_times", "  with 10,000 idle clients, times that"),
         ("idle_0_p50_us", "one call, no idle client, p50 (us)"),
         ("idle_1000_p50_us", "one call, 1,000 idle clients, p50 (us)"),
         ("idle_4000_p50_us", "one call, 4,000 idle clients, p50 (us)"),
         ("idle_10000_p50_us", "one call, 10,000 idle clients, p50 (us)"),
         ("idle_1000_kib_each", "memory of one of 1,000 idle (KiB)"),
         ("idle_4000_kib_each", "memory of one of 4,000 idle (KiB)"),
         ("idle_10000_kib_each", "memory of one of 10,000 idle (KiB)"),
     ]),
    ("Clients beside one another: the state of a machine; only vireod can play machines that hang",
     ["vireod", "base", "libvirtd", "limit", "echo"], ["base", "libvirtd", "limit"], [
         ("meek_alone_p50_us", "one in flight, alone, p50 (us)"),
         ("meek_p50_us", "  beside 1,000 in flight of another (us)"),
         ("meek_alone_p99_us", "one in flight, alone, p99 (us)"),
         ("meek_p99_us", "  beside 1,000 in flight of another (us)"),
         ("meek_p99_times", "  times what it is alone"),
         ("share_least_of_most", "4 greedy ones: least share of the largest"),
         ("storm_max_ms", "1,000 come and leave: slowest call (ms)"),
         ("storm_10000_max_ms", "  beside 10,000 silent ones (ms)"),
         ("hung_rate_kept", "100 calls hang: rate of the healthy, kept"),
         ("hung_p99_times", "  p99 of the healthy, times"),
         ("hung_high_p99_times", "  p99 of high priority, times"),
         ("quota_p50_times", "55 of its own calls hang: its p50, times"),
         ("quota_p99_times", "  its p99, times"),
         ("resize_rate_kept", "pool resized every ms: rate kept"),
         ("events_per_s", "events to 100 subscribers (1/s)"),
         ("events_cpu_us", "  CPU per event and subscriber (us)"),
         ("unread_rate_kept", "a subscriber never reads: rate of the others"),
         ("unread_mib", "  memory for it after 5,000 events (MiB)"),
     ]),
    *((f"Many machines, test:///FILE: {title}", ["vireod", "base", "libvirtd"], ["base", "libvirtd"], [
        (f"{prefix}_{n}_{what}", f"{n:,}, {words}") for n in sizes for what, words in MANY])
      for prefix, sizes, title in (("domains", (1000, 10000), "the daemons alone, the same thin client"),
                                   ("libvireo", (10000,), "through libvireo, one call in flight"),
                                   ("libvirt", (10000,), "through libvirt's library, one call in flight"))),
    ("The library: virConnectGetLibVersion against the same vireod",
     ["libvireo", "libvirt", "wire"], ["libvirt", "wire"], [
         ("lib_one_p50_us", "one thread, p50 (us)"),
         ("lib_one_per_s", "one thread (calls/s)"),
         ("lib_threads_per_s", "8 threads, one connection (calls/s)"),
     ]),
]


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def main(figures, to, *heads):
    values = collections.defaultdict(list)
    with open(figures, encoding="ascii") as f:
        for line in f:
            side, measure, value = line.split()
            values[side, measure].append(float(value))
    rounds = max(len(v) for v in values.values())
    median = {key: statistics.median(v) for key, v in values.items()}
    head = dict(h.split("=", 1) for h in heads)
    for name, text in head.items():
        print(f"{name}: {text}")
    print(f"medians of {rounds}; '/ X' is the first column divided by X")

    def cell(side, measure):
        if (side, measure) not in median:
            return "-"
        return number(median[side, measure]) + ("*" if len(values[side, measure]) < rounds else "")

    def ratio(side, measure, other):
        ours, theirs = median.get((side, measure)), median.get((other, measure))
        return f"{ours / theirs:.3g}" if ours is not None and theirs else "-"

    for title, sides, others, rows in SECTIONS:
        rows = [r for r in rows if any((s, r[0]) in median for s in sides)]
        sides = [s for s in sides if any((s, r[0]) in median for r in rows)]
        others = [s for s in others if s in sides[1:]]
        if not rows:
            continue
        print(f"\n{title}\n{'':50}" + "".join(f"{s:>12}" for s in sides)
              + "".join(f"{'/ ' + o:>12}" for o in others))
        for measure, words in rows:
            print(f"{words:50}" + "".join(f"{cell(s, measure):>12}" for s in sides)
                  + "".join(f"{ratio(sides[0], measure, o):>12}" for o in others))
    if any(len(v) < rounds for v in values.values()):
        print("\n* measured in fewer rounds")
    with open(to, "w", encoding="utf-8") as f:
        json.dump(head | {"rounds": rounds, "rows": {
            measure: {"what": words.strip(),
                      "sides": {s: {"median": median[s, measure], "all": values[s, measure]}
                                for s in sides if (s, measure) in median}}
            for _, sides, _, rows in SECTIONS for measure, words in rows
            if any((s, measure) in median for s in sides)}}, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
