#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The faults that the test driver plays, on the wire: how calls meet them, and what ends them; and
which events on demand it refuses.

Usage: faults.py VIREOD. Starts its own daemons on private sockets and ends them.
"""

import select
import struct
import sys
import tempfile
import time

from wire import (DOMAIN, DOMAIN_INFO, LIB_VERSION, LOOKUP, NUM_OF_DEFINED_DOMAINS, NUM_OF_DOMAINS, OPEN,
                  OPEN_ARGS, Client, Daemon, Faults, domain, frame, string)

DELAY, HANG, ERROR = Faults.DELAY, Faults.HANG, Faults.ERROR
INFO = frame(DOMAIN_INFO, 0, DOMAIN)
DOMAIN_CREATE, DOMAIN_DESTROY = 9, 12


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


def events_without_sense_are_refused(d):
    c = Client(d.path)
    control, event = Faults(c), Faults.event
    path, alias, action = io = ("path=/d", "alias=a", "action=pause")
    seen = ("phase=connect", "local-family=unix", "local-node=", "local-service=", "remote-family=unix", "remote-node=",
            "remote-service=", "auth=")
    control.do(Faults.EVENT, event(4, *io))
    control.do(Faults.EVENT, event(5, *seen, *("identity-type=a", "identity-name=b") * 20))
    for wrong in (event(0), event(-1), event(30), event(4), event(4, path, alias), event(4, *io, action),
                  event(4, *io, "reason=x"), event(4, *io, "=x"), event(4, *io, ""), event(4, path, action, "alias"),
                  event(4, path, alias, "action=explode"), event(4, path, alias, "action="),
                  event(4, "path=\x01", alias, action),
                  event(25, "recipient=guest", "action=fatal", "flags="),
                  event(25, "recipient=guest", "action=fatal", "flags=recursive,"),
                  event(26, alias, "size=-1"), event(26, alias, "size=1" + "0" * 20), event(26, alias, "size="),
                  event(5, *seen, "identity-name=b"), event(5, *seen, "identity-type=a"),
                  event(5, *seen, "identity-type=a", "identity-type=a"),
                  event(5, *seen, *("identity-type=a", "identity-name=b") * 21)):
        assert control.refused(Faults.EVENT, wrong) == 8, wrong
    assert control.refused(Faults.EVENT, event(4, *io, dom=domain("nobody", "00" * 16))) == 42
    assert Faults(Client(d.ro)).refused(Faults.EVENT, event(4, *io)) == 29
    assert c.call(DOMAIN_DESTROY, DOMAIN)[0][5] == 0
    assert control.refused(Faults.EVENT, event(4, *io)) == 55
    assert c.call(DOMAIN_CREATE, DOMAIN)[0][5] == 0


def a_hung_call_does_not_keep_the_daemon(program):
    d = Daemon(program, "shutdown_timeout = 0\n")
    c, control = Client(d.path), Faults(Client(d.path))
    control.add(HANG)
    c.send(INFO)
    control.await_held(1)
    d.end()
    assert c.read()[0][5] == 1, "the client of a call that was broken off is not told"


SCENARIO = """<node>
  <machines name='vm-' count='2000'/>
  <machines name='off-' count='10' running='no' memory='2048'/>
  <fault procedure='domain_get_info' domain='vm-1?' error='38' count='2'/>
  <fault domain='vm-20' hang='yes'/>
  <fault domain='vm-21' delay='1'/>
</node>"""


def scenario(program, text, then):
    """What comes of a daemon whose test:///default is made of that file."""
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as f:
        f.write(text)
        f.flush()
        d = Daemon(program, f'test_world = "{f.name}"\n')
        then(d)
        d.end()


def a_scenario_is_played_from_a_file(program):
    def look_up(c, name):
        head, body = c.call(LOOKUP, string(name))
        assert head[5] == 0, name
        return body

    def then(d):
        c = Client(d.path)
        assert struct.unpack(">i", c.call(NUM_OF_DOMAINS)[1])[0] == 2000
        assert struct.unpack(">i", c.call(NUM_OF_DEFINED_DOMAINS)[1])[0] == 10
        assert [c.error(DOMAIN_INFO, look_up(c, f"vm-1{i}")) for i in range(2)] == [38, 38]
        assert c.call(DOMAIN_INFO, look_up(c, "vm-19"))[0][5] == 0
        c.send(frame(DOMAIN_INFO, 0, look_up(c, "vm-20")))
        Faults(Client(d.path)).await_held(1)
        assert c.call(DOMAIN_INFO, look_up(c, "vm-21"))[0][5] == 0
        again = Client(d.path)
        assert again.call(DOMAIN_INFO, look_up(again, "vm-1999"))[0][5] == 0

    scenario(program, SCENARIO, then)


def a_scenario_without_sense_is_refused(program):
    for wrong in ("<machines/>", "<machines name='a b'/>", "<machines name='a' count='-1'/>",
                  "<machines name='a' count='1000001'/>", "<machines name='a' running='maybe'/>",
                  "<machines name='a'/><machines name='a'/>", "<fault/>", "<fault hang='no'/>", "<fault error='0'/>",
                  "<fault delay='1' hang='yes'/>", "<fault delay='soon'/>", "<fault domain='' hang='yes'/>",
                  "<say>yes</say>", "<say command=''/>"):
        def then(d):
            assert Client(d.path, opened=False).error(OPEN, OPEN_ARGS) in (8, 27), wrong
        scenario(program, f"<node>{wrong}</node>", then)


def main():
    d = Daemon(sys.argv[1])
    for test in (a_call_is_late, a_call_fails_as_often_as_it_is_told_to, a_call_hangs_until_it_is_released,
                 a_hung_call_ends_with_its_client, rules_without_sense_are_refused,
                 events_without_sense_are_refused):
        Faults(Client(d.path)).clear()  # the world of the test before may not be gone yet
        test(d)
        print("ok", test.__name__)
    d.end()
    for test in (a_hung_call_does_not_keep_the_daemon, a_scenario_is_played_from_a_file,
                 a_scenario_without_sense_is_refused):
        test(sys.argv[1])
        print("ok", test.__name__)


main()
