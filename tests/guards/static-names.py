#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A search for a static function finds one thing: its name has two words, and one file defines it.

Usage: static-names.py [--list]       --list: every static function with its file

Looks at all C files but those of tests/, as they are written: what the build makes is not looked at.
"""

import collections
import os
import re
import subprocess
import sys

NOT_CODE = re.compile(r"""
    /\*.*?\*/ | //[^\n]*                        # comments
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'   # texts and characters
    | ^[ \t]*\#(?:\\\n|[^\n])*                    # for the preprocessor
    """, re.VERBOSE | re.DOTALL | re.MULTILINE)
ATTRIBUTE = re.compile(r"\b__attribute__\s*\(\(.*?\)\)|\b_[a-z][a-z_]*_\s*(?:\([^()]*\))?", re.DOTALL)
# A name, its parameters, and nothing behind them but words of macros.
FUNCTION = re.compile(r"\b([A-Za-z_]\w*)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)[\sA-Z_]*$")


def sources(top):
    if os.path.exists(os.path.join(top, ".git")):
        said = subprocess.run(["git", "-C", top, "ls-files", "*.[ch]"], capture_output=True, text=True, check=True)
        paths = said.stdout.splitlines()
    else:
        paths = []
        for folder, folders, names in os.walk(top):
            folders[:] = [f for f in folders if not os.path.exists(os.path.join(folder, f, "config.status"))]
            paths += [os.path.relpath(os.path.join(folder, n), top) for n in names if n.endswith((".c", ".h"))]
    return sorted(p for p in paths if not p.startswith("tests/") and os.path.exists(os.path.join(top, p)))


def outside_braces(text):
    """What stands before each brace that opens at the top of a file, from the end of the declaration before it."""
    depth, start = 0, 0
    for match in re.finditer(r"[{};]", text):
        char, at = match[0], match.start()
        if char == "{":
            if depth == 0:
                yield text.count("\n", 0, at) + 1, text[start:at]
            depth += 1
        elif char == "}":
            depth = max(0, depth - 1)
        if depth == 0:
            start = at + 1


def functions(text):
    """The functions that a file defines: line of the brace, name, whether it is static."""
    text = NOT_CODE.sub(lambda m: "\n" * m[0].count("\n") or " ", text)
    for line, head in outside_braces(text):
        head = ATTRIBUTE.sub(" ", head)
        name = FUNCTION.search(head)
        if name and "=" not in head[:name.start()]:
            yield line, name[1], bool(re.search(r"\bstatic\b", head[:name.start()]))


def main():
    top = os.environ.get("top_srcdir") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    files, static = collections.defaultdict(set), collections.defaultdict(set)
    for path in sources(top):
        with open(os.path.join(top, path), encoding="utf-8") as f:
            for line, name, is_static in functions(f.read()):
                files[name].add(path)
                if is_static:
                    static[name].add(f"{path}:{line}")
    bad = 0
    for name, places in sorted(static.items()):
        told = ", ".join(sorted(places))
        if "--list" in sys.argv:
            print(f"{name}  {told}")
        if "_" not in name.strip("_"):
            print(f"one word only: {name}() in {told}")
            bad += 1
        elif len(files[name]) > 1:
            print(f"in more than one file: {name}() in " + ", ".join(sorted(files[name])))
            bad += 1
    print(f"{len(static)} names of static functions, {bad} not so")
    return int(bad > 0 or not static)


sys.exit(main())
