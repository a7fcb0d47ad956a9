#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one client does to another: nothing. Shown with machines that hang and clients that want too much.

Usage: calm.py VIREOD. Starts its own daemons on private sockets and ends them.

What is compared is measured in turns in the same minute, and the best of several turns counts: the host
may have other things to do. The bounds are those whose breach would mean that somebody waited for somebody
else, not those of a quiet machine; the bench measures these.
"""

import struct
import sys

from wire import DOMAIN, DOMAIN_INFO, DOMAIN_XML, KEEPALIVE, LIB_VERSION, Client, Daemon, Faults, await_, domain, frame

HANG = Faults.HANG
XML_ARGS = DOMAIN + struct.pack(">I", 0)


def hung(i):
    """A machine that answers no call while a rule for hung-* is there; that it exists does not matter."""
    return domain(f"hung-{i}", f"{i + 1:032x}")


def hung_calls(n, machines):
    return b"".join(frame(DOMAIN_INFO, 1000 + i, hung(i % machines)) for i in range(n))


def hung_calls_beyond_every_quota(program, machines):
    """As many calls as a client may have at once, and 50 more, hang; it is as alive as before."""
    d = Daemon(program, "max_workers = 4\nmin_workers = 2\nworker_idle_timeout = 1\n")
    c, control = Client(d.path), Faults(Client(d.path))
    threads = d.threads()
    control.add(HANG, domain="hung-*")
    c.send(hung_calls(55, machines))
    control.await_held(min(55, 3 * machines))
    for i in range(200):
        assert c.call(LIB_VERSION)[0][5] == 0
        assert c.call(DOMAIN_XML, XML_ARGS)[0][5] == 0
        assert c.call(DOMAIN_INFO, DOMAIN)[0][5] == 0
    c.send(frame(1, prog=KEEPALIVE, kind=2))
    assert c.read()[0][:3] == (KEEPALIVE, 1, 2), "a ping is not answered"
    # Those that wait in a machine, those on their way in when the third came, and a spare worker.
    assert d.threads() <= threads + 3 * machines + 2 * 4, f"{d.threads()} threads for {machines} machines"
    control.clear()
    assert sorted(c.read()[0][4] for _ in range(55)) == list(range(1000, 1055)), "calls are lost or doubled"
    await_("the threads stay", lambda: d.threads() <= threads)
    d.end()


def hung_calls_to_one_machine(program):
    hung_calls_beyond_every_quota(program, 1)


def hung_calls_to_many_machines(program):
    hung_calls_beyond_every_quota(program, 55)


def calls_that_would_wait_beyond_the_limit(program):
    """A client that has used up what may wait still gets no one else's turn."""
    d = Daemon(program, "max_workers = 4\nmin_workers = 2\nmax_waiting_calls = 2\nmax_client_requests = 2\n")
    clients, control = [Client(d.path) for _ in range(8)], Faults(Client(d.path))
    control.add(HANG, domain="hung-*")
    for c in clients:
        c.send(hung_calls(50, 50))
    control.await_held(4 * 8)
    for _ in range(20):
        d.serves()
    control.clear()
    for c in clients:
        assert len({c.read()[0][4] for _ in range(50)}) == 50
    d.end()


def main():
    for test in (hung_calls_to_one_machine, hung_calls_to_many_machines, calls_that_would_wait_beyond_the_limit):
        test(sys.argv[1])
        print("ok", test.__name__, flush=True)


main()
