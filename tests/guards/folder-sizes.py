#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No folder has more than thirty source files: who opens one sees all that is in it.

Usage: folder-sizes.py [--all]        --all: every folder with its number

A header counts beside its .c. What the build makes does not count.
"""

import collections
import os
import subprocess
import sys

MOST = 30
ENDINGS = ".c", ".h", ".py", ".sh", ".def", ".form"
BUILT = "autom4te.cache", "build-aux", "m4"


def sources(top):
    """Of a repository what it tracks; of a release all but builds in it."""
    if os.path.exists(os.path.join(top, ".git")):
        said = subprocess.run(["git", "-C", top, "ls-files"], capture_output=True, text=True, check=True)
        yield from (path for path in said.stdout.splitlines() if os.path.exists(os.path.join(top, path)))
        return
    for folder, folders, names in os.walk(top):
        folders[:] = [f for f in folders if f not in BUILT and not f.startswith(".") and
                      not os.path.exists(os.path.join(folder, f, "config.status"))]
        yield from (os.path.relpath(os.path.join(folder, name), top) for name in names)


def main():
    top = os.environ.get("top_srcdir") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    if not os.path.exists(os.path.join(top, ".git")) and os.path.exists(os.path.join(top, "config.status")):
        print("skipped: sources and what was built of them are in one folder")
        return 77
    count = collections.Counter(os.path.dirname(path) or "." for path in sources(top) if path.endswith(ENDINGS))
    for folder, n in count.most_common():
        if n > MOST or "--all" in sys.argv:
            print(f"{folder}/: {n} source files" + (f", and {MOST} may be" if n > MOST else ""))
    if not count:
        print("no source file was found")
    return int(not count or max(count.values()) > MOST)


sys.exit(main())
