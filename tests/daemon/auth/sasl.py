#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""SASL as strangers may speak it to vireod: guesses, nonsense, the wrong order, too much, too slowly.

Usage: sasl.py VIREOD, with $SASL_CONF_PATH naming a folder where libvirt.conf offers PLAIN and DIGEST-MD5
and has the users fred, joe and eve, whose passwords are secret-NAME.
"""

import contextlib
import os
import select
import signal
import socket
import struct
import sys
import tempfile

from wire import FEATURE, LIB_VERSION, OPEN, OPEN_ARGS, WAIT, Client, Daemon, frame, string

AUTH_LIST, INIT, START, STEP, POLKIT = 66, 67, 68, 69, 70
INTERNAL, RPC, FAILED = 1, 39, 45
NONE, SASL = struct.pack(">II", 1, 0), struct.pack(">II", 1, 1)
DATA_MAX = 65536
CONF = 'auth_unix_rw = "sasl"\nauth_unix_ro = "sasl"\nsasl_allowed_username_list = [ "fr?d", "joe*" ]\n'


def words(data, nil=False):
    """What one side says: each byte takes a word."""
    nil, data = nil or data is None, data or b""
    return struct.pack(">iI", nil, len(data)) + b"".join(struct.pack(">i", b - (b & 128) * 2) for b in data)


def start(mechanism, data):
    return string(mechanism) + words(data)


def plain(user, password, acts_for=""):
    return start("PLAIN", "\0".join((acts_for, user, password)).encode())


FRED = plain("fred", "secret-fred")


def answer(reply):
    """(complete, nil, data) of a reply."""
    head, body = reply
    assert head[5] == 0, body
    complete, nil, n = struct.unpack(">iiI", body[:12])
    return complete, nil, bytes(b & 255 for b in struct.unpack(f">{n}i", body[12:]))


def stranger(path, begun=True):
    c = Client(path, opened=False)
    if begun:
        assert c.call(INIT)[0][5] == 0
    return c


def is_unknown(c):
    assert c.call(AUTH_LIST)[1] == SASL
    assert c.error(OPEN, OPEN_ARGS) == RPC


def a_user_is_let_in(program):
    d = Daemon(program, CONF)
    for path in (d.path, d.ro):
        c = stranger(path, begun=False)
        is_unknown(c)  # root, too
        assert c.error(FEATURE, struct.pack(">i", 10)) == RPC
        assert c.error(POLKIT) == INTERNAL
        head, body = c.call(INIT)
        assert head[5] == 0 and {b"PLAIN", b"DIGEST-MD5"} <= set(body[4:].rstrip(b"\0").split(b",")), body
        is_unknown(c)
        assert answer(c.call(START, FRED))[0] == 1
        assert c.call(AUTH_LIST)[1] == NONE
        for proc, args in (INIT, b""), (START, FRED), (STEP, words(b"")):
            assert c.error(proc, args) == FAILED  # there is nothing to do any more
        assert c.error(POLKIT) == INTERNAL
        assert c.call(OPEN, OPEN_ARGS)[0][5] == 0
    d.end()


def a_guess_tells_nothing(program):
    d = Daemon(program, CONF)
    told = set()
    for args in (plain("fred", "wrong"), plain("nobody", "x"), plain("eve", "secret-eve"),
                 plain("fred", "secret-fred", acts_for="joe"), start("PLAIN", b"abc"),
                 start("PLAIN", b"\0fred\0secret-fred\0"), start("NONSENSE", b""), start("", b""),
                 start("P" * 1000, b""), start("\nforged", b""), start("ANONYMOUS", b"me"),
                 start("PLAIN", b"\xff\x80" * 500)):
        c = stranger(d.path)
        head, body = c.call(START, args)
        assert head[5] == 1 and struct.unpack(">i", body[:4])[0] == FAILED, args[:40]
        told.add(body)
        is_unknown(c)
        assert c.error(START, FRED) == FAILED  # that conversation is over
        assert c.call(INIT)[0][5] == 0  # the next one
        assert answer(c.call(START, FRED))[0] == 1
    assert len(told) == 1, told
    d.await_log("'eve' is not in sasl_allowed_username_list")
    d.await_log(" forged")
    assert all(line.startswith("vireod[") for line in open(d.dir + "/log"))
    d.end()


def the_order_is_kept(program):
    d = Daemon(program, CONF)
    c = stranger(d.path, begun=False)
    assert c.error(START, FRED) == FAILED
    assert c.error(STEP, words(b"")) == FAILED
    c = stranger(d.path)
    assert c.error(STEP, words(b"abc")) == FAILED  # libvirtd crashes here
    assert c.error(START, FRED) == FAILED
    c = stranger(d.path)
    assert c.error(INIT) == FAILED
    complete, _, question = answer(c.call(START, start("DIGEST-MD5", None)))
    assert not complete and b"nonce=" in question
    assert answer(c.call(START, start("DIGEST-MD5", None)))[2] != question
    assert c.error(STEP, words(b"nonsense")) == FAILED
    assert c.error(STEP, words(b"nonsense")) == FAILED
    is_unknown(c)
    for nothing in words(None), words(b""), words(b"abc", nil=True):
        c = stranger(d.path)
        assert not answer(c.call(START, string("PLAIN") + nothing))[0]
        assert answer(c.call(STEP, words(b"\0fred\0secret-fred")))[0] == 1
    c = stranger(d.path)
    many = b"".join(frame(p, i, FRED if p == START else b"") for i, p in enumerate((INIT, START) * 50))
    c.send(many)  # at the same time, some of them
    results = [c.read() for _ in range(100)]
    assert all(r[0][5] == 0 or struct.unpack(">i", r[1][:4])[0] == FAILED for r in results)
    d.end()


def much_is_refused(program):
    d = Daemon(program, CONF)
    c = stranger(d.path)
    assert c.error(START, start("PLAIN", b"x" * DATA_MAX)) == FAILED
    assert c.error(START, start("PLAIN", b"x" * (DATA_MAX + 1))) == RPC
    c.send(struct.pack(">I", 33554432) + bytes(5 * DATA_MAX))
    assert c.read() is None
    d.end()


def who_does_not_finish_is_disconnected(program):
    d = Daemon(program, CONF + "auth_timeout = 1\nmax_anonymous_clients = 3\n")
    known = stranger(d.path)
    assert answer(known.call(START, FRED))[0] == 1
    waiting = [stranger(d.path) for _ in range(3)]
    late = Client(d.path, opened=False)
    late.send(frame(AUTH_LIST))
    assert not answer(waiting[0].call(START, start("DIGEST-MD5", None)))[0]
    assert all(c.read() is None for c in waiting)
    d.await_log("has not said")
    assert late.read()[1] == SASL  # there is room again
    assert known.call(OPEN, OPEN_ARGS)[0][5] == 0
    d.end()


def who_may_come_can_change(program):
    d = Daemon(program, CONF)
    eve = plain("eve", "secret-eve")
    assert stranger(d.path).error(START, eve) == FAILED
    for lists, r in ('[ "*e" ]', True), ("[]", False), (None, True):
        with open(d.dir + "/daemon.conf", "w") as f:
            f.write(f'unix_sock_dir = "{d.dir}"\nauth_unix_rw = "sasl"\nauth_unix_ro = "sasl"\nlog_level = 2\n')
            f.write(f"sasl_allowed_username_list = {lists}\n" if lists else "")
        d.process.send_signal(signal.SIGHUP)
        while (stranger(d.path).call(START, eve)[0][5] == 0) != r:
            pass
    d.end()


@contextlib.contextmanager
def saslauthd():
    """The socket where daemons that are started meanwhile ask for users."""
    users = os.environ["SASL_CONF_PATH"]
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        with open(folder + "/libvirt.conf", "w") as f:
            f.write(f"mech_list: plain\npwcheck_method: saslauthd\nsaslauthd_path: {folder}/mux\n")
        os.environ["SASL_CONF_PATH"] = folder
        listening.bind(folder + "/mux")
        listening.listen()
        listening.settimeout(WAIT)
        yield listening
    os.environ["SASL_CONF_PATH"] = users


def is_asked(listening):
    """saslauthd's end of a question about fred, which waits until that is closed."""
    asked = listening.accept()[0]
    assert b"secret-fred" in asked.recv(4096)
    return asked


def saslauthd_hangs(program):
    """One worker at all: it serves others meanwhile, and the daemon ends in time."""
    with saslauthd() as listening:
        d = Daemon(program, CONF + "min_workers = 1\nmax_workers = 1\nprio_workers = 0\nauth_timeout = 1\n"
                   "shutdown_timeout = 0\n")
        c = stranger(d.path)
        c.send(frame(START, 9, FRED))
        _asked = is_asked(listening)
        is_unknown(stranger(d.path))
        assert c.read() is None
        is_unknown(stranger(d.path))
        d.end()


def who_hangs_up_while_asked_about_counts(program):
    """Else each connection could leave a worker behind that waits."""
    with saslauthd() as listening:
        d = Daemon(program, 'auth_unix_rw = "sasl"\nmax_anonymous_clients = 1\n')
        other = Client(d.ro)
        c = stranger(d.path)
        c.send(frame(START, 9, FRED))
        asked = is_asked(listening)
        fds = d.fds()
        c.close()
        d.await_clients(fds - 1)
        late = Client(d.path, opened=False)
        late.send(frame(AUTH_LIST))
        for _ in range(20):  # the loop turns
            assert other.call(LIB_VERSION)[0][5] == 0
        assert not select.select([late.sock], [], [], 0)[0]
        asked.close()
        assert late.read()[1] == SASL
        d.end()


def main():
    for test in (a_user_is_let_in, a_guess_tells_nothing, the_order_is_kept, much_is_refused,
                 who_does_not_finish_is_disconnected, who_may_come_can_change, saslauthd_hangs,
                 who_hangs_up_while_asked_about_counts):
        test(sys.argv[1])
        print("ok", test.__name__)


main()
