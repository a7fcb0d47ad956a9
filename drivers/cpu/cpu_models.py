#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes cpu_models.def: what models of CPUs stand for, as a libvirt says that is asked.

    cpu_models.py WORDS-FILE... >cpu_models.def

needs libvirt's library and Debian's python3-libvirt. libvirt has no call that lists the features
of CPUs, so it is asked about every word of the files: cpu_models.def itself, and any text that
names more. All else follows from the answers of virConnectBaselineCPU on test:///default: what a
model has, whose it is, whether a baseline can be that model, what it is without unless it is said
to have it, and in which order features are told. The models come out as what they have over the
largest one before them that they contain.
"""
import functools
import re
import sys

import libvirt

VENDORS = {"x86_64": ("Intel", "AMD", "Hygon"), "ppc64": ("IBM", "Freescale")}
ANY = {"x86_64": "kvm64", "ppc64": "POWER8"}  # a model, to ask with
# Every model has these, so that no answer tells where they stand; the bits 0 to 3 of CPUID(1).EDX.
FIRST = ["fpu", "vme", "de", "pse"]


class Asker:
    def __init__(self):
        libvirt.registerErrorHandler(lambda *_: None, None)
        self.conn = libvirt.open("test:///default")

    def common(self, *cpus, arch="x86_64", flags=0):
        """(model, {feature: policy} in order) that these (model, vendor, features) have in common, or None."""
        xmls = []
        for model, vendor, features in cpus:
            vendor = f"<vendor>{vendor}</vendor>" if vendor else ""
            features = "".join(f"<feature name='{f}'/>" for f in features)
            xmls.append(f"<cpu><arch>{arch}</arch><model>{model}</model>{vendor}{features}</cpu>")
        try:
            xml = self.conn.baselineCPU(xmls, flags)
        except libvirt.libvirtError:
            return None
        features = re.findall(r"policy='(\w+)' name='([^']+)'", xml)
        return re.search(r">([^<]+)</model>", xml)[1], {name: policy for policy, name in features}

    def vendor(self, model, arch):
        """The vendor of a model: the only one that it may be given beside another CPU."""
        cpus = [(ANY[arch], None, []), (model, None, [])] if arch == "x86_64" else [(model, None, [])]
        fits = [v for v in VENDORS[arch] if self.common(*cpus[:-1], (model, v, []), arch=arch)]
        return fits[0] if len(fits) == 1 else None

    def before(self, one, other):
        _, features = self.common(("486", None, [one, other]))
        return list(features).index(one) - list(features).index(other)

    def features(self, words):
        rest = [w for w in sorted(words) if w not in FIRST and self.common(("486", None, [w]))]
        return FIRST + sorted(rest, key=functools.cmp_to_key(self.before))


def text(value):
    return f'"{value}"' if value else "NULL"


def main():
    words = set(FIRST)
    for path in sys.argv[1:]:
        words |= set(re.findall(r"[a-z0-9][a-z0-9_.-]+", open(path).read()))
    asker = Asker()
    features = asker.features(words)
    version = asker.conn.getLibVersion()
    print("/* SPDX-License-Identifier: LGPL-2.1-or-later */")
    print(f"/*\n * Written by cpu_models.py, which asked libvirt {version // 1000000}.{version // 1000 % 1000}."
          f"{version % 1000}; the macros are explained in cpu_model.c.\n */")
    for f in features:
        print(f'FEATURE("{f}")')
    known = {}
    for model in asker.conn.getCPUModelNames("x86_64"):
        found, told = asker.common((model, None, []), flags=libvirt.VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES)
        has = {f for f in told if told[f] == "require"}
        without = [f for f in features if told.get(f) == "disable"] if found == model else []
        like = max((m for m in known if known[m] <= has), key=lambda m: len(known[m]), default=None)
        more = [f for f in features if f in has - known.get(like, set())]
        known[model] = has
        lines = f'X86_MODEL("{model}", {text(asker.vendor(model, "x86_64"))}, {str(found == model).lower()}, ' \
                f'{text(like)}, {text(" ".join(without))},'
        print(lines)
        line = ""
        for f in more:
            if len(line) + len(f) > 80:
                print(f'          "{line}"')
                line = ""
            line += f + " "
        print(f'          "{line.rstrip()}")')
    for model in asker.conn.getCPUModelNames("ppc64"):
        print(f'PPC_MODEL("{model}", {text(asker.vendor(model, "ppc64"))})')


if __name__ == "__main__":
    main()
