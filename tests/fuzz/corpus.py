#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the fuzzers' first corpora: frames as they were on the wire, and XML.

    corpus.py TESTS_DIR CORPUS_DIR       makes CORPUS_DIR/frames and CORPUS_DIR/xml
"""

import pathlib
import shutil
import sys


def main():
    tests, corpus = map(pathlib.Path, sys.argv[1:3])
    for kind in ("frames", "xml"):
        (corpus / kind).mkdir(parents=True, exist_ok=True)
    for path in (tests / "golden").glob("*.hex"):
        text = "".join(line.split("#")[0] for line in path.read_text().splitlines())
        (corpus / "frames" / path.stem).write_bytes(bytes.fromhex(text))
    for path in tests.glob("**/*.xml"):
        shutil.copy(path, corpus / "xml" / "-".join(path.relative_to(tests).parts))


if __name__ == "__main__":
    main()
