#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls every procedure of the .x files over the wire and compares who answers what.

    procedures.py VIREOD [NAME...]     the lines of procedures.table against a daemon of its own
    procedures.py --lacked SOCKET      fails where another daemon answers what ours does not

A line of the table is a number, a procedure, who answers it, and what shows that:

    test      the test driver: a call that succeeds, or fails in the way that is written there
    daemon    the daemon itself, without a driver; likewise
    none      nobody: libvirt's error for what is not supported, in the domain that is given
    event     not a call: calls after which it arrives
    unseen    an event that nothing sends, with the reason

The calls are Python: a procedure's name with the fields of its arguments by their names in the .x
file. What is not given is the object of the default world that has the field's type, or 0, or "".
`call` is the line's own procedure; another one that is named without arguments takes those of its
own line. == compares the fields that are written down (texts as patterns of file names are).
Each line has a connection and a world of its own.
"""
import argparse
import fnmatch
import os
import select
import struct
import sys
import time

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path[:0] = [os.path.join(TOP, "tests", "lib"), os.path.join(TOP, "protocol")]
sys.dont_write_bytecode = True
import generate  # noqa: E402
import wire  # noqa: E402
import worlds  # noqa: E402

NO_SUPPORT, MESSAGE, STREAM = 3, 2, 3
PROGRAMS = ("remote", "qemu", "lxc")
OURS = ("vireo",)  # lines may call it, and have none for it
NUMBERS = {
    "int": ">i", "unsigned int": ">I", "hyper": ">q", "unsigned hyper": ">Q", "double": ">d", "bool": ">i",
    "char": ">i", "unsigned char": ">i", "short": ">i", "unsigned short": ">I",
}


class Wrong(Exception):
    pass


class HungUp(Wrong):
    pass


class Codec:
    """Python's values to wire bytes and back, as the .x files describe them."""

    def __init__(self, files):
        self.types, self.consts = {}, {}
        for f in files:
            self.types.update(f.types)
            self.consts.update(f.consts)

    def limit(self, x):
        return self.consts.get(x.limit) or int(x.limit, 0)

    def pack(self, base, value):
        t = self.types.get(base)
        if isinstance(t, generate.Struct):
            value = worlds.named(base, value)
            if not isinstance(value, dict):
                value = dict(zip((x.name for x in t.fields), value))
            unknown = set(value) - {x.name for x in t.fields}
            if unknown:
                raise Wrong(f"{base} has no {', '.join(sorted(unknown))}")
            return b"".join(self.field(x, value.get(x.name)) for x in t.fields)
        if isinstance(t, generate.Union):
            case, what = value
            return struct.pack(">i", case) + self.field(dict(t.arms)[case], what)
        if isinstance(t, generate.Field):
            return self.field(t, value)
        if base in NUMBERS:
            return struct.pack(NUMBERS[base], value or 0)
        return struct.pack(">i", value or 0)

    def field(self, x, value):
        if x.base in ("string", "opaque"):
            raw = value.encode() if isinstance(value, str) else value or b""
            if x.repeat == "fixed":
                return raw.ljust(self.limit(x), b"\0")
            return struct.pack(">I", len(raw)) + raw + b"\0" * (-len(raw) % 4)
        if x.repeat == "optional":
            return struct.pack(">I", value is not None) + (self.pack(x.base, value) if value is not None else b"")
        if x.repeat:
            count = struct.pack(">I", len(value or ())) if x.repeat == "variable" else b""
            return count + b"".join(self.pack(x.base, v) for v in value or ())
        return self.pack(x.base, value)

    def unpack(self, base, data):
        """(value, the bytes after it)"""
        t = self.types.get(base)
        if isinstance(t, generate.Struct):
            value = {}
            for x in t.fields:
                value[x.name], data = self.unfield(x, data)
            return value, data
        if isinstance(t, generate.Union):
            return self.unfield(dict(t.arms)[struct.unpack_from(">i", data)[0]], data[4:])
        if isinstance(t, generate.Field):
            return self.unfield(t, data)
        form = NUMBERS.get(base, ">i")
        return struct.unpack_from(form, data)[0], data[struct.calcsize(form):]

    def unfield(self, x, data):
        if x.repeat in ("variable", "optional"):
            n, data = struct.unpack_from(">I", data)[0], data[4:]
        else:
            n = self.limit(x) if x.limit else 1
        if x.base in ("string", "opaque"):
            raw, data = data[:n], data[n + -n % 4:]
            return raw.decode() if x.base == "string" else raw, data
        if x.repeat in (None, "optional"):
            return self.unpack(x.base, data) if n else (None, data)
        values = []
        for _ in range(n):
            v, data = self.unpack(x.base, data)
            values.append(v)
        return values, data


def agree(got, wanted, where):
    if isinstance(wanted, dict):
        for k, v in wanted.items():
            if k not in got:
                raise Wrong(f"{where} has no {k}")
            agree(got[k], v, f"{where}.{k}")
    elif isinstance(wanted, list):
        if len(wanted) != len(got):
            raise Wrong(f"{where} has {len(got)} elements, not {len(wanted)}: {got}")
        for i, (g, v) in enumerate(zip(got, wanted)):
            agree(g, v, f"{where}[{i}]")
    elif isinstance(wanted, str) and isinstance(got, str):
        if not fnmatch.fnmatchcase(got, wanted):
            raise Wrong(f"{where} is {got!r}, not {wanted!r}")
    elif got != wanted:
        raise Wrong(f"{where} is {got!r}, not {wanted!r}")


class Answer:
    """What came back; `==` in a line raises where it does not agree."""

    def __init__(self, error, fields):
        self.error, self.fields, self.compared = error, fields, False

    def __eq__(self, wanted):
        self.compared = True
        if isinstance(wanted, tuple):
            if self.error is None or self.error[:2] != wanted:
                raise Wrong(f"wanted the error {wanted}, got {self.error or 'a good answer'}")
        else:
            self.good()
            agree(self.fields, wanted, "the answer")
        return True

    def good(self):
        if self.error is not None:
            raise Wrong("failed with error {} of {}: {}".format(*self.error))


class Line(wire.Client):
    """The calls of one line, on a connection of their own; by itself the names that they use."""

    def __init__(self, test, proc, path):
        self.test, self.proc, self.path, self.events, self.answer = test, proc, path, [], None
        super().__init__(path, opened=False)
        if proc.name in worlds.BEFORE_OPEN:
            return
        self.enter()
        end = time.monotonic() + wire.WAIT
        while self.do(test.procs["NETWORK_LOOKUP_BY_NAME"], {"name": worlds.LEFT}).error is None:
            if time.monotonic() > end:
                raise Wrong("the world of a client that has gone does not end")
            self.close()  # the connection before has not quite gone: this is still its world
            super().__init__(path, opened=False)
            self.enter()

    def enter(self, uri="test:///default"):
        self.do(self.test.procs["CONNECT_OPEN"], {"name": uri}).good()

    def enter_another(self, uri):
        """Leaves the world for another one, with a new connection."""
        self.close()
        super().__init__(self.path, opened=False)
        self.enter(uri)

    def __getitem__(self, name):
        if name == "call":
            return self.call_own
        if name == "event":
            return self.event
        if name in self.test.procs:
            return lambda **args: self.step(name, args)
        if name in worlds.STEPS:
            return lambda *args: worlds.STEPS[name](self, *args)
        if name == "DIR":
            return self.test.dir
        if hasattr(worlds, name):
            return getattr(worlds, name)
        raise KeyError(name)

    def call_own(self, **args):
        self.answer = self.do(self.proc, args)
        return self.answer

    def step(self, name, args):
        answer = self.do(self.test.procs[name], args or self.test.own_args(name))
        answer.good()
        return answer

    def do(self, proc, args):
        f = self.test.files[proc.prog]
        base = f.struct_of(proc, "args")
        number = f.consts[f"{proc.prog.upper()}_PROGRAM"]
        self.serial += 1
        self.send(wire.frame(proc.number, self.serial, self.test.codec.pack(base, args) if base else b"", number))
        while True:
            head, body = self.read() or (None, None)
            if head is None:
                raise HungUp("the daemon hangs up")
            if head[3] == wire.REPLY_WITH_FDS and head[4] == self.serial:
                body = body[4:]  # their count
                break
            if head[3] == 1 and head[4] == self.serial:
                break
            if head[3] == MESSAGE:
                self.events.append((head, body))
        return self.decode(proc, "ret", head[5], body)

    def feed(self, name, data):
        """Sends the whole of a stream, which the call before began."""
        number = self.test.procs[name].number
        self.send(wire.frame(number, self.serial, data, kind=STREAM, status=2))
        self.send(wire.frame(number, self.serial, b"", kind=STREAM, status=0))
        while self.read()[0][3] != STREAM:
            pass

    def decode(self, proc, kind, status, body):
        if status == 1:
            e, rest = self.test.codec.unpack("remote_error", body)
            return Answer((e["code"], e["domain"], e["message"]), None)
        ret = self.test.files[proc.prog].struct_of(proc, kind)
        fields, rest = self.test.codec.unpack(ret, body) if ret else ({}, body)
        if rest:
            raise Wrong(f"{len(rest)} bytes too many in {proc.name}")
        return Answer(None, fields)

    def event(self):
        end = time.monotonic() + wire.WAIT
        f = self.test.files[self.proc.prog]
        while True:
            for head, body in self.events:
                if head[0] == f.consts[f"{self.proc.prog.upper()}_PROGRAM"] and head[2] == self.proc.number:
                    self.answer = self.decode(self.proc, "msg", head[5], body)
                    return self.answer
            self.events.clear()
            if not select.select([self.sock], [], [], end - time.monotonic())[0]:
                raise Wrong("the event does not come")
            self.events.append(self.read())

    def end(self):
        """Leaves the world, with a sign in it for the next line."""
        if self.proc.name not in worlds.BEFORE_OPEN | {"CONNECT_CLOSE"}:
            self.step("NETWORK_DEFINE_XML", {"xml": worlds.plain("network", worlds.LEFT)})
            self.do(self.test.procs["CONNECT_CLOSE"], {})
        self.close()


class Test:
    def __init__(self, table):
        self.files = {p: generate.File(os.path.join(TOP, "protocol", p + ".x")) for p in PROGRAMS + OURS}
        net = generate.File(os.path.join(TOP, "protocol", "net.x"))
        self.codec = Codec([net, *self.files.values()])
        self.procs, self.lines = {}, {}
        wanted = []
        for f in self.files.values():
            for p in sorted(f.procs, key=lambda p: p.number):
                p.prog = f.prog
                key = p.name if f.prog == "remote" else f"{f.prog}.{p.name}"
                self.procs.setdefault(p.name, p)
                if f.prog in PROGRAMS:
                    wanted.append((key, p))
        read = []
        for text in open(table, encoding="utf-8"):
            words = text.split(maxsplit=3)
            if words and not text.startswith("#"):
                read.append((int(words[0]), words[1], words[2], words[3].strip() if len(words) > 3 else ""))
        if [(p.number, key) for key, p in wanted] != [r[:2] for r in read]:
            have = {r[1] for r in read}
            for key, p in wanted:
                if key not in have:
                    print(f"no line for {p.number} {key}")
            sys.exit("the lines are not those of the .x files, in the order of their numbers")
        for (key, p), (_, _, who, code) in zip(wanted, read):
            self.lines[key] = (p, who, code)

    def own_args(self, name):
        """The arguments of the last call in the line of that procedure."""
        got, outer = {}, self
        code = next(self.lines[k][2] for k in (name, "qemu." + name) if k in self.lines)

        class Names(dict):
            def __missing__(self, key):
                if key == "DIR":
                    return outer.dir
                if hasattr(worlds, key) and key not in worlds.STEPS:
                    return getattr(worlds, key)
                return got.update if key == "call" else lambda *_, **__: None

        exec(code, {}, Names())
        return got

    def run(self, key, path):
        proc, who, code = self.lines[key]
        if who == "unseen":
            if not code:
                raise Wrong("it is said that it is not seen, without a reason")
            return
        line = Line(self, proc, path)
        try:
            if who == "none":
                line.call_own()
                line.answer == (NO_SUPPORT, int(code))
                return
            exec(code, {}, line)
            if line.answer is None:
                raise Wrong("the line does not call it")
            if not line.answer.compared:
                line.answer.good()
            elif line.answer.error and line.answer.error[0] == NO_SUPPORT:
                raise Wrong("it is not supported, so it is answered by none")
        finally:
            line.end()


def lacked(test, path):
    """What nobody answers here and the daemon at that socket does."""
    more = []
    for key, (proc, who, _) in test.lines.items():
        if who == "none":
            line = Line(test, proc, path)
            if line.call_own().error is None:
                more.append(key)
            line.end()
    print(f"not answered here, but there: {', '.join(more) or 'nothing'}")
    return len(more)


def table(test, names, path):
    """The number of lines that are wrong."""
    counts, bad = {}, 0
    for key, (proc, who, _) in test.lines.items():
        if names and key not in names:
            continue
        try:
            test.run(key, path)
        except Exception as e:  # whatever a line's code raises is that line's matter
            bad += 1
            print(f"{key} ({who}): {e if isinstance(e, Wrong) else repr(e)}")
        counts.setdefault(proc.prog, []).append(who)
    for prog, whos in counts.items():
        print(f"{prog}: {len(whos)} procedures: " + ", ".join(f"{whos.count(w)} {w}" for w in sorted(set(whos))))
    if bad:
        print(f"{bad} lines are wrong; procedures.py says at its top how a line looks")
    return bad


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--lacked", metavar="SOCKET")
    words.add_argument("vireod", nargs="?")
    words.add_argument("names", nargs="*")
    args = words.parse_args()
    test = Test(os.path.join(TOP, "tests", "daemon", "procedures.table"))
    if args.lacked:
        sys.exit(lacked(test, args.lacked) > 0)
    daemon = wire.Daemon(args.vireod)
    test.dir = daemon.dir
    bad = table(test, args.names, daemon.path)
    daemon.end()
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
