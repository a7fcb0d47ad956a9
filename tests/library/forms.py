#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Defines domains with the libvirt that is found, and says what comes back; compares two such answers.

    forms.py ask FOLDER...      JSON: each document of the folders, and the same with elements and attributes in another order, and
                                what the test driver makes of it
    forms.py compare THEIRS OURS [NAME]     tells what differs and is not explained; NAME: shows that one

Documents are files that hold <domain>, those that stand in other files (between <domain and </domain>),
and the examples of libvirt's own documentation, whose pieces get a domain around them.
"""

import difflib
import html
import json
import os
import random
import re
import sys
import xml.etree.ElementTree as ET

MADE_UP = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b52:54:00(?::[0-9a-f]{2}){3}\b")
EMPTY = re.compile(r"<(interface|bond|bridge)((?: [^<>]*)?)>\s*</\1>")  # libvirt has a line's end in those
FRAME = ("<domain type='test'><name>n</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>"
         "<memory>8192</memory><os><type>hvm</type></os>%s</domain>")
DEVICES = tuple("""emulator disk controller lease filesystem interface smartcard serial parallel console channel input tpm
                graphics audio sound video hostdev redirdev redirfilter hub watchdog memballoon rng nvram panic shmem
                memory iommu vsock crypto""".split())
TOP = tuple("""genid title description metadata maxMemory currentMemory blkiotune memtune memoryBacking vcpu vcpus
            iothreads iothreadids defaultiothread cputune numatune resource sysinfo bootloader idmap features cpu clock
            on_poweroff on_reboot on_crash on_lockfailure pm perf seclabel keywrap launchSecurity""".split())
KINDS = (".xml", ".html", ".c", ".py", ".sh")
# How a document is defined, by its root.
FAMILIES = {"domain": lambda conn, document: conn.defineXML(document),
            "network": lambda conn, document: conn.networkDefineXML(document),
            "interface": lambda conn, document: conn.interfaceDefineXML(document),
            "pool": lambda conn, document: conn.storagePoolDefineXML(document),
            "volume": lambda conn, document: conn.storagePoolLookupByName("default-pool").createXML(document)}
# What differs, and why: a name of a document, and what is to be seen there.
EXPLAINED = [(r"driver/storage\.c#volume5( scrambled)?", "a volume's name has no slash"),
             (r"clients/errors\.py#interface5( scrambled)?", "libvirt leaves out a stp that is neither on nor off")]


def pieces(path):
    """The documents in a file: (a name, the text)."""
    with open(path, encoding="utf-8", errors="replace") as f:
        text = f.read()
    name = "/".join(path.split("/")[-2:])
    if path.endswith(".html"):
        for i, example in enumerate(re.findall(r"<pre[^>]*>(.*?)</pre>", text, re.S)):
            example = html.unescape(re.sub(r"<[^>]*>", "", example))
            yield from framed(f"{name}#{i}", example)
            yield from whole(f"{name}#{i}", example, FAMILIES.keys() - {"domain"})
        return
    yield from whole(name, text, FAMILIES)


def whole(name, text, roots):
    """The documents of some roots."""
    for root in roots:
        for i, document in enumerate(re.findall(rf"<{root}(?:\s[^<>]*[^/<>])?>.*?</{root}>", text, re.S)):
            yield f"{name}#{root}{i}", document


def framed(name, example):
    """The pieces of an example, each in a domain."""
    example = example.replace("...", "")
    document = re.search(r"<domain[ >].*</domain>", example, re.S)
    if document:
        inside = re.sub(r"^<domain[^>]*>|</domain>$", "", document[0])
        yield name, document[0]
        example = inside
    example = re.sub(r"</?devices>|<domain[^>]*>|</domain>", "", example)
    for k, piece in enumerate(re.findall(r"<([a-z_A-Z]+)((?:\s[^<>]*)?)(?:/>|>(.*?)</\1>)", example, re.S)):
        element, attributes, inside = piece
        whole = f"<{element}{attributes}>{inside}</{element}>"
        if element in DEVICES:
            yield f"{name}.{k}d", FRAME % ("<devices>" + whole + "</devices>")
        if element in TOP:
            yield f"{name}.{k}", FRAME % whole
        elif element == "os":
            yield f"{name}.{k}", FRAME.replace("<os><type>hvm</type></os>", whole) % ""


def scrambled(name, document):
    """The same with its elements and attributes in another order; None: it is no XML."""
    try:
        root = ET.fromstring(document)
    except ET.ParseError:
        return None
    draw = random.Random(name)
    for element in root.iter():
        children, attributes = list(element), list(element.items())
        draw.shuffle(children)
        draw.shuffle(attributes)
        element[:] = children
        element.attrib.clear()
        element.attrib.update(attributes)
    return ET.tostring(root, encoding="unicode")


def found(folders):
    for folder in folders:
        paths = [folder] if os.path.isfile(folder) else sorted(os.path.join(at, f) for at, _, files in os.walk(folder) for f in files if f.endswith(KINDS))
        for path in paths:
            for name, document in pieces(path):
                yield name, document
                other = scrambled(name, document)
                if other:
                    yield f"{name} scrambled", other


def ask(documents, start, out):
    """Writes what becomes of each document from one on, a line each; ends as libvirt does, which may be with a signal."""
    import libvirt
    libvirt.registerErrorHandler(lambda *_: None, None)
    conn = libvirt.open("test:///default")
    conn.lookupByName("test").destroy()
    conn.networkLookupByName("default").destroy()
    for name, document in documents[start:]:
        pools = [p for p in conn.listAllStoragePools() if p.name() != "default-pool"]
        for one in conn.listAllDomains() + conn.listAllNetworks() + pools + conn.listAllInterfaces(2):
            one.undefine()
        for one in conn.storagePoolLookupByName("default-pool").listAllVolumes():
            one.delete()
        try:
            made = FAMILIES[re.match(r"<(\w+)", document)[1]](conn, document)
            line = [EMPTY.sub(r"<\1\2/>", MADE_UP.sub("MADE-UP", made.XMLDesc())), None]
        except libvirt.libvirtError as e:
            line = [None, f"{e.get_error_domain()} {e.get_error_code()} {e}"]
        out.write(json.dumps(line) + "\n")
        out.flush()


def asked(folders):
    documents = list(found(folders))
    answers = []
    while len(answers) < len(documents):
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reads)
            with open(writes, "w", encoding="utf-8") as out:
                ask(documents, len(answers), out)
            os._exit(0)
        os.close(writes)
        with open(reads, encoding="utf-8") as said:
            answers += [json.loads(line) for line in said]
        if os.waitpid(child, 0)[1] != 0:
            answers.append([None, "it crashed"])
    return {name: [document, *answer] for (name, document), answer in zip(documents, answers)}


def compare(theirs, ours, only=None):
    same, explained, refused, wrong = 0, 0, 0, []
    for name, their in theirs.items():
        our = ours.get(name, ["", None, "not asked"])
        if their[1] is None:
            refused += 1
        elif their[1] == our[1]:
            same += 1
        elif any(re.fullmatch(pattern, name) for pattern, _ in EXPLAINED):
            explained += 1
        else:
            wrong.append(name)
            if only is None or name == only:
                print(f"---- {name}")
                if our[1] is None:
                    print("refused by ours:", our[2])
                    if only:
                        print(our[0])
                else:
                    print("\n".join(list(difflib.unified_diff(their[1].split("\n"), our[1].split("\n"), "theirs", "ours", "", "", 1, ""))[2:]))
    print(f"forms: {len(theirs)} documents: {refused} refused by theirs, {same} same, {explained} explained, {len(wrong)} differ")
    return not wrong


def main():
    if sys.argv[1] == "ask":
        json.dump(asked(sys.argv[2:]), sys.stdout)
        return
    with open(sys.argv[2], encoding="utf-8") as a, open(sys.argv[3], encoding="utf-8") as b:
        sys.exit(0 if compare(json.load(a), json.load(b), *sys.argv[4:]) else 1)


if __name__ == "__main__":
    main()
