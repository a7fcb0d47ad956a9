#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python: every method of every object of a connection, with a few kinds
of arguments, and what comes of it, an error by its code and domain. Those that only look come first.

Usage: sweep.py URI [looks]         looks: only those that change nothing
"""

import inspect
import re
import sys

import libvirt

# What waits, ends this process's part, or is about callbacks; events have tests of their own.
LEFT_OUT = re.compile(r"[cC]lose|[eE]vent|Callback|^_|^c_pointer|^free|^virConnGet|migrate|Migrate|^get_instances|"
                      r"sendAll|recvAll|RecvAll|SendAll|setKeepAlive|suspendForDuration|FDs|Files|openGraphics|^ref$|"
                      r"fdAssociate|FDAssociate|newStream|ErrorFunc|registerClose|setIdentity")
LOOKS = re.compile(r"^(get|list|is|num|XML|name|UUID|info|lookup|connect|ID|OS|max|state|has|parent|key|path|usage|"
                   r"interface|block|memory|vcpu|cpu|job|screenshot|scheduler|compare|baseline|find|all)")
TEXT = re.compile(r"xml|XML|name|Name|disk|path|dev|[uU][uU][iI][dD]|[dD]esc|uri|key|mac|MAC|snap|iface|base|top|cmd|"
                  r"cap$|str|model|arch|emulator|user|password|cpu$|wwnn|wwpn|field|interface")
# What grows by itself, or is of the moment.
MASK = [(r"0x[0-9a-f]+", "0xN"), (r"\b\d{9,}\b", "N"), (r"\b\d+\.\d{4,}\b", "F"),
        (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"), (r"/tmp/[^'\"\s]*", "PATH"),
        (r"([0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC"), (r"(\b\d{1,3}\.){3}\d{1,3}\b", "IP")]
CLOCKS = {"getTime", "getCPUStats", "vcpus", "getMemoryStats", "memoryStats", "getLibVersion", "getVersion",
          "virConnect.info", "getInfo", "getFreeMemory", "getCellsFreeMemory", "getFreePages", "getURI"}


def shown(value):
    if hasattr(value, "name") and callable(value.name):
        value = f"{type(value).__name__} {value.name()}"
    elif isinstance(value, (list, tuple)):
        value = [shown(v) for v in value]
    elif isinstance(value, dict):
        value = {k: shown(v) for k, v in value.items()}
    text = repr(value)
    for pattern, instead in MASK:
        text = re.sub(pattern, instead, text)
    return text


def choices(method):
    """A few ways of calling it."""
    try:
        needed = [p for p in inspect.signature(method).parameters.values() if p.default is inspect.Parameter.empty
                  and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    except ValueError:
        return
    flags = "flags" in inspect.signature(method).parameters
    if not needed:
        yield (), {}
    else:
        for text, number in (("", 0), ("test", -1), ("test", 1), ("<domain/>", 1 << 40)):
            yield tuple(text if TEXT.search(p.name) else number for p in needed), {}
        yield tuple(0 for _ in needed), {}
    if flags:
        yield tuple("test" if TEXT.search(p.name) else 1 for p in needed if p.name != "flags"), {"flags": 1 << 30}


def call(label, method):
    for args, named in choices(method):
        try:
            said = shown(method(*args, **named))
            if label.split(".")[1] in CLOCKS or label in CLOCKS:
                said = re.sub(r"\d+", "N", said)
        except libvirt.libvirtError as e:
            said = f"error {e.get_error_code()} {e.get_error_domain()} {e.get_error_level()}"
        except Exception as e:  # the binding's own: what does not fit
            said = type(e).__name__
        print(f"{label}{args}{named or ''}: {said}", flush=True)


def first(values):
    return values[0] if values else None


def objects(conn):
    """One of each kind that is there, made where none is."""
    found = [conn]

    def add(function, *args):
        try:
            made = function(*args)
        except libvirt.libvirtError as e:
            print(f"no object: {e.get_error_code()} {e.get_error_domain()}")
            return None
        made = first(made) if isinstance(made, list) else made
        if made is not None:
            found.append(made)
        return made

    domain = add(conn.lookupByName, "test")
    if domain:
        add(domain.snapshotCreateXML, "<domainsnapshot><name>snap</name></domainsnapshot>")
    add(conn.listAllNetworks)
    pool = add(conn.listAllStoragePools)
    if pool:
        add(pool.createXML, "<volume><name>vol</name><capacity>1048576</capacity></volume>")
    add(conn.listAllInterfaces)
    add(conn.listAllDevices)
    add(conn.secretDefineXML, "<secret ephemeral='no' private='no'><uuid>1337f6bf-3c1f-4f24-9a4c-4b1f0d3a4b8c</uuid></secret>")
    add(conn.listAllNWFilters)
    return found


def methods(found, looks):
    for thing in found:
        for name, method in sorted(inspect.getmembers(thing, callable)):
            if not LEFT_OUT.search(name) and bool(LOOKS.match(name)) == looks:
                call(f"{type(thing).__name__}.{name}", method)


def main():
    libvirt.registerErrorHandler(lambda *_: None, None)
    conn = libvirt.open(sys.argv[1])
    found = objects(conn)
    methods(found, True)
    if len(sys.argv) < 3:
        methods(reversed(found), False)
    conn.close()


main()
