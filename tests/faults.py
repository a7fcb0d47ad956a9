#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The faults that the in-memory hypervisor plays, on the wire: how calls meet them, and what ends them.

Usage: faults.py VIREOD. Starts its own daemons on private sockets and ends them.
"""

import select
import sys
import time

from wire import DOMAIN, DOMAIN_INFO, LIB_VERSION, Client, Daemon, Faults, domain, frame

DELAY, HANG, ERROR = Faults.DELAY, Faults.HANG, Faults.ERROR
INFO = frame(DOMAIN_INFO, 0, DOMAIN)


def a_call_is_late(d):
    c = Client(d.path)
    Faults(c).add(DELAY, 50, domain="te?t")
    start = time.monotonic()
    assert c.call(LIB_VERSION)[0][5] == 0  # it names no domain
    assert c.call(DOMAIN_INFO, domain("best"))[0][5] == 0
    between = time.monotonic()
    assert c.call(DOMAIN_INFO, DOMAIN)[0][5] == 0
    assert time.monotonic() - between >= 0.05, "the call is not late"
    assert between - start < 5  # far more than it takes


def a_call_fails_as_often_as_it_is_told_to(d):
    c, control = Client(d.path), Faults(Client(d.path))
    rule = control.add(ERROR, 38, procedure="domain_get_*", count=2)
    control.add(ERROR, 55, procedure="domain_get_*", count=1)
    assert [c.error(DOMAIN_INFO, DOMAIN) for _ in range(3)] == [38, 38, 55]
    assert c.call(DOMAIN_INFO, DOMAIN)[0][5] == 0
    assert control.list()[rule] == (2, 0)


def a_call_hangs_until_it_is_released(d):
    c, control = Client(d.path), Faults(Client(d.path))
    other = control.add(HANG, domain="nobody")
    rule = control.add(HANG)
    c.send(INFO * 3)
    control.await_held(3)
    assert not select.select([c.sock], [], [], 0)[0], "a hung call is answered"
    assert control.clear(rule) == 1
    assert [c.read()[0][5] for _ in range(3)] == [0, 0, 0]
    assert control.list() == {other: (0, 0)}
    assert control.clear() == 1
    assert control.refused(Faults.CLEAR, b"\0\0\0\1") == 8  # there is none of that number


def a_hung_call_ends_with_its_client(d):
    c, control = Client(d.path), Faults(Client(d.path))
    control.add(HANG)
    c.send(INFO * 10)
    control.await_held(3)
    c.close()
    control.await_held(0)


def rules_without_sense_are_refused(d):
    c = Client(d.path)
    for rule in (Faults.rule(HANG, procedure=""), Faults.rule(HANG, domain=""), Faults.rule(0), Faults.rule(5),
                 Faults.rule(ERROR, 0), Faults.rule(ERROR, 1 << 31)):
        assert Faults(c).refused(Faults.ADD, rule) == 8, rule
    assert Faults(Client(d.ro)).refused(Faults.ADD, Faults.rule(HANG)) == 29
    assert Faults(c).list() == {}


def a_hung_call_does_not_keep_the_daemon(program):
    d = Daemon(program, "shutdown_timeout = 0\n")
    c, control = Client(d.path), Faults(Client(d.path))
    control.add(HANG)
    c.send(INFO)
    control.await_held(1)
    d.end()
    assert c.read()[0][5] == 1, "the client of a call that was broken off is not told"


def main():
    d = Daemon(sys.argv[1])
    for test in (a_call_is_late, a_call_fails_as_often_as_it_is_told_to, a_call_hangs_until_it_is_released,
                 a_hung_call_ends_with_its_client, rules_without_sense_are_refused):
        Faults(Client(d.path)).clear()  # the world of the test before may not be gone yet
        test(d)
        print("ok", test.__name__)
    d.end()
    a_hung_call_does_not_keep_the_daemon(sys.argv[1])
    print("ok", a_hung_call_does_not_keep_the_daemon.__name__)


main()
