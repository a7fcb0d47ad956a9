#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python: what a connection says of CPUs, generated ones and odd ones.

Usage: cpu.py URI CPU-MODELS-DEF
       cpu.py URI CPU-MODELS-DEF compare        CPUs held against the host's, which has a known model

CPU-MODELS-DEF names the features that there are (drivers/cpu/cpu_models.def). The CPUs are the same
each time; errors are told by domain, code and level.
"""

import random
import re
import sys

import libvirt

ARCHS = ("i686 x86_64 ppc64 ppc64le aarch64 armv6l armv7b armv7l s390 s390x alpha cris ia64 lm32 m68k microblaze "
         "microblazeel mips mips64 mips64el mipsel openrisc parisc parisc64 ppc ppcemb ppcle riscv32 riscv64 sh4 sh4eb "
         "sparc sparc64 unicore32 xtensa xtensaeb i386 amd64 itanium pdp11").split()
VENDORS = ["Intel", "AMD", "Hygon"]
RANDOM = 400
# What may be in a <cpu> that describes a host, and what may not.
INNER = """<feature name='vmx' policy='disable'/> <feature/> <feature name=''/> <feature name='vmx'/><feature name='vmx'/>
<feature name='abacus'/> <feature name='vmx' policy='perhaps'/> <topology sockets='1' cores='2' threads='1'/>
<topology/> <topology sockets='0' cores='1' threads='1'/> <topology sockets='1' dies='0' cores='1' threads='1'/>
<topology sockets='-1' cores='1' threads='1'/> <topology sockets='x' cores='1' threads='1'/> <vendor/>
<vendor>Intel</vendor> <vendor>AMD</vendor> <vendor>Foundry</vendor> <microcode version='3'/> <microcode/>
<microcode version='x'/> <counter name='tsc' frequency='1' scaling='yes'/> <counter name='tsc' frequency='x'/>
<counter name='tsc'/> <counter name='hand'/> <signature family='6' model='23' stepping='1'/> <signature family='x'/>
<maxphysaddr mode='emulate' bits='42'/> <maxphysaddr mode='x'/> <cache mode='emulate'/> <cache mode='x'/>
<numa><cell id='0' cpus='0' memory='1'/></numa> <pages unit='x' size='4'/> <pages/> <arch>ppc64</arch>
<model>Haswell</model> <odd/>""".split(">\n")
ATTRIBUTES = ("mode='custom'", "mode='host-model'", "mode='x'", "match='exact'", "match='x'", "migratable='on'",
              "check='full'", "check='x'", "odd='x'")
ODD = ("", "<cpu", "<cpu/>", "<other/>", "<cpu><arch>x86_64</arch></cpu>", "<cpu><model>Penryn</model></cpu>",
       "<cpu><arch>x86_64</arch><model/></cpu>", "<cpu><arch>x86_64</arch><model> Penryn </model></cpu>",
       "<cpu><arch/><model>Penryn</model></cpu>", "<cpu mode='custom'/>", "<cpu><topology/></cpu>",
       "<cpu><arch>x86_64</arch><topology/></cpu>", "<cpu><arch>x86_64</arch><feature/></cpu>",
       "<cpu><arch>pdp11</arch></cpu>", "<cpu><arch>x86_64</arch><model>Penryn</model><feature/><topology/></cpu>",
       "<cpu><arch>x86_64</arch><model vendor_id='x' fallback='x'>Penryn</model></cpu>")


def cpu(model, arch="x86_64", vendor=None, features=(), inner="", attributes=""):
    vendor = f"<vendor>{vendor}</vendor>" if vendor else ""
    features = "".join(f"<feature name='{f}'/>" for f in features)
    return f"<cpu {attributes}><arch>{arch}</arch><model>{model}</model>{vendor}{features}{inner}</cpu>"


def answer(what, call, *args):
    try:
        print(what, call(*args), flush=True)
    except libvirt.libvirtError as e:
        print(what, "error", e.get_error_domain(), e.get_error_code(), e.get_error_level(), flush=True)


def pieces():
    """The elements of INNER, one by one or as they stand together."""
    return [piece for line in INNER for piece in re.split(r"(?<=>) (?=<)", line if line.endswith(">") else line + ">")]


def some_cpus(chance, models, features):
    """One to four CPUs, of which some are much alike."""
    kin = chance.choice((models, models, chance.sample(models, 2)))
    found = []
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
        more = chance.sample(features, chance.choice((0, 0, 1, 2, 5, 40)))
        found.append(cpu(chance.choice(kin), vendor=chance.choice([None] * 6 + VENDORS), features=more))
    return found


def near_cpu(chance, models, features, host):
    """A CPU that is much like the host's, or like one of its family."""
    model = chance.choice((host.model, chance.choice(models)))
    told = {}
    if chance.random() < .6:
        told = {f: chance.choice((None, "require", "require", "optional")) for f in host.features}
    for feature in chance.sample(features, chance.choice((0, 1, 2, 3))):
        told[feature] = chance.choice((None, "require", "optional", "disable", "force", "forbid"))
    match = chance.choice(("", "", "", "match='strict'", "match='minimum'", "match='exact'"))
    vendor = chance.choice([None] * 6 + VENDORS)
    return (f"<cpu {match}>" + ("<arch>x86_64</arch>" if chance.random() < .2 else "") + f"<model>{model}</model>" +
            (f"<vendor>{vendor}</vendor>" if vendor else "") +
            "".join(f"<feature name='{f}'" + (f" policy='{p}'" if p else "") + "/>" for f, p in told.items()) + "</cpu>")


class Host:
    def __init__(self, conn):
        self.cpu = re.search(r"<cpu>.*?</cpu>", conn.getCapabilities(), re.DOTALL)[0]
        self.model = re.search("<model>(.*?)</model>", self.cpu)[1]
        self.features = re.findall("<feature name='([^']+)'", self.cpu)


def compare(conn, features):
    host = Host(conn)
    model = f"<model>{host.model}</model>"
    xmls = [f"<cpu>{model}{piece}</cpu>" for piece in pieces()] + [f"<cpu {a}>{model}</cpu>" for a in ATTRIBUTES]
    xmls += list(ODD) + ["<cpu mode='host-passthrough' migratable='on'/>", "<cpu mode='maximum'/>"]
    xmls += [cpu(host.model, arch) for arch in ("i686", "x86_64", "ppc64", "s390x", "riscv64", "pdp11")]
    xmls += [cpu(m) for m in conn.getCPUModelNames("x86_64")]
    # Processor, kernel and libvirtd decide what the host's CPU consists of: all of it is to be there, in the
    # same order, but for sizes of pages, which are the world's own.
    print("the host's:", re.sub(r"\s*<pages [^>]*/>", "", host.cpu), flush=True)
    for name, xml in [("the host's", host.cpu)] + [(xml, xml) for xml in xmls]:
        answer(f"{name}:", conn.compareCPU, xml)
        answer(f"{name}, or fails:", conn.compareCPU, xml, libvirt.VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE)
    for i in range(RANDOM):
        chance = random.Random(i)
        answer(f"the generated {i}:", conn.compareCPU, near_cpu(chance, conn.getCPUModelNames("x86_64"), features, host),
               chance.choice((0, 0, libvirt.VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE)))


def main():
    libvirt.registerErrorHandler(lambda *_: None, None)
    conn = libvirt.open(sys.argv[1])
    features = re.findall(r'^FEATURE\("([^"]+)"\)', open(sys.argv[2]).read(), re.MULTILINE)
    if len(sys.argv) > 3:
        compare(conn, features)
        return
    models = conn.getCPUModelNames("x86_64")
    for arch in ARCHS:
        answer(f"models of {arch}:", conn.getCPUModelNames, arch)
        for model in ("Penryn", "POWER8", "abacus"):
            answer(f"{arch} {model}:", conn.baselineCPU, [cpu(model, arch)])
    for model in models:
        for flags in (0, 1, 2, 4):
            answer(f"{model}, {flags}:", conn.baselineCPU, [cpu(model)], flags)
    for model in conn.getCPUModelNames("ppc64"):
        for vendor in (None, "IBM", "Freescale", "Intel"):
            answer(f"{model} by {vendor}:", conn.baselineCPU, [cpu(model, "ppc64", vendor)] * 2)
        answer(f"{model} and POWER8:", conn.baselineCPU, [cpu("POWER8", "ppc64"), cpu(model, "ppc64le")])
    for xml in [cpu("Penryn", inner=piece) for piece in pieces()] + [cpu("Penryn", attributes=a) for a in ATTRIBUTES]:
        answer(f"{xml}:", conn.baselineCPU, [xml])
        answer(f"Penryn and {xml}:", conn.baselineCPU, [cpu("Penryn"), xml])
    for xml in ODD:
        answer(f"{xml}:", conn.baselineCPU, [xml])
    answer("of two kinds:", conn.baselineCPU, [cpu("Penryn"), cpu("POWER8", "ppc64")])
    answer("of two kinds:", conn.baselineCPU, [cpu("Penryn"), cpu("Penryn", "i686")])
    answer("of two kinds:", conn.baselineCPU, [cpu("z13", "s390x"), cpu("Penryn")])
    answer("two of ARM:", conn.baselineCPU, [cpu("cortex-a57", "aarch64", "ARM"), cpu("cortex-a53", "aarch64")])
    answer("none:", conn.baselineCPU, [])
    for i in range(RANDOM):
        chance = random.Random(i)
        answer(f"the generated {i}:", conn.baselineCPU, some_cpus(chance, models, features), chance.choice((0, 0, 1)))


if __name__ == "__main__":
    main()
