#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads one .x file and writes what Vireo derives from it.

    generate.py ops   X.x   the driver contract: struct X_ops, one member a procedure
    generate.py table X.x   the procedure table: struct program X_program, with thunks
    generate.py stubs X.x   the client's side of the contract: X_stub_ops
    generate.py lock  X.x   the wire as a text: every structure and number

It parses the file as XDR (RFC 4506) with one thing more: the comment behind an enumerator of the
enum X_procedure is that procedure's policy; #include "FILE" works as for rpcgen. Whatever it does not understand, it refuses, naming
the line. No procedure is known to it by name.
"""

import os
import re
import sys

TOKEN = re.compile(
    r"(?P<space>[ \t\r]+)|(?P<nl>\n)|(?P<include>#[ \t]*include[ \t]+\"(?P<file>[^\"\n]+)\"[ \t]*(?=\n))|(?P<comment>/\*.*?\*/)|(?P<pass>%[^\n]*)"
    r"|(?P<num>-?(?:0x[0-9a-fA-F]+|[0-9]+))|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sym>[{}()\[\]<>=,;:*])",
    re.S,
)
SCALARS = {
    "int": "int", "unsigned int": "unsigned int", "hyper": "hyper", "unsigned hyper": "unsigned hyper",
    "double": "double", "char": "char", "unsigned char": "unsigned char",
    "short": "short", "unsigned short": "unsigned short", "bool": "bool",
}
OBJECT_FLAG = re.compile(r"^!?[a-z_]+:[a-z_]+(:.*)?$")


class Refused(Exception):
    pass


class Token:
    def __init__(self, kind, text, where):
        self.kind, self.text, self.where = kind, text, where


def tokens_of(path, outer=(), where=""):
    """The tokens of a file, with those of the files that it includes in their places."""
    if path in outer:
        raise Refused(f"{where}: {path} includes itself")
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
    except OSError as e:
        raise Refused(f"{where or 'generate'}: cannot read {path}: {e.strerror}") from e
    pos, line, out = 0, 1, []
    while pos < len(text):
        m = TOKEN.match(text, pos)
        if not m:
            raise Refused(f"{path}:{line}: cannot read {text[pos:pos + 20]!r}")
        kind = m.lastgroup
        if kind in ("pass", "include") and pos and text[pos - 1] != "\n":
            raise Refused(f"{path}:{line}: {text[pos]} is allowed at the start of a line only")
        if kind == "include":
            out += tokens_of(os.path.join(os.path.dirname(path), m.group("file")), outer + (path,),
                             f"{path}:{line}")
        elif kind not in ("space", "nl", "pass"):
            out.append(Token(kind, m.group(), f"{path}:{line}"))
        line += m.group().count("\n")
        pos = m.end()
    return out


class Field:
    """One declaration: base type, name, and how it repeats (None, 'fixed', 'variable', 'optional')."""

    def __init__(self, base, name, repeat, limit):
        self.base, self.name, self.repeat, self.limit = base, name, repeat, limit

    def text(self):
        tail = {None: "", "fixed": f"[{self.limit}]", "variable": f"<{self.limit}>", "optional": ""}
        star = "*" if self.repeat == "optional" else ""
        return f"{self.base} {star}{self.name}{tail[self.repeat]}"


class Struct:
    def __init__(self, name, fields):
        self.name, self.fields = name, fields


class Union:
    def __init__(self, name, disc, arms):
        self.name, self.disc, self.arms = name, disc, arms


class Proc:
    """A procedure: its number, and its policy as the comment behind it says."""

    FLAGS = {"high": "PROC_HIGH", "readonly": "PROC_READONLY", "noauth": "PROC_NOAUTH",
             "noopen": "PROC_NOOPEN"}
    STREAM = {"read": ["PROC_STREAM_READ"], "write": ["PROC_STREAM_WRITE"],
              "both": ["PROC_STREAM_READ", "PROC_STREAM_WRITE"]}
    FDS = {"call": ["PROC_FDS_CALL"], "reply": ["PROC_FDS_REPLY"],
           "both": ["PROC_FDS_CALL", "PROC_FDS_REPLY"]}

    def __init__(self, where, symbol, number, policy):
        self.where, self.symbol, self.number = where, symbol, number
        self.name = symbol.split("_PROC_", 1)[1]
        self.member = self.name.lower()
        self.acl = self.filter = self.sparse = self.since = self.event_id = None
        self.flags = []
        words = policy.split()
        if not words or words[0] not in ("call", "event"):
            raise Refused(f"{where}: policy of {symbol} must start with call or event")
        self.is_event = words[0] == "event"
        if self.is_event:
            self.flags.append("PROC_EVENT")
        for w in words[1:]:
            key, _, value = w.partition("=")
            if w in self.FLAGS:
                self.flags.append(self.FLAGS[w])
            elif key == "stream" and value in self.STREAM:
                self.flags += self.STREAM[value]
            elif key == "fds" and value in self.FDS:
                self.flags += self.FDS[value]
            elif key in ("acl", "filter") and all(OBJECT_FLAG.match(v) for v in value.split(",")):
                setattr(self, key, value)
            elif key in ("sparse", "since") and value:
                setattr(self, key, value)
            elif key == "id" and value.startswith("VIR_"):
                self.event_id = value
            else:
                raise Refused(f"{where}: policy of {symbol}: cannot read {w!r}")
        self.policy = policy

    @property
    def conditions(self):
        """C expressions over args: what makes a call that readers may make one that they may not."""
        found = []
        for rule in self.acl.split(",") if self.acl and "PROC_READONLY" in self.flags else []:
            flag, field, value = (rule.split(":")[2:] + [""] * 3)[:3]
            if flag:
                found.append(f"args->flags & {flag}")
            elif field:
                found.append(f"args->{field} == {value}")
        return found

    @property
    def stream(self):
        return any(f.startswith("PROC_STREAM") for f in self.flags)

    @property
    def fds(self):
        return any(f.startswith("PROC_FDS") for f in self.flags)


class File:
    def __init__(self, path):
        self.path = path
        self.prog = os.path.basename(path).removesuffix(".x")
        self.tokens, self.at = tokens_of(path), 0
        self.end = Token("end", "end of file", self.tokens[-1].where if self.tokens else f"{path}:1")
        self.consts, self.enums, self.typedefs, self.types, self.procs = {}, {}, [], {}, []
        self.order = []
        self.parse()
        self.check()

    # -- tokens ---------------------------------------------------------------------------------
    def peek_comment(self):
        """The comment right here, if there is one."""
        if self.at < len(self.tokens) and self.tokens[self.at].kind == "comment":
            return self.tokens[self.at]
        return None

    def skip_comments(self):
        while self.peek_comment():
            self.at += 1

    def peek(self):
        self.skip_comments()
        return self.tokens[self.at] if self.at < len(self.tokens) else self.end

    def next(self, text=None, kind=None):
        t = self.peek()
        if (text and t.text != text) or (kind and t.kind != kind):
            raise Refused(f"{t.where}: expected {text or kind}, not {t.text!r}")
        self.at += 1
        return t

    def where(self):
        return self.peek().where

    # -- grammar --------------------------------------------------------------------------------
    def parse(self):
        while self.peek().kind != "end":
            word = self.next(kind="word")
            rule = {"const": self.const, "enum": self.enum, "typedef": self.typedef,
                    "struct": self.struct, "union": self.union}.get(word.text)
            if not rule:
                raise Refused(f"{word.where}: cannot read a definition that starts with {word.text!r}")
            rule()

    def number(self):
        t = self.peek()
        if t.kind == "num":
            self.at += 1
            return int(t.text, 0)
        name = self.next(kind="word").text
        if name not in self.consts:
            raise Refused(f"{t.where}: unknown constant {name}")
        return self.consts[name]

    def new_name(self):
        """The name that a definition gives; every name is given once."""
        t = self.next(kind="word")
        if t.text in self.consts or t.text in self.types:
            raise Refused(f"{t.where}: {t.text} is defined twice")
        return t.text

    def const(self):
        name = self.new_name()
        self.next("=")
        self.consts[name] = self.number()
        self.next(";")
        self.order.append(("const", name))

    def enum(self):
        name = self.new_name()
        self.next("{")
        values = []
        while True:
            where = self.where()
            symbol = self.next(kind="word").text
            self.next("=")
            number = self.number()
            comment = self.peek_comment()
            last = self.peek().text != ","
            if not last:
                self.next(",")
                comment = self.peek_comment()
            if name == f"{self.prog}_procedure":
                if not comment:
                    raise Refused(f"{where}: {symbol} has no policy behind it")
                self.procs.append(Proc(where, symbol, number, comment.text[2:-2].strip()))
            values.append((symbol, number))
            if last:
                break
        self.next("}")
        self.next(";")
        self.enums[name] = values
        self.types[name] = values
        self.order.append(("enum", name))

    def type_name(self):
        t = self.next(kind="word")
        if t.text == "unsigned":
            t2 = self.next(kind="word")
            name = f"unsigned {t2.text}"
        else:
            name = t.text
        foreign = name.startswith("remote_") and self.prog != "remote"
        if name not in SCALARS and name not in ("string", "opaque") and name not in self.types and not foreign:
            raise Refused(f"{t.where}: unknown type {name}")
        return name

    def declaration(self):
        where = self.where()
        base = self.type_name()
        repeat, limit = None, None
        if self.peek().text == "*":
            self.next("*")
            repeat = "optional"
        name = self.next(kind="word").text
        if self.peek().text in ("<", "["):
            if repeat:
                raise Refused(f"{where}: {name} cannot be optional and an array")
            close = {"<": ">", "[": "]"}[self.next().text]
            repeat = "variable" if close == ">" else "fixed"
            limit = self.peek().text
            self.number()
            self.next(close)
        self.next(";")
        if base in ("string", "opaque") and repeat not in ("variable", "fixed"):
            raise Refused(f"{where}: {base} {name} needs a length")
        return Field(base, name, repeat, limit)

    def typedef(self):
        where = self.where()
        field = self.declaration()
        if field.name in self.types:
            raise Refused(f"{where}: {field.name} is defined twice")
        self.typedefs.append(field)
        self.types[field.name] = field
        self.order.append(("typedef", field.name))

    def struct(self):
        name = self.new_name()
        self.next("{")
        fields = []
        while self.peek().text != "}":
            fields.append(self.declaration())
        self.next("}")
        self.next(";")
        self.types[name] = Struct(name, fields)
        self.order.append(("struct", name))

    def union(self):
        name = self.new_name()
        self.next("switch")
        self.next("(")
        disc = (self.type_name(), self.next(kind="word").text)
        self.next(")")
        self.next("{")
        arms = []
        while self.peek().text != "}":
            self.next("case")
            value = self.number()
            self.next(":")
            arms.append((value, self.declaration()))
        self.next("}")
        self.next(";")
        self.types[name] = Union(name, disc, arms)
        self.order.append(("union", name))

    # -- what the parts promise each other --------------------------------------------------------
    def check(self):
        taken = {}
        used = set()
        for p in self.procs:
            if p.number in taken:
                raise Refused(f"{p.where}: {p.symbol} has the number {p.number} of {taken[p.number]}")
            taken[p.number] = p.symbol
            for kind in ("args", "ret", "msg"):
                if self.struct_of(p, kind):
                    used.add(self.struct_of(p, kind))
            if p.is_event and (self.struct_of(p, "args") or self.struct_of(p, "ret")):
                raise Refused(f"{self.path}: event {p.symbol} has _args or _ret")
            if not p.is_event and self.struct_of(p, "msg"):
                raise Refused(f"{self.path}: call {p.symbol} has a _msg")
        for name, t in self.types.items():
            if isinstance(t, Struct) and re.search(r"_(args|ret|msg)$", name) and name not in used:
                raise Refused(f"{self.path}: {name} belongs to no procedure")

    def domain_of(self, name):
        """The path to the first domain within a structure: "dom", "snap.dom"; None without one."""
        for x in self.types[name].fields if isinstance(self.types.get(name), Struct) else []:
            if x.repeat is None and x.base == "remote_nonnull_domain":
                return x.name
            inner = self.domain_of(x.base) if x.repeat is None else None
            if inner:
                return f"{x.name}.{inner}"
        return None

    def struct_of(self, proc, kind):
        name = f"{self.prog}_{proc.member}_{kind}"
        return name if name in self.types else None


def banner(f, what):
    return (f"/* SPDX-License-Identifier: LGPL-2.1-or-later */\n"
            f"/* Made by generate.py from {os.path.basename(f.path)}: {what}. Do not edit. */\n")


def op_params(f, p):
    params = ["struct session *session"]
    if f.struct_of(p, "args"):
        params.append(f"const {f.struct_of(p, 'args')} *args")
    if f.struct_of(p, "ret"):
        params.append(f"{f.struct_of(p, 'ret')} *ret")
    if p.fds:
        params.append("struct fd_list *fds")
    if p.stream:
        params.append("struct stream *stream")
    return ", ".join(params)


def write_ops(f):
    out = [banner(f, "the driver contract"), "#pragma once\n", f'#include "protocol/{f.prog}.h"\n',
           "struct session;\nstruct fd_list;\nstruct stream;\n",
           "/*\n * One operation a procedure. An operation returns 0, or < 0 with the error set; it fills *ret with\n"
           " * memory from malloc, which the caller frees with the codec of ret. NULL: not supported.\n */",
           f"struct {f.prog}_ops {{"]
    out += [f"    int (*{p.member})({op_params(f, p)});" for p in f.procs if not p.is_event]
    out += ["};"]
    return "\n".join(out)


def thunk(f, p):
    args = ["session"]
    if f.struct_of(p, "args"):
        args.append("args")
    if f.struct_of(p, "ret"):
        args.append("ret")
    if p.fds:
        args.append("extra->fds")
    if p.stream:
        args.append("extra->stream")
    return (f"static int invoke_{p.member}(const void *ops, struct session *session, const void *args, void *ret,\n"
            f"                             const struct proc_extra *extra)\n{{\n"
            f"    const struct {f.prog}_ops *o = ops;\n"
            f"    return o->{p.member} ? o->{p.member}({', '.join(args)}) : PROC_UNSUPPORTED;\n}}\n")


def writes(f, p):
    """Whether the call is one that only writers may make, where that depends on its arguments."""
    return (f"static bool writes_{p.member}(const void *opaque)\n{{\n"
            f"    const {f.struct_of(p, 'args')} *args = opaque;\n\n"
            f"    return {' || '.join(f'({c})' for c in p.conditions)};\n}}\n")


def string(s):
    return f'"{s}"' if s else "NULL"


def entry(f, p):
    args, ret = f.struct_of(p, "msg" if p.is_event else "args"), f.struct_of(p, "ret")
    items = [f".number = {p.number}", f".flags = {' | '.join(p.flags) or '0'}", f'.name = "{p.name}"',
             f'.member = "{p.member}"']
    if args:
        items.append(f".args_codec = (xdrproc_t)xdr_{args}, .args_size = sizeof({args})")
    if ret:
        items.append(f".ret_codec = (xdrproc_t)xdr_{ret}, .ret_size = sizeof({ret})")
    if not p.is_event:
        items.append(f".invoke = invoke_{p.member}")
        items.append(f".supported_offset = offsetof(struct {f.prog}_ops, {p.member})")
    if p.conditions:
        items.append(f".writes = writes_{p.member}")
    domain = args and f.domain_of(args)
    items.append(f".domain_offset = offsetof({args}, {domain})" if domain else ".domain_offset = -1")
    for key in ("acl", "filter", "sparse", "since"):
        if getattr(p, key):
            items.append(f".{key} = {string(getattr(p, key))}")
    items.append(f".event_id = {p.event_id or -1}")
    return f"    [{p.number}] = {{" + ", ".join(items) + "},"


def write_table(f):
    if not f.procs:
        raise Refused(f"{f.path}: there is no enum {f.prog}_procedure")
    upper = f.prog.upper()
    out = [banner(f, "the procedure table"), "#include <stddef.h>\n#include <libvirt/libvirt.h>\n",
           f'#include "protocol/program.h"\n#include "protocol/{f.prog}_ops.h"\n']
    out += [thunk(f, p) for p in f.procs if not p.is_event]
    out += [writes(f, p) for p in f.procs if p.conditions]
    out += [f"static const struct proc {f.prog}_procs[] = {{"] + [entry(f, p) for p in f.procs] + ["};\n"]
    out += [f"const struct program {f.prog}_program = {{",
            f'    .name = "{f.prog}",', f"    .number = {upper}_PROGRAM,", f"    .version = {upper}_PROTOCOL_VERSION,",
            f"    .procs = {f.prog}_procs,", f"    .max = {max(p.number for p in f.procs)},", "};"]
    return "\n".join(out)


def write_stubs(f):
    out = [banner(f, "the client's side of the contract"),
           f'#include "client/remote/call.h"\n#include "protocol/program.h"\n#include "protocol/{f.prog}_ops.h"\n']
    calls = [p for p in f.procs if not p.is_event]
    for p in calls:
        args = "args" if f.struct_of(p, "args") else "NULL"
        ret = "ret" if f.struct_of(p, "ret") else "NULL"
        extra = []
        if p.fds:
            extra.append(".fds = fds")
        if p.stream:
            extra.append(".stream = stream")
        extra_text = f"&(struct proc_extra){{{', '.join(extra)}}}" if extra else "NULL"
        out.append(f"static int {f.prog}_stub_{p.member}({op_params(f, p)})\n{{\n"
                   f"    return remote_call(session, &{f.prog}_program, {p.symbol}, {args}, {ret}, {extra_text});\n}}\n")
    out.append(f"const struct {f.prog}_ops {f.prog}_stub_ops = {{")
    out += [f"    .{p.member} = {f.prog}_stub_{p.member}," for p in calls]
    out.append("};")
    return "\n".join(out)


def write_lock(f):
    """In the order of names and numbers: where a description stands is not the wire's matter."""
    out = [f"# The wire of {f.prog}: a change here is a change that every peer sees."]
    for kind, name in sorted(f.order):
        t = f.types.get(name)
        if kind == "const":
            out.append(f"const {name} = {f.consts[name]}")
        elif kind == "typedef":
            out.append(f"typedef {t.text()}")
        elif kind == "struct":
            out.append(f"struct {name} {{ " + "; ".join(x.text() for x in t.fields) + " }")
        elif kind == "union":
            arms = "; ".join(f"{v}: {x.text()}" for v, x in t.arms)
            out.append(f"union {name} switch ({t.disc[0]} {t.disc[1]}) {{ {arms} }}")
        elif name != f"{f.prog}_procedure":
            out.append(f"enum {name} {{ " + ", ".join(f"{s} = {v}" for s, v in t) + " }")
    for p in sorted(f.procs, key=lambda p: p.number):
        out.append(f"{p.number} {p.name}: {p.policy}")
    return "\n".join(out)


def main():
    modes = {"ops": write_ops, "table": write_table, "stubs": write_stubs, "lock": write_lock}
    if len(sys.argv) != 3 or sys.argv[1] not in modes:
        sys.exit(f"usage: generate.py {'|'.join(modes)} FILE.x")
    try:
        print(modes[sys.argv[1]](File(sys.argv[2])))
    except Refused as e:
        sys.exit(f"generate.py: {e}")


if __name__ == "__main__":
    main()
