#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes a fuzzer's first corpus from the frames of tests/golden.

    corpus.py GOLDEN_DIR CORPUS_DIR
"""

import pathlib
import sys


def main():
    golden, corpus = map(pathlib.Path, sys.argv[1:3])
    corpus.mkdir(parents=True, exist_ok=True)
    for path in golden.glob("*.hex"):
        text = "".join(line.split("#")[0] for line in path.read_text().splitlines())
        (corpus / path.stem).write_bytes(bytes.fromhex(text))


if __name__ == "__main__":
    main()
