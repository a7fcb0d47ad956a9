# SPDX-License-Identifier: LGPL-2.1-or-later
"""The two hosts of a test of migration, and what they tell."""
import sys
import threading

import libvirt

LIFE = ("defined", "undefined", "started", "suspended", "resumed", "stopped")


def run_events():
    while True:
        libvirt.virEventRunDefaultImpl()


class Side:
    """A host, and what it tells of one domain's life.

    Beside a call that waits on `conn`, `aside` is to be used: libvirt 9.0 may forget to send what a
    second thread calls on a connection.
    """

    def __init__(self, uri):
        self.conn, self.aside = libvirt.open(uri), libvirt.open(uri)
        self.heard, self.news = [], threading.Condition()
        self.conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, self.on_life, None)
        self.conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION,
                                         lambda c, d, n, o: self.note(f"iteration {n}"), None)
        self.conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
                                         lambda c, d, p, o: self.note(f"job {p['operation']}" +
                                                                      " failed" * (not p["success"])), None)

    def on_life(self, conn, dom, event, detail, opaque):
        self.note(f"{LIFE[event]} {detail}")

    def note(self, what):
        with self.news:
            self.heard.append(what)
            self.news.notify_all()

    def expect(self, *wanted):
        with self.news:
            self.news.wait_for(lambda: len(self.heard) >= len(wanted), 20)
            heard, self.heard = self.heard, []
        assert heard == list(wanted), f"{heard}\ninstead of {list(wanted)}"


def fails(code, call):
    try:
        call()
    except libvirt.libvirtError as e:
        assert e.get_error_code() == code, f"{e}: code {e.get_error_code()}, not {code}"
        return
    raise AssertionError(f"does not fail with {code}")


def main(*stories):
    """Tells each story of the two hosts that the command line names."""
    libvirt.virEventRegisterDefaultImpl()
    libvirt.registerErrorHandler(lambda *_: None, None)
    threading.Thread(target=run_events, daemon=True).start()
    here, there = map(Side, sys.argv[1:3])
    for story in stories:
        story(here, there)
