#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files that need one another are few: in drivers/ at most two in a circle, in daemon/ and client/ three.

Usage: circles.py [--all]

A file needs another whose symbol its object takes, as nm(1) tells it of the build. Files that reach each other
that way (a strongly connected component of the graph) cannot be understood or tested one without the other.
--all shows the circles that are allowed, too.
"""

import os
import re
import subprocess
import sys

# The command line is a program of its own beside the library in client/: names may be there twice.
ROOMS = (("drivers", (), 2), ("daemon", (), 3), ("client", ("client/vireo", "client/abi"), 3), ("client/vireo", (), 3))


def objects(top, build, room, apart):
    """The objects of a room by what they are made of: the newest of each, for libtool makes two and a build may
    have old ones; none of a source that is gone."""
    found = {}
    for folder, folders, names in os.walk(os.path.join(build, room)):
        place = os.path.relpath(folder, build)
        if any(place == a or place.startswith(a + "/") for a in apart):
            folders.clear()
            continue
        if os.path.basename(place) == ".libs":
            place = os.path.dirname(place)
        # Where folders are compiled as units, make files makes objects a file each beside them.
        place = os.path.normpath(place.replace(".files", "."))
        for name in names:
            if name.endswith(".o"):
                source = os.path.join(place, re.sub(r"^[A-Za-z0-9_]+-(?=.)", "", name[:-2]) + ".c")
                path = os.path.join(folder, name)
                if (any(os.path.exists(os.path.join(where, source)) for where in (top, build)) and
                        (source not in found or os.path.getmtime(found[source]) < os.path.getmtime(path))):
                    found[source] = path
    return found


def symbols(paths):
    """What each object defines and what it wants, by its path."""
    said = subprocess.run(["nm", "--format=posix", "--print-file-name", *paths], capture_output=True, text=True, check=True)
    defined, wanted = {p: set() for p in paths}, {p: set() for p in paths}
    for line in said.stdout.splitlines():
        path, _, rest = line.partition(": ")
        name, kind = rest.split()[:2]
        if kind in "UVvw" and len(rest.split()) == 2:
            wanted[path].add(name)
        elif kind.isupper():
            defined[path].add(name)
    return defined, wanted


def needs(found):
    """For each file, those that it needs, each with one of the symbols."""
    defined, wanted = symbols(sorted(found.values()))
    home = {symbol: file for file, path in found.items() for symbol in defined[path]}
    return {file: {home[s]: s for s in sorted(wanted[path]) if s in home and home[s] != file}
            for file, path in found.items()}


def circles(graph):
    """Strongly connected components of more than one file, the largest first (Tarjan's way, without recursion)."""
    index, low, on_stack, stack, result = {}, {}, set(), [], []
    for start in sorted(graph):
        work = [(start, iter(graph[start]))] if start not in index else []
        while work:
            file, rest = work[-1]
            if file not in index:
                index[file] = low[file] = len(index)
                stack.append(file)
                on_stack.add(file)
            for other in rest:
                if other not in index:
                    work.append((other, iter(graph[other])))
                    break
                if other in on_stack:
                    low[file] = min(low[file], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[file])
                if low[file] == index[file]:
                    cut = stack.index(file)
                    result.append(sorted(stack[cut:]))
                    on_stack.difference_update(stack[cut:])
                    del stack[cut:]
    return sorted((c for c in result if len(c) > 1), key=len, reverse=True)


def main():
    top = os.environ.get("top_srcdir") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    build = os.environ.get("top_builddir") or os.path.join(top, "build")
    status = 0
    for room, apart, most in ROOMS:
        found = objects(top, build, room, apart)
        if not found:
            print(f"skipped: no objects of {room}/ in {build}")
            return 77
        graph = needs(found)
        for circle in circles(graph):
            if len(circle) <= most and "--all" not in sys.argv:
                continue
            print(f"{room}/: {len(circle)} files in a circle, and {most} may be:")
            for file in circle:
                print(f"  {file} -> " + ", ".join(f"{f} ({s})" for f, s in graph[file].items() if f in circle))
            status = status or len(circle) > most
    return int(status)


try:
    sys.exit(main())
except FileNotFoundError:
    print("skipped: nm is missing (Debian: binutils)")
    sys.exit(77)
