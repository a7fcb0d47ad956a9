#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the fuzzers' first corpora: frames as they were on the wire, XML, and settings.

    corpus.py TESTS_DIR CORPUS_DIR       makes CORPUS_DIR/frames, CORPUS_DIR/xml and CORPUS_DIR/conf
"""

import pathlib
import shutil
import sys

SETTINGS = {
    "numbers": "a = 5\nb=-1;c=+0 # c\n",
    "texts": "a = \"x\"\nb = 'y \"'\nc = \"\"\"x\n\"y'\n\"\"\"\n",
    "lists": "a = []\nb = [ 'x', # c\n 5,\r\n]\nc = [[1], 2]\n",
}


def main():
    tests, corpus = map(pathlib.Path, sys.argv[1:3])
    for kind in ("frames", "xml", "conf"):
        (corpus / kind).mkdir(parents=True, exist_ok=True)
    for path in (tests / "golden").glob("*.hex"):
        text = "".join(line.split("#")[0] for line in path.read_text().splitlines())
        (corpus / "frames" / path.stem).write_bytes(bytes.fromhex(text))
    for name, text in SETTINGS.items():
        (corpus / "conf" / name).write_text(text)
    for path in tests.glob("**/*.xml"):
        shutil.copy(path, corpus / "xml" / "-".join(path.relative_to(tests).parts))


if __name__ == "__main__":
    main()
