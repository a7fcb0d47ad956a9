# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws values of the .x files' structures that a program may well send: names that there are among
others, counts and flags that are mostly small."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "protocol"))
sys.dont_write_bytecode = True
import generate  # noqa: E402
import worlds  # noqa: E402

EDGES = {
    "int": (0, 1, 2, -1, 7, 2**31 - 1, -2**31), "unsigned int": (0, 1, 2, 3, 8, 2**31, 2**32 - 1),
    "hyper": (0, 1, -1, 4096, 2**40, 2**63 - 1, -2**63), "unsigned hyper": (0, 1, 4096, 2**40, 2**63, 2**64 - 1),
    "double": (0.0, -1.5, 1e300, float("inf"), float("nan")),
    "char": (0, 1, 127, -128), "unsigned char": (0, 1, 255), "short": (0, -1, 32767), "unsigned short": (0, 65535),
    "bool": (0, 1),
}
NAMES = ["", "test", "web", "default", "default-pool", "disk", "eth1", "computer", "new", "s", "c", "x" * 300,
         "a/b", "..", "a\nb", "\x01", "\u00fc", "%s%n", "1", "vda", "52:54:00:00:00:01", "org.vireo:x"]
DOCUMENTS = [v for k, v in vars(worlds).items() if k.isupper() and isinstance(v, str) and v.startswith("<")]


class Drawn:
    """draw: a random.Random; folder: where paths may lead; files: of types, by generate.File."""

    def __init__(self, files, draw, folder):
        self.draw, self.folder = draw, folder
        self.types, self.consts = {}, {}
        for f in files:
            self.types.update(f.types)
            self.consts.update(f.consts)

    def text(self, name, limit):
        """What may stand in a string of that name."""
        kind = self.draw.random()
        if "xml" in name.lower() and kind < 0.8:
            document = self.draw.choice(DOCUMENTS)
            return document if kind < 0.5 else document[:self.draw.randrange(len(document))]
        if kind < 0.2:
            return self.folder + "/" + self.draw.choice(["kept", "none", "daemon.conf", "", "sub/kept"])
        if kind < 0.9:
            return self.draw.choice(NAMES)
        return "".join(chr(self.draw.randint(1, 0x2FF)) for _ in range(self.draw.randint(0, min(limit, 2000) // 2)))

    def count(self, limit):
        return min(limit, self.draw.choice([0, 1, 1, 1, 2, 2, 3, 17]))

    def value(self, base, name=""):
        t = self.types.get(base)
        if isinstance(t, generate.Struct):
            if base in worlds.DEFAULTS and self.draw.random() < 0.7:
                return worlds.DEFAULTS[base]
            return {x.name: self.field(x) for x in t.fields}
        if isinstance(t, generate.Union):
            case, arm = self.draw.choice(t.arms)
            return case, self.field(arm)
        if isinstance(t, generate.Field):
            return self.field(t, name)
        if base not in EDGES:  # an enumeration
            return self.draw.choice(t)[1] if t else 0
        if self.draw.random() < 0.5:
            return 1 << self.draw.randrange(6) if name == "flags" else self.draw.randint(0, 3)
        return self.draw.choice(EDGES[base])

    def field(self, x, name=None):
        name = name or x.name
        limit = (self.consts.get(x.limit) or int(x.limit, 0)) if x.limit else 2**22
        if x.base == "string" or (x.base == "opaque" and x.repeat != "fixed"):
            raw = self.text(name, limit).encode()[:limit]
            return raw.decode(errors="ignore") if x.base == "string" else raw
        if x.base == "opaque":
            return self.draw.choice(list(worlds.UUIDS.values())) if self.draw.random() < 0.5 else self.draw.randbytes(limit)
        if x.repeat == "optional":
            return self.value(x.base, name) if self.draw.random() < 0.7 else None
        if x.repeat:
            n = limit if x.repeat == "fixed" else self.count(limit)
            return [self.value(x.base, name) for _ in range(n)]
        return self.value(x.base, name)
