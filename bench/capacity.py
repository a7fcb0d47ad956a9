#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one daemon carries, reasoned from what calls, clients, machines and events were measured to cost.

usage: capacity.py JSON

bench/README.md explains each line. A core's second is divided by the daemon's CPU per call; the
thread of the loop reads every call, so that its share bounds all cores together."""

import json
import sys

CORES = (2, 64)
FDS = 524288  # a service's limit under systemd, of Debian's kernel
LIST_MAX = 16384  # REMOTE_DOMAIN_LIST_MAX: one reply lists no more
POLL_S = 10  # an exporter's interval
WORK_US = (10, 100, 1000)  # what a call may cost in a worker


def rounded(value):
    """Two digits: more would be a pretence."""
    text = f"{value:.1e}"
    return f"{float(text):,.0f}"


def main(figures):
    with open(figures, encoding="utf-8") as f:
        rows = json.load(f)["rows"]

    def cost(measure):
        return rows[measure]["sides"]["vireod"]["median"]

    try:
        single, batch, info = cost("near_cpu_us"), cost("wide_cpu_us"), cost("info_one_cpu_us")
        connect, event = cost("connects_cpu_us"), cost("events_cpu_us")
        client, machine = cost("idle_10000_kib_each"), cost("domains_10000_kib_each")
        base = cost("rss_mib")
    except KeyError as e:
        print(f"\nWhat one daemon carries: not known, {e} was not measured")
        return

    loop = 1e6 / single
    lines = [
        ("calls/s, each client one at a time", [rounded(loop)] * 2, "the loop's thread"),
        ("calls/s, clients that send many at once", [rounded(1e6 / batch)] * 2, "the loop's thread"),
        ("calls/s for the state of a machine", [rounded(min(c * 1e6 / info, loop)) for c in CORES],
         "the loop's thread"),
    ]
    for work in WORK_US:
        rates = [min(c * 1e6 / (work + single), loop) for c in CORES]
        lines.append((f"calls/s that work for {work} us", [rounded(r) for r in rates],
                      "cores" if rates[1] < loop else "cores, then the loop's thread"))
    lines += [
        ("new connections/s", [rounded(1e6 / connect)] * 2, "the loop's thread"),
        ("clients that stay, by descriptors", [f"{FDS:,}"] * 2,
         f"max_clients, then descriptors; {FDS * client / 1024:,.0f} MiB"),
        (f"clients with one call in {POLL_S} s", [f"{min(FDS, int(loop * POLL_S)):,}"] * 2,
         "descriptors" if loop * POLL_S > FDS else "the loop's thread"),
        ("machines that one call lists", [f"{LIST_MAX:,}"] * 2,
         f"the protocol; {base + LIST_MAX * machine / 1024:,.0f} MiB"),
        ("events/s, times subscribers", [rounded(1e6 / event)] * 2, "one thread that emits"),
    ]
    print("\nWhat one daemon carries, reasoned from the rows above (bench/README.md)\n"
          f"{'':50}" + "".join(f"{f'{c} cores':>14}" for c in CORES) + "   met first")
    for what, values, first in lines:
        print(f"{what:50}" + "".join(f"{v:>14}" for v in values) + f"   {first}")


if __name__ == "__main__":
    main(*sys.argv[1:])
