#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes values of every structure of the .x files as a C table of wire bytes.

    samples.py FILE.x... > samples.h

The bytes are made from the description, not by the codecs that they test: what the description
says and what rpcgen made of it have to agree. Of each structure there is one value with everything
that may be there, one with nothing, and some drawn at random; the same ones at every run.
"""

import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "protocol"))
sys.dont_write_bytecode = True
import generate  # noqa: E402

RANGES = {
    "int": ">i", "unsigned int": ">I", "hyper": ">q", "unsigned hyper": ">Q",
}
NARROW = {
    "char": (-128, 127), "unsigned char": (0, 255), "short": (-32768, 32767),
    "unsigned short": (0, 65535), "bool": (0, 1),
}


def padded(data):
    return data + b"\0" * (-len(data) % 4)


class Maker:
    def __init__(self, files, draw, fill):
        self.files, self.draw, self.fill = files, draw, fill

    def type_of(self, name):
        for f in self.files:
            if name in f.types:
                return f.types[name]
        return None

    def number(self, text):
        for f in self.files:
            if text in f.consts:
                return f.consts[text]
        return int(text, 0)

    def count(self, limit):
        """How many of something: some or, by turns, the fullest or emptiest value's."""
        if self.fill is not None:
            return min(limit, 2) if self.fill else 0
        return self.draw.randint(0, min(limit, 4))

    def scalar(self, base):
        if base in RANGES:
            size = struct.calcsize(RANGES[base])
            return self.draw.randbytes(size)
        if base in NARROW:
            return struct.pack(">i", self.draw.randint(*NARROW[base]))
        assert base == "double", base
        return struct.pack(">d", self.draw.uniform(-1e9, 1e9))

    def value(self, base):
        t = self.type_of(base)
        if isinstance(t, generate.Struct):
            return b"".join(self.field(x) for x in t.fields)
        if isinstance(t, generate.Union):
            case, arm = self.draw.choice(t.arms)
            return struct.pack(">i", case) + self.field(arm)
        if isinstance(t, generate.Field):
            return self.field(t)
        if t is not None:
            return struct.pack(">i", self.draw.choice(t)[1])
        return self.scalar(base)

    def field(self, x):
        limit = self.number(x.limit) if x.limit else 0
        if x.base == "string":
            text = bytes(self.draw.randint(33, 126) for _ in range(self.count(limit) * 3 % (limit + 1)))
            return struct.pack(">I", len(text)) + padded(text)
        if x.base == "opaque":
            if x.repeat == "fixed":
                return padded(self.draw.randbytes(limit))
            data = self.draw.randbytes(self.count(limit))
            return struct.pack(">I", len(data)) + padded(data)
        if x.repeat == "fixed":
            return b"".join(self.value(x.base) for _ in range(limit))
        if x.repeat == "variable":
            n = self.count(limit)
            return struct.pack(">I", n) + b"".join(self.value(x.base) for _ in range(n))
        if x.repeat == "optional":
            there = self.draw.random() < 0.5 if self.fill is None else self.fill
            return struct.pack(">I", 1) + self.value(x.base) if there else struct.pack(">I", 0)
        return self.value(x.base)


def main():
    files = [generate.File(path) for path in sys.argv[1:]]
    print("/* SPDX-License-Identifier: LGPL-2.1-or-later */")
    print("/* Made by samples.py: values of every structure, as wire bytes. Do not edit. */")
    for f in files:
        if f.types:
            print(f'#include "protocol/{f.prog}.h"')
    print("\nstatic const struct sample {\n    const char *name;\n    xdrproc_t codec;")
    print("    size_t size;\n    const char *bytes;\n    size_t len;\n} samples[] = {")
    for f in files:
        for name, t in f.types.items():
            if not isinstance(t, generate.Struct):
                continue
            for turn, fill in enumerate((True, False, None, None)):
                draw = random.Random(f"{name} {turn}")
                data = Maker([f] + files, draw, fill).value(name)
                text = "".join(f"\\{b:03o}" for b in data)
                print(f'    {{"{name}", (xdrproc_t)xdr_{name}, sizeof({name}), "{text}", {len(data)}}},')
    print("};")


if __name__ == "__main__":
    main()
