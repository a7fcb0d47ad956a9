#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Types the same lines into two virsh, one at each daemon, and compares what they print.

    virsh_compare.py [-v] OURS THEIRS FILE...

OURS and THEIRS are socket directories. A FILE is a conversation: one command a line, one process and
one world of test:///default a file. @DIR@ is a scratch folder of that side, @SRC@ the folder of the
FILE. A line behind '? ' is run on both sides and not compared: the comment above it says why.
What libvirt's daemon words in its own way is not compared either, only that it is an error:
the first line of a failure is virsh's own, the second the daemon's.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile

PROMPT = "virsh # "
CHANGES = [  # what differs from run to run
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?( [+-]\d{4})?", "DATE"),
    (r"(CPU time: +|cpu\.time=|cpu_time +|CPU\d+: +)[\d.]+s?", r"\1TIME"),
    (r"(<(?:creationTime|uuid)>)[^<]+", r"\1X"),
    (r"(UUID: +)[-0-9a-f]{36}", r"\1X"),
    (r"\?socket=\S+", "?socket=S"),
]


def normal(text, scratch):
    for pattern, to in CHANGES:
        text = re.sub(pattern, to, text)
    lines = []
    for line in text.replace(scratch, "@DIR@").strip().splitlines():
        if line.startswith("error: ") and re.search(r"^error: [^':]+: |\)$", line):
            line = "error: (the daemon's words)"
        elif line.startswith("error: ") and lines and lines[-1].startswith("error: "):
            line = "error: (the daemon's words)"
        if line.startswith("error: ") and lines and lines[-1] == line:
            continue
        lines.append(line.rstrip())
    return "\n".join(lines)


def converse(sockets, path, lines, scratch):
    """The outputs of the lines, one each."""
    uri = "test+unix:///default?socket=%s/libvirt-sock" % sockets
    text = "".join(
        line.replace("@DIR@", scratch).replace("@SRC@", os.path.dirname(path)) + "\n" for line in lines
    )
    run = subprocess.run(
        ["stdbuf", "-oL", "virsh", "-c", uri],
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        env=dict(os.environ, LC_ALL="C", TERM="dumb", VIRSH_HISTSIZE="0"),
    )
    parts = run.stdout.split("\n" + PROMPT)
    outputs = [part.partition("\n")[2] for part in parts[1:]]
    return [normal(part, scratch) for part in outputs] + [""] * (len(lines) - len(outputs))


def compare(ours, theirs, path, verbose):
    kept, skipped = [], set()
    with open(path, encoding="utf-8") as f:
        for line in (line.strip() for line in f):
            if line.startswith("? "):
                skipped.add(len(kept))
                line = line[2:]
            if line and not line.startswith("#"):
                kept.append(line)
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        left, right = (
            converse(sockets, path, kept, scratch) for sockets, scratch in ((ours, a), (theirs, b))
        )
    wrong = 0
    for number, (line, mine, other) in enumerate(zip(kept, left, right)):
        if mine == other and verbose:
            print("same: %s\n%s\n" % (line, mine))
        if mine == other or (number in skipped and not verbose):
            continue
        wrong += number not in skipped
        print("differs: %s" % line)
        for change in difflib.unified_diff(
            other.splitlines(), mine.splitlines(), "libvirtd", "vireod", lineterm="", n=2
        ):
            print("    " + change)
    print("%s: %d commands, %d differ, %d not compared"
          % (os.path.basename(path), len(kept), wrong, len(skipped)))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-v", action="store_true", help="print what is the same, too")
    parser.add_argument("ours")
    parser.add_argument("theirs")
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    wrong = sum(compare(args.ours, args.theirs, os.path.abspath(f), args.v) for f in args.files)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
