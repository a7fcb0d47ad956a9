#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads all .form files and writes the tables by which documents are put into their form.

    generate.py tables FILE.form...   C: struct form NAME_form for each root (drivers/xml/form.h)

A .form file says what documents of a family look like: which elements and attributes there are, in
which order they are written, what their values are and what they are when nobody says. All files
are read together: a part or a type of one may be used in each other. A line is one thing; what
belongs to it stands below it, four blanks further in. A line that begins with # is a comment.

    type NAME = TYPE            a name for a type
    part NAME                   what several elements share; its body follows
    root NAME [as SYMBOL]       the root element of a document; its table is SYMBOL_form (or NAME_form)

    In a body, in the order in which things are written:

    @NAME[!] TYPE OPTION...                  an attribute; ! it must be there
    NAME[!*+] [TYPE] [+PART] OPTION...       a child element, at most one; ! exactly one, * any number, + at least one.
                                             TYPE: its text. +PART: its body, instead of one below it (it may contain itself)
    +PART                                    here stands what the part has
    text TYPE OPTION...                      the text of the element of this body (of a part or root, else it stands in its line)

Types, and how a value is written:

    string line path uri name ip any         as it came (`any` is a value of which nothing is known; `line` has no line's end;
                                             an `ip` may be of either version; they differ for the schema only)
    enum(a b old:new)                        one of these words; `old` is understood and written as `new`
    yesno onoff                              enum(yes no), enum(on off)
    uint                                     digits, decimal: without leading zeros
    number                                   unsigned, read in any base (0x1f, 017, 31), written decimal
    int                                      the same with a sign
    hex(N)                                   read in any base, written 0x and N digits at least
    HEX(N)                                   the same with capital letters
    octal(N)                                 read as octal, written with N digits at least
    range(MIN MAX)                           uint, of these
    match(EXPRESSION)                        as it came (of `type` lines only); the expression, of XML Schema, says which values there are
    mac uuid cpuset                          lower case; with hyphens; 0-3,7
    size(UNIT [from UNIT])                   an amount, read in the unit of the attribute unit (or else `from`, or else UNIT), written in UNIT;
                                             the element's attribute unit becomes UNIT; where it has no line of its own, it is the first
    free                                     of an element only (also one of which nothing is known yet): whatever is in it stays as it came
    metadata                                 of an element only: children of namespaces, one of each, stay as they came; others go

A value that is not of its type stays as it came: to refuse it is not the business of a form. An element that has a type, but
neither text nor attributes, is not written. One without type has no text; one
that has a type and children has either. What may come once and comes again goes.

Options, in any order, `if` the last:

    = VALUE      where it is missing, it is this: a word, or 'any text'. An element with a value is made where it is missing.
    = $PATH      the same: what is there, if anything is
    = #          the same: which of its kind it is among its siblings, from 0
    omit VALUE   it is not written when it is that
    made         of an element: it is made where it is missing
    prune        of an element: it is not written when nothing is in it, neither attribute nor child nor text; of one
                 that has a type: when it has no text
    beside       of an element: it is not written behind the one on the line above it, but among those, as they came
    by @NAME     of elements: they are written in the order of the numbers in that attribute, or of the words of its enum
    live         it is a fact of a machine that runs: it goes from a document of one that does not
    reset        in a document of a machine that does not run it is what stands behind =, whatever was written
    drop         it goes
    if TEST [and TEST...]
                 there is such a thing only where all tests are true of the element that the body is of. A test of an attribute sees
                 attributes above it with what was filled in, and what else there is as it came; a test of a child sees all attributes
                 as they are written, and all children as they came. So does $PATH, but that of a child sees children above it only.
                 A name may have several lines, with tests that differ.

    TEST is PATH (it is there), !PATH (it is not), PATH=a|b, PATH!=a|b; * in a word stands for anything
    PATH is @NAME, an attribute of the same element; ., its text; CHILD, a child (its text); CHILD/@NAME; ^@NAME, ^^@NAME ... an attribute of
         the element around it, and so on

Elements and attributes that no line knows go, comments as well.
At most 64 attributes and 64 children are in one body.
"""

import re
import sys

STRINGS = ("string", "line", "path", "uri", "name", "ip", "any")
KINDS = {"uint": "FORM_UINT", "number": "FORM_NUMBER", "int": "FORM_INT", "mac": "FORM_MAC", "uuid": "FORM_UUID",
         "cpuset": "FORM_CPUSET", "free": "FORM_FREE", "metadata": "FORM_METADATA"}
KINDS.update((name, "FORM_STRING") for name in STRINGS)
BASES = {"range": "uint", "match": "string"}
WORDS = {"yesno": "yes no", "onoff": "on off"}
NAME = r"[A-Za-z_][A-Za-z0-9_.:-]*"
TOKEN = re.compile(r"\s*('[^']*'|[A-Za-z]+\([^()]*\)|\S+)")
LIMIT = 64


class Refused(Exception):
    """What is wrong, and where."""


class Type:
    """A type as a line names it: kind, and words of an enum, width of a number, units of a size; name: what the line says."""

    def __init__(self, kind, name, words=(), width=0, unit=None, unit_from=None):
        self.kind, self.name, self.words, self.width, self.unit, self.unit_from = kind, name, words, width, unit, unit_from


class Item:
    """An attribute or an element."""

    def __init__(self, name, where, attribute=False, card="?"):
        self.name, self.where, self.attribute, self.card = name, where, attribute, card
        self.type = None  # of the value, or of the text
        self.preset = None  # a text, ("$", path) or ("#",)
        self.omit = self.by = None
        self.flags = set()  # made prune beside live reset drop
        self.tests = []  # (negative, path, words or None)
        self.body = []  # Items, and names of parts
        self.part = None  # the name of the part that is its body


class Forms:
    """All that the files say: types, parts and roots by name."""

    def __init__(self, paths):
        self.types, self.parts, self.roots = {}, {}, {}
        lines = []
        for path in paths:
            with open(path, encoding="utf-8") as f:
                lines += [(f"{path}:{n}", line) for n, line in enumerate(f.read().split("\n"), 1)]
        lines = [(where, line.rstrip()) for where, line in lines if line.strip() and not line.lstrip().startswith("#")]
        for where, line in lines:
            if m := re.fullmatch(rf"type ({NAME}) = (.*)", line):
                self.types[m[1]] = (where, m[2])
        self.read(lines)

    def read(self, lines):
        stack = []  # of (indent, item)
        for where, line in lines:
            indent = len(line) - len(line.lstrip())
            if indent % 4:
                raise Refused(f"{where}: the indent is not of fours")
            if indent == 0:
                stack = [self.read_top(where, line)]
                continue
            stack = stack[:indent // 4]
            if len(stack) != indent // 4 or not stack[-1]:
                raise Refused(f"{where}: belongs to nothing")
            stack.append(self.read_line(where, line.strip(), stack[-1]))

    def read_top(self, where, line):
        if re.match("type ", line):
            return None
        if not (m := re.fullmatch(rf"(part|root) ({NAME})(?: as ({NAME}))?", line)):
            raise Refused(f"{where}: neither type, part nor root")
        item = Item(m[2], where)
        table, key = (self.parts, m[2]) if m[1] == "part" else (self.roots, m[3] or m[2])
        if key in table:
            raise Refused(f"{where}: {key} was there before")
        table[key] = item
        return item

    def read_line(self, where, line, parent):
        if m := re.fullmatch(rf"\+({NAME})", line):
            parent.body.append(m[1])
            return None
        words = TOKEN.findall(line)
        if words[0] == "text" and len(words) > 1 and not words[1].startswith("+"):
            self.read_options(where, words[1:], parent)
            return None
        if not (m := re.fullmatch(rf"(@?)({NAME})([!*+]?)", words[0])):
            raise Refused(f"{where}: cannot read {words[0]}")
        item = Item(m[2], where, bool(m[1]), m[3] or "?")
        self.read_options(where, words[1:], item)
        if item.attribute and item.type is None and "drop" not in item.flags:
            raise Refused(f"{where}: an attribute has a type")
        parent.body.append(item)
        return None if item.attribute else item

    def read_options(self, where, words, item):
        words = list(words)
        while words:
            word = words.pop(0)
            if word in ("made", "prune", "beside", "live", "reset", "drop"):
                item.flags.add(word)
            elif word == "=":
                value = words.pop(0)
                item.preset = ("#",) if value == "#" else ("$", self.path(where, value[1:])) if value[0] == "$" else value.strip("'")
            elif word == "omit":
                item.omit = words.pop(0).strip("'")
            elif word == "by":
                item.by = words.pop(0).lstrip("@")
            elif word == "if":
                item.tests = [self.test(where, t) for t in " ".join(words).split(" and ")]
                words = []
            elif word.startswith("+"):
                item.part = word[1:]
            elif item.type is None:
                item.type = self.type(where, " ".join([word] + self.rest_of(word, words)))
            else:
                raise Refused(f"{where}: cannot read {word}")

    @staticmethod
    def rest_of(word, words):
        """What belongs to a word with an open bracket."""
        rest = []
        while (word + " ".join(rest)).count("(") > (word + " ".join(rest)).count(")") and words:
            rest.append(words.pop(0))
        return rest

    def type(self, where, text):
        name = text
        if text in self.types:
            return self.named(text)
        if text in WORDS:
            return Type("enum", name, tuple(WORDS[text].split()))
        if text in KINDS:
            return Type(text, name)
        m = re.fullmatch(r"(enum|hex|HEX|octal|size|range|match)\((.*)\)", text)
        if not m:
            raise Refused(f"{where}: there is no type {text}")
        if m[1] == "enum":
            return Type("enum", name, tuple(m[2].split()))
        if m[1] in ("range", "match"):
            return Type(m[1], name, tuple(m[2].split() if m[1] == "range" else [m[2]]))
        if m[1] == "size":
            out, _, read = m[2].partition(" from ")
            return Type("size", name, unit=out, unit_from=read or out)
        return Type(m[1], name, width=int(m[2]))

    def named(self, name):
        t = self.type(*self.types[name])
        t.name = name
        return t

    @staticmethod
    def path(where, text):
        if text == ".":
            return 0, None, None
        m = re.fullmatch(rf"(\^*)(?:({NAME})/)?(?:@({NAME})|({NAME}))", text)
        if not m or (m[1] and (m[2] or m[4])) or (m[2] and m[4]):
            raise Refused(f"{where}: {text} is no path")
        return len(m[1]), m[2] or m[4], m[3]

    def test(self, where, text):
        m = re.fullmatch(r"(!?)([^=! ]+)(?:(!?=)(\S+))?", text.strip())
        if not m:
            raise Refused(f"{where}: {text} is no test")
        return m[1] == "!" or m[3] == "!=", self.path(where, m[2]), m[4].split("|") if m[4] else None

    def body(self, item, inside=()):
        """The lines of an item's body, with those of parts in their places."""
        out = []
        lines = [item.part] if item.part else item.body
        for line in lines:
            if isinstance(line, Item):
                out.append(line)
                continue
            if line not in self.parts:
                raise Refused(f"{item.where}: there is no part {line}")
            if line in inside:
                raise Refused(f"{item.where}: {line} contains itself")
            out += self.body(self.parts[line], inside + (line,))
        return out


def text(value):
    return "NULL" if value is None else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Tables:
    """Writes C."""

    def __init__(self, forms):
        self.forms, self.out, self.known, self.n = forms, [], {}, 0

    def path(self, path):
        up, child, attribute = path
        return f"{{{up}, {text(child)}, {text(attribute)}}}"

    def lists(self, item):
        """The members of a form that tell what is in the element."""
        key = item.part or id(item)
        if key in self.known:
            return self.known[key]
        lines = self.forms.body(item)
        attributes = [i for i in lines if i.attribute]
        children = [i for i in lines if not i.attribute]
        if self.sized(item, attributes) and not any(a.name == "unit" for a in attributes):
            unit = Item("unit", item.where, True)
            unit.type = Type("string", "string")
            attributes.insert(0, unit)
        if max(len(attributes), len(children)) > LIMIT:
            raise Refused(f"{item.where}: more than {LIMIT}")
        self.n += 1
        name = f"form_{self.n}"
        self.known[key] = (f".attributes = {name}_attributes, .n_attributes = {len(attributes)}, " if attributes else "") + \
            (f".children = {name}_children, .n_children = {len(children)}, " if children else "")
        for kind, members in (("attributes", attributes), ("children", children)):
            if members:
                self.out.append(f"static const struct form {name}_{kind}[{len(members)}];")
        for kind, members in (("attributes", attributes), ("children", children)):
            if members:
                rows = [self.row(i) for i in members]
                self.out.append(f"static const struct form {name}_{kind}[{len(members)}] = {{")
                self.out += [f"    {{{row}}}," for row in rows]
                self.out.append("};")
        return self.known[key]

    @staticmethod
    def sized(item, attributes):
        return any(i.type and i.type.kind == "size" for i in [item, *attributes])

    def sorted_by(self, item):
        """The attribute; behind it the words of its enum."""
        for line in self.forms.body(item):
            if line.attribute and line.name == item.by and line.type.kind == "enum":
                return " ".join([item.by, *line.type.words])
        return item.by

    @staticmethod
    def may_be_made(item):
        return not item.attribute and (item.preset is not None or "made" in item.flags)

    def row(self, item):
        parts = [f".name = {text(item.name)}"]
        flags = [f"FORM_{f.upper()}" for f in sorted(item.flags)]
        of = self.forms.parts.get(item.part) if item.part else None
        t, preset = item.type or (of and of.type), item.preset if item.preset is not None else of and of.preset
        if item.card in "*+" and not item.attribute:
            flags.append("FORM_MANY")
        if t and t.kind == "enum":
            renames = " ".join(w for w in t.words if ":" in w)
            parts.append(".kind = FORM_WORD" if renames else ".kind = FORM_STRING")
            parts += [f".words = {text(renames)}"] if renames else []
        elif t and t.kind in ("hex", "HEX", "octal"):
            kind = "CAPITAL_HEX" if t.kind == "HEX" else t.kind.upper()
            parts.append(f".kind = FORM_{kind}, .width = {t.width}")
        elif t and t.kind == "size":
            parts.append(f".kind = FORM_SIZE, .words = {text(t.unit)}, .unit = {text(t.unit_from)}")
        elif t:
            parts.append(f".kind = {KINDS[BASES.get(t.kind, t.kind)]}")
        if preset is not None:
            if isinstance(preset, str):
                parts.append(f".preset = {text(preset)}")
            elif preset[0] == "#":
                flags.append("FORM_NUMBERED")
            else:
                self.n += 1
                self.out.append(f"static const struct form_path path_{self.n} = {self.path(preset[1])};")
                parts.append(f".from = &path_{self.n}")
        if item.omit is not None:
            parts.append(f".omit = {text(item.omit)}")
        if item.by:
            parts.append(f".by = {text(self.sorted_by(item))}")
        if item.tests:
            self.n += 1
            rows = ", ".join(f"{{{self.path(p)}, {str(negative).lower()}, {text(' '.join(words) if words else None)}}}"
                             for negative, p, words in item.tests)
            self.out.append(f"static const struct form_test tests_{self.n}[] = {{{rows}}};")
            parts.append(f".tests = tests_{self.n}, .n_tests = {len(item.tests)}")
        if not item.attribute and any(self.may_be_made(i) for i in self.forms.body(item)):
            flags.append("FORM_FILLS")
        if flags:
            parts.append(f".flags = {' | '.join(flags)}")
        inside = "" if item.attribute else self.lists(item)
        return ", ".join(parts) + (", " + inside.rstrip(", ") if inside else "")

    def write(self):
        print("/* Written by drivers/forms/generate.py. */\n#include \"drivers/xml/form.h\"\n")
        ends = []
        for name, item in self.forms.roots.items():
            symbol = f"{name.replace('-', '_')}_form"
            ends.append(f"\nextern const struct form {symbol};\nconst struct form {symbol} = {{{self.row(item)}}};")
        print("\n".join(self.out + ends))


def main():
    if len(sys.argv) < 3 or sys.argv[1] != "tables":
        sys.exit(__doc__)
    try:
        Tables(Forms(sys.argv[2:])).write()
    except (Refused, OSError) as e:
        sys.exit(f"generate: {e}")


if __name__ == "__main__":
    main()
