#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the RELAX NG schema of a family of documents from the .form files (their lines: generate.py).

    schemas.py ROOT FILE.form...        the schema of `root NAME as ROOT`

Elements may come in any order. What a line says `if` there is refused where one of its tests is known
to be false: those of attributes that are one of few words, or that are there or not, of this element or
one around it. Tests of children count as true.
"""

import itertools
import os
import sys
from xml.sax.saxutils import quoteattr

from generate import WORDS, Forms, Item, Refused, Tables, Type

# Of hypervisors: what is in these namespaces stands at the end of a document, and is theirs.
LIBVIRT = "http://libvirt.org/schemas/"
FOREIGN = {
    "domain": [f"{LIBVIRT}domain/{n}/1.0" for n in ("qemu", "lxc", "xen", "bhyve", "test")],
    "network": [f"{LIBVIRT}network/dnsmasq/1.0"],
    "storagepool": [f"{LIBVIRT}storagepool/{n}/1.0" for n in ("fs", "rbd")],
}
# An element of a document can be looked at alone: as an element of this namespace that has the name of its definition.
PART = "urn:vireo:part"
# For an element that was looked at, one of this namespace may stand; its text names the definitions that it meets.
MET = "urn:vireo:met"
HEX = "[0-9a-fA-F]"
OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
# What values look like, by a type's name or kind; None: any text.
PATTERNS = {
    "string": None, "any": None, "uri": None, "line": "[^\\n]+", "name": "[^\\n]+", "path": r"(/|[a-zA-Z]:\\|\[[^\]]+\] ).+",
    "ip": rf"({OCTET}\.){{3}}{OCTET}|[0-9a-fA-F:]*:[0-9a-fA-F:]*(:({OCTET}\.){{3}}{OCTET})?",
    "uint": "[0-9]+", "number": f"[0-9]+|0[xX]{HEX}+", "int": "[+-]?[0-9]+",
    "hex": f"(0[xX])?{HEX}+", "HEX": f"(0[xX])?{HEX}+", "octal": "(0o)?[0-7]+",
    "mac": f"{HEX}{{2}}(:{HEX}{{2}}){{5}}",
    "uuid": f"{HEX}{{32}}|{HEX}{{8}}-({HEX}{{4}}-){{3}}{HEX}{{12}}",
    "cpuset": r"(\^?[0-9]+(-[0-9]+)?)(,\^?[0-9]+(-[0-9]+)?)*",
    "size": "[0-9]+", "unit": "[bB]([yY][tT][eE][sS]?)?|[kKmMgGtTpPeE]([iI]?[bB])?",
}
NUMBERS = "uint", "number", "int", "hex", "HEX", "octal", "size"  # blanks around them count for nothing
UNIT = Type("unit", "unit")


class Schema:
    """Of one root."""

    def __init__(self, forms, root):
        self.forms, self.root, self.out, self.known, self.heard = forms, root, [], {}, {}
        for name, item in forms.roots.items():
            forms.parts.setdefault(name, item)

    def lines(self, item):
        """The lines of an element's body, with the unit of its amounts."""
        lines = self.forms.body(item)
        attributes = [i for i in lines if i.attribute]
        if Tables.sized(item, attributes):
            for i in attributes:
                i.type = UNIT if i.name == "unit" else i.type
            if not any(i.name == "unit" for i in attributes):
                unit = Item("unit", item.where, True)
                unit.type = UNIT
                lines = [unit] + lines
        return lines

    @staticmethod
    def key(item):
        return item.part or id(item)

    def tests(self, item):
        """Tests of attributes in an element, and in those in it that look out of themselves: (how far up, name, words)."""
        key = self.key(item)
        if key not in self.heard:
            self.heard[key] = found = set()
            for line in self.lines(item):
                for _, (up, child, attribute), words in line.tests:
                    if attribute and not child:
                        found.add((up, attribute, tuple(words) if words else None))
                if not line.attribute:
                    found |= {(up - 1, a, w) for up, a, w in self.tests(line) if up}
        return self.heard[key]

    @staticmethod
    def holds(value, words):
        """Whether an attribute passes a test; value None: it is not there, True: nothing more is known."""
        if words is None:
            return value is not None
        if value is True or any("*" in w or "?" in w for w in words):
            return None
        return value in words

    def classes(self, lines, name, tests):
        """The values of an attribute, sorted by what tests say of them: [(words, whether it may be missing, value)]."""
        own = [i for i in lines if i.attribute and i.name == name]
        few = all(i.type and i.type.kind == "enum" for i in own)
        words = [w for i in own for w in self.words(i.type)] if few else [True]
        preset = next((i.preset for i in own if isinstance(i.preset, str) and not i.tests), None)
        values = dict.fromkeys(words + ([] if any(i.card == "!" for i in own) else [None]))
        groups = {}
        for value in values:
            seen = preset if value is None and preset in words else value
            groups.setdefault(tuple(self.holds(seen, w) for w in tests), []).append((value, seen))
        return [([v for v, _ in g if v is not None], any(v is None for v, _ in g), g[0][1]) for g in groups.values()]

    @staticmethod
    def words(t):
        return [w for word in t.words for w in word.split(":")]

    def applies(self, line, around):
        """Whether no test of a line is known to be false."""
        for negative, (up, child, attribute), words in line.tests:
            known = around[up] if up < len(around) else {}
            if child or not attribute or attribute not in known:
                continue
            holds = self.holds(known[attribute], words)
            if holds is not None and holds == negative:
                return False
        return True

    def content(self, item, around):
        """The pattern of what is in an element; around: what is known of attributes of those around it, from the nearest."""
        tests = self.tests(item)
        known = tuple(sorted((up, a, str(around[up - 1].get(a, "?"))) for up, a, _ in tests if 0 < up <= len(around)))
        key = self.key(item), known
        if key not in self.known:
            self.known[key] = name = f"{item.part or item.name}.{len(self.known)}"
            lines = self.lines(item)
            names = sorted({a for up, a, _ in tests if not up and any(i.attribute and i.name == a for i in lines)})
            split = [self.classes(lines, a, [w for up, b, w in tests if not up and b == a]) for a in names]
            choices = [self.group(item, lines, dict(zip(names, combo)), around) for combo in itertools.product(*split)]
            choices = list(dict.fromkeys(choices))
            pattern = choices[0] if len(choices) == 1 else "<choice>" + "".join(f"<group>{c}</group>" for c in choices) + "</choice>"
            self.out.append(f"<define name={quoteattr(name)}>{pattern}</define>")
        return f"<ref name={quoteattr(self.known[key])}/>"

    def group(self, item, lines, values, around):
        """The same where attributes are of these classes."""
        around = ({name: value for name, (_, _, value) in values.items()},) + around
        lines = [i for i in lines if self.applies(i, around)]
        attributes, children = {}, {}
        for line in lines:
            (attributes if line.attribute else children).setdefault(line.name, []).append(line)
        out = [self.attribute(name, own, values.get(name)) for name, own in attributes.items()]
        inside = [self.child(name, own, around) for name, own in children.items()]
        if item is self.root_item():
            inside += [f"<zeroOrMore><element><nsName ns={quoteattr(ns)}/><ref name='anything'/></element></zeroOrMore>"
                       for ns in FOREIGN.get(self.root, ())]
        of = self.forms.parts.get(item.part) if item.part else None
        t = item.type or (of and of.type)
        if t and t.kind == "free":
            return "<ref name='anything'/>"
        if t and t.kind == "metadata":
            return "".join(out) + "<zeroOrMore><ref name='element'/></zeroOrMore>"
        if t and inside:
            inside.append("<text/>")
        elif t:
            out.append(self.value([t]))
        if inside:
            out.append(f"<interleave>{''.join(inside)}</interleave>" if len(inside) > 1 else inside[0])
        return "".join(out) or "<empty/>"

    def root_item(self):
        return self.forms.roots[self.root]

    def attribute(self, name, own, of_class):
        wanted = any(i.card == "!" for i in own)
        if of_class:
            words, missing, value = of_class
            if not words:
                return ""
            wanted = not missing
            if words != [True]:
                own_type = Type("enum", "", words)
                return self.optional(f"<attribute name={quoteattr(name)}>{self.value([own_type])}</attribute>", "!" if wanted else "?")
        types = [i.type or Type("string", "string") for i in own]
        return self.optional(f"<attribute name={quoteattr(name)}>{self.value(types)}</attribute>", "!" if wanted else "?")

    def child(self, name, own, around):
        card = "*" if any(i.card in "*+" for i in own) else own[0].card
        card = "+" if len(own) == 1 and own[0].card == "+" else card
        inside = list(dict.fromkeys(self.content(i, around) for i in own))
        pattern = inside[0] if len(inside) == 1 else f"<choice>{''.join(inside)}</choice>"
        of = [ref.split('"')[1] for ref in inside]
        met = "|".join(".* " + d.replace(".", "[.]") + " .*" for d in of)
        met = f"<data type='string'><param name='pattern'>{met}</param></data>"
        return self.optional(f"<choice><element name={quoteattr(name)}>{pattern}</element>"
                             f"<element name={quoteattr(name)} ns='{MET}'>{met}</element></choice>", card)

    @staticmethod
    def optional(pattern, card):
        tag = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}.get(card)
        return f"<{tag}>{pattern}</{tag}>" if tag else pattern

    def value(self, types):
        """The pattern of values of these types."""
        out = []
        for t in types:
            if t.kind == "enum":
                out += [f"<value>{w.replace('&', '&amp;')}</value>" for w in self.words(t)]
            elif t.kind == "range":
                out.append(f"<data type='integer'><param name='minInclusive'>{t.words[0]}</param>"
                           f"<param name='maxInclusive'>{t.words[1]}</param></data>")
            else:
                pattern = t.words[0] if t.kind == "match" else PATTERNS[t.name if t.name in PATTERNS else t.kind]
                out.append("<text/>" if pattern is None else
                           f"<data type='{'token' if t.kind in NUMBERS else 'string'}'><param name='pattern'>{pattern.replace('&', '&amp;').replace('<', '&lt;')}</param></data>")
        out = list(dict.fromkeys(out))
        if "<text/>" in out:
            return "<text/>"
        return out[0] if len(out) == 1 else f"<choice>{''.join(out)}</choice>"

    def write(self):
        if self.root not in self.forms.roots:
            raise Refused(f"there is no root {self.root}")
        item = self.root_item()
        start = self.content(item, ())
        print("<?xml version='1.0' encoding='UTF-8'?>\n<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->\n"
              f"<!-- What {item.name} documents look like. Written by drivers/forms/{os.path.basename(__file__)}. -->\n"
              "<grammar xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>")
        parts = "".join(f"<element name={quoteattr(name)} ns='{PART}'><ref name={quoteattr(name)}/></element>" for name in self.known.values())
        print(f"<start><choice><element name={quoteattr(item.name)}>{start}</element>{parts}</choice></start>")
        print("<define name='anything'><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name='element'/></choice>"
              "</zeroOrMore></define>\n<define name='element'><element><anyName/><ref name='anything'/></element></define>")
        print("\n".join(self.out) + "\n</grammar>")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        Schema(Forms(sys.argv[2:]), sys.argv[1]).write()
    except (Refused, OSError) as e:
        sys.exit(f"schemas: {e}")


if __name__ == "__main__":
    main()
