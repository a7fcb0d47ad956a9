# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is declared of the public functions, read: their prototypes in the public headers, the kinds
of objects, the structures that their procedures carry, and the words of a line of an .api file.
generate.py says what the words mean, and writes from all of that."""

import glob
import os
import re


class Refused(Exception):
    pass


def plain(name):
    return name.replace("_", "").lower()


class Object:
    def __init__(self, public, name, wire, origin, with_id):
        self.public, self.name, self.wire, self.origin, self.with_id = public, name, wire, origin, with_id


class Param:
    def __init__(self, text):
        m = re.match(r"^(.*?)\s*(\w+)$", text.strip())
        if not m:
            raise Refused(f"cannot read the parameter {text!r}")
        self.name = m[2]
        self.type = re.sub(r"\s*\*\s*", "*", re.sub(r"\s+", " ", m[1])).strip()
        self.done = False


class Prototype:
    def __init__(self, text, result, name, params):
        self.text, self.name = text, name
        self.result = re.sub(r"\s*\*\s*", "*", result.strip())
        self.params = [Param(p) for p in params.split(",")] if params.strip() != "void" else []


def read_prototypes(directory):
    """What the public headers declare: {name: Prototype}."""
    found = {}
    for path in sorted(glob.glob(os.path.join(directory, "libvirt", "*.h"))):
        text = open(path, encoding="utf-8").read()
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        text = re.sub(r"^#.*(\\\n.*)*$", "", text, flags=re.M)
        for m in re.finditer(r"^(?!typedef)([a-z][\w \t]*?[\s*]+)(vir\w+)\s*\(([^;{}]*)\);", text, re.M):
            words = re.sub(r"\s+", " ", m[0]).rstrip(";").strip()
            # In a wrapper, conn is what all connections have in common.
            words, params = (x.replace("virAdmConnectPtr conn", "virAdmConnectPtr admin") for x in (words, m[3]))
            found[m[2]] = (words, m[1], m[2], params)
    return found


def read_objects(path):
    text = re.sub(r"/\*.*?\*/", "", open(path, encoding="utf-8").read(), flags=re.S)
    found = {}
    for line in filter(None, (x.strip() for x in text.splitlines())):
        m = re.match(r"^OBJECT(_ID)?\((\w+), (\w+), (\w+), (\w+), \w+\)$", line)
        if not m:
            raise Refused(f"{path}: cannot read {line!r}")
        found[m[2] + "Ptr"] = Object(m[2], m[3], m[4], m[5], bool(m[1]))
    return found


class Wire:
    """The .x files together: what a type is in the end."""

    def __init__(self, directory, grammar):
        self.files = {p: grammar.File(os.path.join(directory, p + ".x")) for p in ("remote", "qemu", "lxc", "admin")}
        self.grammar = grammar

    def procedure(self, program, name):
        file = self.files[program]
        for p in file.procs:
            if p.name == name and not p.is_event:
                return p
        raise Refused(f"{program}.x has no procedure {name}")

    def fields(self, program, proc, kind):
        name = self.files[program].struct_of(proc, kind)
        return name, [self.field(f) for f in self.files[program].types[name].fields] if name else []

    def type(self, name):
        for f in self.files.values():
            if name in f.types:
                return f.types[name]
        return None

    def field(self, declared):
        """A field and its kind: string, optional string, uuid, struct, scalar; array or not."""
        base, repeat, seen = declared.base, declared.repeat, declared
        while True:
            t = self.type(base)
            if not isinstance(t, self.grammar.Field):
                break
            if t.repeat and repeat and (t.base, t.repeat) != ("string", "variable"):
                raise Refused(f"{declared.name} is {declared.base} repeated twice")
            if t.base == "string":
                return Field(declared, "string", repeat)
            base, repeat, seen = t.base, repeat or t.repeat, t
        if base == "string":
            return Field(declared, "string", None)
        if base == "opaque":
            return Field(declared, "bytes", repeat)
        if base == "char" and repeat in ("fixed", "variable"):
            return Field(declared, "text", repeat)
        if isinstance(self.type(base), self.grammar.Struct):
            return Field(declared, base, repeat)
        if base in self.grammar.SCALARS:
            return Field(declared, base, repeat)
        raise Refused(f"{declared.name}: {seen.base} is nothing that a wrapper can carry")


class Field:
    def __init__(self, declared, kind, repeat):
        self.name, self.limit, self.kind, self.repeat, self.done = declared.name, declared.limit, kind, repeat, False

    def of(self, kind, repeat=None):
        return self.kind == kind and self.repeat == repeat

    @property
    def scalar(self):
        return self.repeat is None and re.match(r"^(unsigned )?(int|hyper|char|short|double|bool)$", self.kind) or \
            self.of("double") or self.of("bool")


class Words:
    """The words behind a line's procedure."""

    def __init__(self, words):
        self.partner, self.counted, self.sized, self.least = {}, {}, {}, {}
        self.maybe, self.must, self.some, self.constant, self.besides = set(), set(), set(), {}, {}
        self.exclusive, self.checks, self.then, self.result = [], [], [], None
        self.absolute = []
        rules = [
            (r"return=(\w+)", lambda m: setattr(self, "result", m[1])),
            (r"one-of:(\w+),(\w+)", lambda m: self.exclusive.append((m[1], m[2]))),
            (r"absolute:(\w+)", lambda m: self.absolute.append(m[1])),
            (r"check:(\w+)\(([^()]*)\)", lambda m: self.checks.append((m[1], m[2]))),
            (r"then:(\w+)\(([^()]*)\)", lambda m: self.then.append((m[1], m[2]))),
            (r"(\w+):=(\w+)", lambda m: self.constant.__setitem__(m[1], m[2])),
            (r"(\w+)\|=(\w+)", lambda m: self.besides.__setitem__(m[1], m[2])),
            (r"(\w+)=(\w+)", lambda m: self.partner.__setitem__(m[1], m[2])),
            (r"(\w+)\[(\w+)\]", lambda m: self.counted.__setitem__(m[1], m[2])),
            (r"(\w+)\((\w+)\)", lambda m: self.sized.__setitem__(m[1], m[2])),
            (r"(\w+)(>=?)(\d+)", lambda m: self.least.__setitem__(m[1], (m[2], m[3]))),
            (r"(\w+)\?", lambda m: self.maybe.add(m[1])),
            (r"(\w+)!", lambda m: self.must.add(m[1])),
            (r"(\w+)\+", lambda m: self.some.add(m[1])),
        ]
        for word in words:
            for rule, keep in rules:
                m = re.fullmatch(rule, word)
                if m:
                    keep(m)
                    break
            else:
                raise Refused(f"cannot read the word {word!r}")

    def names(self):
        """Every parameter that a word speaks of."""
        return set(self.partner) | set(self.counted) | set(self.counted.values()) | set(self.sized) | \
            set(self.sized.values()) | set(self.least) | self.maybe | self.must | self.some
