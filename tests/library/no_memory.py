#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each allocation of a program that uses libvireo fails, in turn.

    no_memory.py PROGRAM LIBRARY URI     PROGRAM: no_memory.c; LIBRARY: short_of_memory.so

A process for each, some of which meet several failures in a row. A hundred are tried, all of them with VIREO_LONG=1.
"""

import os
import subprocess
import sys
import tempfile

import short_of_memory

ROW = (1, 3, 1 << 30)  # so many allocations fail in a row
TRIES = 100


def run(program, library, uri, first, many):
    """What went wrong (a text, or None), and how many allocations were counted."""
    with tempfile.TemporaryDirectory() as folder:
        shortage = short_of_memory.Shortage(folder + "/shortage")
        done = subprocess.run([program, uri, str(first), str(many)], env=shortage.environment(library),
                              stderr=subprocess.PIPE, text=True, errors="replace", timeout=60)
        wrong = f"exit status {done.returncode}: {done.stderr[-2000:]}" if done.returncode else None
        return wrong, shortage[short_of_memory.COUNT]


def main():
    program, library, uri = sys.argv[1:]
    wrong, count = run(program, library, uri, short_of_memory.FOR_EVER, 1)
    if wrong or not count:
        sys.exit(f"{uri} with memory, {count} allocations: {wrong}")
    every = [(first, many) for first in range(1, count + 1) for many in ROW]
    tried = every if os.environ.get("VIREO_LONG") else every[::len(every) // TRIES + 1 | 1]
    bad = 0
    for first, many in tried:
        wrong, _ = run(program, library, uri, first, many)
        if wrong:
            print(f"{uri}: allocation {first} of {count} fails, {many} in a row: {wrong}")
            bad += 1
    print(f"{uri}: {len(tried)} of {len(every)} tried, {bad} wrong")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
