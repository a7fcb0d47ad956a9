#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""libvirt-glib: what is there, a machine's life in GObject's signals over GLib's main loop."""

import sys

import gi

gi.require_version("LibvirtGObject", "1.0")
from gi.repository import GLib, LibvirtGLib, LibvirtGObject  # noqa: E402

LibvirtGLib.event_register()
conn = LibvirtGObject.Connection.new(sys.argv[1])
conn.open(None)
conn.fetch_domains(None)
conn.fetch_storage_pools(None)
print(conn.get_hypervisor_name(), conn.get_version())
print([d.get_name() for d in conn.get_domains()], [p.get_name() for p in conn.get_storage_pools()])
test = conn.get_domains()[0]
info, config = test.get_info(), test.get_config(0)
print(info.state, info.maxMem, info.nrVirtCpu, config.get_name(), config.get_memory(), config.get_vcpus())
print([g.get_os_type() for g in conn.get_capabilities().get_guests()])

loop, seen = GLib.MainLoop(), []


def note(_domain, what):
    seen.append(what)
    if what == "stopped":
        loop.quit()


for signal in ("suspended", "resumed", "stopped"):
    test.connect(signal, note, signal)
test.suspend()
test.resume()
test.stop(0)
GLib.timeout_add_seconds(20, loop.quit)
loop.run()
print(seen)
