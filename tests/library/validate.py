#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares what our schemas say of documents with what libvirt's say.

    validate.py OURS THEIRS FILE...     two folders of schemas; documents of any family

Besides each document, mutations of it are asked for, made by rule, at each of its elements (one of a path): an element
and an attribute that nobody knows, and a number, in an attribute or a text, that is none. Whatever they say of the
documents themselves is the same; of mutations, too, but for a few in a hundred: a line tells how many differ, and -v which.
"""

import collections
import copy
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

FAMILIES = {"domain": "domain", "network": "network", "networkport": "networkport", "pool": "storagepool",
            "volume": "storagevol", "interface": "interface", "device": "nodedev", "secret": "secret", "filter": "nwfilter",
            "filterbinding": "nwfilterbinding", "domainsnapshot": "domainsnapshot", "domaincheckpoint": "domaincheckpoint",
            "cpu": "cpu"}
FREE = ("metadata", "cookie")  # whatever is in them is right
WRONG = "x1y"


def mutations(root):
    """(what, tree) of each."""
    seen = set()

    def walk(element, path, way):
        path += "/" + element.tag
        if path not in seen and not element.tag.startswith("{"):
            seen.add(path)
            yield f"element in {path}", way, lambda e: ET.SubElement(e, "unknown-element")
            yield f"attribute of {path}", way, lambda e: e.set("unknown-attribute", "1")
            for name, value in element.attrib.items():
                if re.fullmatch("[0-9]+|0x[0-9a-f]+", value):
                    yield f"number in {path}@{name}", way, lambda e, n=name: e.set(n, WRONG)
            if re.fullmatch(r"\s*[0-9]+\s*", element.text or ""):
                yield f"number in {path}", way, lambda e: setattr(e, "text", WRONG)
        if element.tag not in FREE:
            for i, child in enumerate(element):
                yield from walk(child, path, way + (i,))

    for what, way, change in walk(root, "", ()):
        tree = copy.deepcopy(root)
        at = tree
        for i in way:
            at = at[i]
        change(at)
        yield what, tree


def verdicts(schema, files):
    """The names of the valid ones."""
    valid = set()
    for i in range(0, len(files), 500):
        done = subprocess.run(["xmllint", "--noout", "--relaxng", schema, *files[i:i + 500]], text=True, capture_output=True)
        lines = done.stderr.splitlines()
        if not any(line.endswith(("validates", "fails to validate")) for line in lines):
            sys.exit(f"{schema}: {done.stderr}")
        valid |= {line.removesuffix(" validates") for line in lines if line.endswith(" validates")}
    return valid


def documents(paths):
    for path in paths:
        try:
            root = ET.parse(path).getroot()
        except (ET.ParseError, ValueError, LookupError):
            continue
        if root.tag in FAMILIES:
            yield path, root


def main():
    verbose = "-v" in sys.argv
    ours, theirs, *paths = [a for a in sys.argv[1:] if a != "-v"]
    failed = asked = 0
    differ = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        made = collections.defaultdict(dict)
        for n, (path, root) in enumerate(documents(paths)):
            family = made[FAMILIES[root.tag]]
            for m, (what, tree) in enumerate([("", root), *mutations(root)]):
                name = os.path.join(folder, f"{n}-{m}.xml")
                ET.ElementTree(tree).write(name)
                family[name] = (path, what)
        for family, files in made.items():
            of_ours, of_theirs = (verdicts(f"{d}/{family}.rng", list(files)) for d in (ours, theirs))
            asked += len(files)
            for name, (path, what) in files.items():
                if (name in of_ours) == (name in of_theirs):
                    continue
                who = "only we allow" if name in of_ours else "only libvirt allows"
                if not what:
                    print(f"FAIL: {who} {path}")
                    failed += 1
                else:
                    differ[who] += 1
                    if verbose:
                        print(f"{who} {what} ({path})")
    print(f"{asked} documents of {len(made)} families, {sum(differ.values())} differ: {dict(differ)}")
    sys.exit(bool(failed or sum(differ.values()) * 20 > asked))


if __name__ == "__main__":
    main()
