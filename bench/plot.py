#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws what table.py wrote: a JSON of medians becomes an SVG, with nothing but this file.

usage: plot.py JSON SVG

Above, each row is a measure and each mark how many times better than libvirtd a side is, on a
logarithmic axis. Below, the latency of one client against the number of silent ones."""

import json
import math
import sys
from xml.sax.saxutils import escape

ROWS = ["one_p50_us", "deep_per_s", "wide_per_s", "connects_per_s", "start_ms", "rss_mib",
        "idle_4000_p50_us", "idle_4000_kib_each", "domains_10000_open_per_s",
        "domains_10000_list_per_s", "domains_10000_state_per_s", "domains_10000_define_per_s",
        "domains_10000_start_per_s"]
IDLE = [0, 1000, 4000, 10000]
COLOURS = {"vireod": "#0b6e4f", "libvirtd": "#b3261e", "limit": "#5f6b7a"}
WIDTH, LEFT, RIGHT, TOP, STEP = 980, 300, 640, 92, 24


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2g}"


class Drawing:
    def __init__(self):
        self.parts = []

    def text(self, x, y, words, size=12, anchor="start", fill="#1f2328", weight="normal"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"'
                          f' text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>')

    def line(self, x1, y1, x2, y2, colour="#d8dee4", width=1.0, dash=None):
        dash = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
                          f' stroke="{colour}" stroke-width="{width}"{dash}/>')

    def mark(self, x, y, side, words):
        colour = COLOURS[side]
        fill = "#ffffff" if side == "limit" else colour
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{colour}"'
                          f' stroke-width="2"><title>{escape(words)}</title></circle>')

    def finish(self, height):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}"'
                f' width="{WIDTH}" height="{height:.0f}" font-family="sans-serif">\n'
                f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
                + "\n".join(self.parts) + "\n</svg>\n")


def factors(d, rows, y):
    """The measures beside libvirtd; returns where they end."""
    shown = [(m, rows[m]) for m in ROWS if m in rows and "libvirtd" in rows[m]["sides"]]
    factor = {}
    for measure, row in shown:
        theirs = row["sides"]["libvirtd"]["median"]
        for side in COLOURS:
            ours = row["sides"].get(side, {}).get("median")
            if ours:
                better = ours / theirs if measure.endswith("_per_s") else theirs / ours
                factor[measure, side] = math.log10(better)
    low = min([0, *factor.values()]) - 0.1
    high = max([1, *factor.values()]) + 0.1

    def x_of(log):
        return LEFT + (log - low) / (high - low) * (RIGHT - LEFT)

    bottom = y + STEP * len(shown)
    for power in range(math.ceil(low), math.floor(high) + 1):
        d.line(x_of(power), y - 8, x_of(power), bottom - 8, "#8c959f" if power == 0 else "#d8dee4")
        d.text(x_of(power), y - 14, f"{10 ** power:g} x" if power else "1 x: libvirtd", 11, "middle")
    for at, side in enumerate(COLOURS):
        d.text(RIGHT + 110 * (at + 1), y - 14, side, 12, "end", COLOURS[side], "bold")
        d.mark(RIGHT + 110 * (at + 1) - 60, y - 18, side, side)
    for measure, row in shown:
        y += STEP
        d.text(LEFT - 12, y - 10, row["what"], 12, "end")
        d.line(LEFT, y - 14, RIGHT, y - 14, "#eaeef2")
        for at, side in enumerate(COLOURS):
            if side in row["sides"]:
                value = number(row["sides"][side]["median"])
                d.text(RIGHT + 110 * (at + 1), y - 10, value, 12, "end")
                d.mark(x_of(factor[measure, side]), y - 14, side, f"{side}: {value}")
    return bottom


def idle(d, rows, y):
    """The lines of latency; returns where they end."""
    points = {side: [(n, rows[f"idle_{n}_p50_us"]["sides"][side]["median"]) for n in IDLE
                     if side in rows.get(f"idle_{n}_p50_us", {"sides": ()})["sides"]]
              for side in COLOURS}
    every = [v for line in points.values() for _, v in line]
    if not every:
        return y
    low, high = math.log10(min(every)) - 0.1, math.log10(max(every)) + 0.1
    height, right = 190, WIDTH - 40

    def at(n, value):
        return (LEFT + n / IDLE[-1] * (right - LEFT),
                y + height - (math.log10(value) - low) / (high - low) * height)

    d.text(LEFT - 12, y + 10, "one call, p50 (us),", 12, "end")
    d.text(LEFT - 12, y + 26, "beside so many idle clients", 12, "end")
    for power in range(math.ceil(low), math.floor(high) + 1):
        _, line_y = at(0, 10 ** power)
        d.line(LEFT, line_y, right, line_y)
        d.text(LEFT - 12, line_y + 4, f"{10 ** power:,}", 11, "end")
    for n in IDLE:
        x, _ = at(n, 10 ** low)
        d.line(x, y, x, y + height)
        d.text(x, y + height + 16, f"{n:,}", 11, "middle")
    for side, line in points.items():
        for a, b in zip(line, line[1:]):
            d.line(*at(*a), *at(*b), COLOURS[side], 2, "4 4" if side == "limit" else None)
        for n, value in line:
            d.mark(*at(n, value), side, f"{side}: {number(value)} us beside {n:,}")
    return y + height + 30


def main(figures, to):
    with open(figures, encoding="utf-8") as f:
        table = json.load(f)
    d = Drawing()
    d.text(24, 32, "vireod beside libvirtd and the bare limit", 18, weight="bold")
    d.text(24, 54, f"{table.get('date', '')} · {table.get('machine', '')} · medians of "
                   f"{table['rounds']} · further right is better", 12, fill="#57606a")
    bottom = factors(d, table["rows"], TOP)
    bottom = idle(d, table["rows"], bottom + 24)
    d.text(24, bottom + 16, f"Load of the machine: {table.get('load', 'not known')}. "
                            "limit: two threads and a queue, no protocol. "
                            "How it is measured: bench/README.md", 11, fill="#57606a")
    with open(to, "w", encoding="utf-8") as f:
        f.write(d.finish(bottom + 32))


if __name__ == "__main__":
    main(*sys.argv[1:])
