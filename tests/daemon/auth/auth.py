#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Clients that have to say who they are: polkit allows, denies, hangs, is not there.

Usage: auth.py VIREOD FAKE_POLKIT. Starts a bus, a polkit and daemons of its own and ends them.
"""

import contextlib
import os
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import time

from wire import (DOMAIN, FEATURE, KEEPALIVE, LIB_VERSION, OPEN, OPEN_ARGS, SUSPEND, WAIT, Client, Daemon, frame)

AUTH_LIST, SASL_INIT, AUTH_POLKIT = 66, 67, 70
INTERNAL, RPC, FAILED, CANCELLED, SERVICE, UNAVAILABLE = 1, 39, 45, 79, 89, 94
NONE, POLKIT = struct.pack(">II", 1, 0), struct.pack(">II", 1, 2)
NOBODY = 65534
CONF = 'auth_unix_rw = "polkit"\nauth_unix_ro = "polkit"\nunix_sock_rw_perms = "0777"\n'


class Polkit:
    """A bus with a polkit that answers as it is told."""

    def __init__(self, fake):
        self.dir = tempfile.mkdtemp(prefix="vireod-polkit-")
        self.processes = []
        address = f"unix:path={self.dir}/bus"
        self.run(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}",
                  "--print-address"])
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = address
        self.fake = [fake, self.dir + "/answer", self.dir + "/log"]
        self.will("allow")
        self.come()

    def run(self, words):
        p = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.processes.append(p)
        assert p.stdout.readline(), f"{words[0]} does not start"
        return p

    def come(self):
        self.service = self.run(self.fake)

    def go(self):
        self.service.terminate()
        self.service.wait(WAIT)

    def will(self, answer):
        with open(self.dir + "/answer.new", "w") as f:
            f.write(answer)
        os.rename(self.dir + "/answer.new", self.dir + "/answer")

    def asked(self):
        with open(self.dir + "/log") as f:
            return f.read().splitlines()

    def await_asked(self, count):
        end = time.monotonic() + WAIT
        while len(self.asked()) < count:
            assert time.monotonic() < end, f"polkit heard {self.asked()}"
            select.select([], [], [], 0.01)

    def end(self):
        for p in self.processes:
            p.kill()
            p.wait(WAIT)
        shutil.rmtree(self.dir)


@contextlib.contextmanager
def somebody_else():
    """Connections made meanwhile are not root's."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def stranger(path):
    with somebody_else():
        return Client(path, opened=False)


def daemon(program, more=""):
    d = Daemon(program, CONF + more)
    os.chmod(d.dir, 0o755)
    return d


def nothing_before_authentication(program, polkit):
    d = daemon(program)
    c = stranger(d.path)
    assert c.error(FEATURE, struct.pack(">i", 10)) == RPC
    assert c.error(OPEN, OPEN_ARGS) == RPC
    assert c.error(LIB_VERSION) == RPC
    assert c.error(SUSPEND) == RPC  # before its arguments are looked at
    assert c.error(1, prog=0x20008087) == RPC
    assert c.error(SASL_INIT) == FAILED
    c.send(frame(1, prog=KEEPALIVE, kind=2))
    assert c.read()[0][0] == KEEPALIVE
    assert c.call(AUTH_LIST)[1] == POLKIT
    assert c.call(AUTH_POLKIT)[1] == struct.pack(">i", 1)
    assert c.call(AUTH_LIST)[1] == NONE
    assert c.error(AUTH_POLKIT) == INTERNAL  # there is nothing to do any more
    assert c.call(OPEN, OPEN_ARGS)[0][5] == 0
    assert c.call(SUSPEND, DOMAIN)[0][5] == 0
    d.end()


def polkit_is_asked_about_the_process(program, polkit):
    d = daemon(program)
    before = len(polkit.asked())
    for path in (d.path, d.ro):
        assert stranger(path).call(AUTH_POLKIT)[0][5] == 0
    uid = NOBODY if os.geteuid() == 0 else os.geteuid()
    who = f"unix-process pid={os.getpid()} uid={uid} start-time=yes flags=0"
    assert polkit.asked()[before:] == [f"check org.{whose}.unix.{what} {who}" for what in ("manage", "monitor")
                                       for whose in ("vireo", "libvirt")]
    d.end()


def rules_for_either_name_count(program, polkit):
    """No counts most, then yes; a human is asked for ours, or for the one that there is."""
    d = daemon(program)
    for answers, code, asks in (("allow agent", 0, None), ("agent allow", 0, None), ("allow unknown", 0, None),
                                ("unknown allow", 0, None), ("allow deny", FAILED, None), ("deny allow", FAILED, None),
                                ("agent deny", FAILED, None), ("unknown deny", FAILED, None),
                                ("agent agent", UNAVAILABLE, "vireo"), ("agent unknown", UNAVAILABLE, "vireo"),
                                ("unknown agent", UNAVAILABLE, "libvirt"), ("dismissed agent", CANCELLED, "vireo"),
                                ("unknown unknown", SERVICE, None)):
        polkit.will(answers)
        before = len(polkit.asked())
        c = stranger(d.path)
        if code:
            assert c.error(AUTH_POLKIT) == code, answers
        else:
            assert c.call(AUTH_POLKIT)[0][5] == 0, answers
        asked = [line for line in polkit.asked()[before:] if "flags=1" in line]
        assert [line.split(".")[1] for line in asked] == ([asks] if asks else []), (answers, asked)
    polkit.will("allow")
    d.end()


def what_polkit_says(program, polkit):
    d = daemon(program)
    c = stranger(d.path)
    for answer, code in (("deny", FAILED), ("agent", UNAVAILABLE), ("dismissed", CANCELLED), ("error", SERVICE)):
        polkit.will(answer)
        assert c.error(AUTH_POLKIT) == code, answer
        assert c.error(OPEN, OPEN_ARGS) == RPC, answer
    polkit.go()
    assert c.error(AUTH_POLKIT) == SERVICE  # not there
    polkit.come()
    polkit.will("allow")
    assert c.call(AUTH_POLKIT)[0][5] == 0  # the connection is as good as before
    d.end()


def root_needs_no_polkit(program, polkit):
    if os.geteuid() != 0:
        return
    d = daemon(program)
    polkit.go()
    c = Client(d.path, opened=False)
    assert c.error(OPEN, OPEN_ARGS) == RPC
    assert c.call(AUTH_LIST)[1] == NONE
    assert c.call(OPEN, OPEN_ARGS)[0][5] == 0
    polkit.come()
    d.end()


def polkit_hangs(program, polkit):
    """One worker at all: it serves others meanwhile. Who goes away takes the question back."""
    d = daemon(program, "min_workers = 1\nmax_workers = 1\nprio_workers = 0\nauth_timeout = 1\n")
    polkit.will("hang")
    before = len(polkit.asked())
    hung, gone = stranger(d.path), stranger(d.path)
    for c in (hung, gone):
        c.send(frame(AUTH_POLKIT, 9))
    polkit.await_asked(before + 2)
    gone.close()
    polkit.await_asked(before + 3)
    assert polkit.asked()[-1] == "cancel"
    polkit.will("allow")
    c = stranger(d.path)
    assert c.call(AUTH_POLKIT)[0][5] == 0 and c.call(OPEN, OPEN_ARGS)[0][5] == 0
    head, body = hung.read()
    assert head[4:] == (9, 1) and struct.unpack(">i", body[:4])[0] == SERVICE
    assert hung.read() is None, "a client that cannot say who it is stays"
    assert c.call(LIB_VERSION)[0][5] == 0  # time does not run for who has
    d.end()


def who_says_nothing_is_disconnected(program, polkit):
    d = daemon(program, "auth_timeout = 1\n")
    silent, talkative = stranger(d.path), stranger(d.ro)
    assert talkative.call(AUTH_POLKIT)[0][5] == 0
    assert silent.read() is None
    d.await_log("has not said")
    assert talkative.call(OPEN, OPEN_ARGS)[0][5] == 0
    d.end()


def the_anonymous_are_few(program, polkit):
    d = daemon(program, "max_anonymous_clients = 3\nmax_user_share = 100\n")
    waiting = [stranger(d.path) for _ in range(3)]
    late = [stranger(d.path) for _ in range(2)]
    for c in late:
        c.send(frame(AUTH_POLKIT))
    d.await_log("max_anonymous_clients allows")
    assert not select.select([c.sock for c in late], [], [], 0.1)[0], "too many may be anonymous"
    assert waiting[0].call(AUTH_POLKIT)[0][5] == 0  # one has a name, one may come
    assert late[0].read()[0][5] == 0
    assert late[1].read()[0][5] == 0  # the last one left nobody behind
    more = [stranger(d.path) for _ in range(2)]
    more[1].send(frame(AUTH_POLKIT))
    waiting[1].close()  # one goes, one may come
    assert more[1].read()[0][5] == 0
    d.end()


def the_anonymous_of_a_user_are_fewer(program, polkit):
    """Of four a user has two, which hang; root comes all the same, and the user's others come in their turn."""
    if os.geteuid() != 0:
        return
    d = daemon(program, "max_anonymous_clients = 4\n")
    known = [stranger(d.path), stranger(d.path)]
    waiting = [stranger(d.path) for _ in range(5)]
    for c in waiting:
        c.send(frame(AUTH_POLKIT))
    d.await_log(f"a client of user {NOBODY} waits")
    root = [Client(d.path, opened=False) for _ in range(2)]
    for c in root:
        assert c.call(AUTH_LIST)[1] == NONE
    assert not select.select([c.sock for c in waiting], [], [], 0.1)[0], "one user may have all anonymous clients"
    waiting.pop().close()  # while it waits
    known.pop().close()  # its turn ends
    for c in waiting:  # each has its turn when the one before has a name
        assert c.read()[0][5] == 0
    assert known[0].call(AUTH_POLKIT)[0][5] == 0
    d.end()


def little_is_kept_for_strangers(program, polkit):
    d = daemon(program)
    c = stranger(d.path)
    c.send(struct.pack(">I", 33554432) + bytes(100000))
    assert c.read() is None
    c, sent = stranger(d.path), 0
    many = frame(LIB_VERSION, 3) * 1000
    c.sock.setblocking(False)
    while select.select([], [c.sock], [], 0.3)[1]:
        sent += c.sock.send(many)  # calls that are refused, and answers that are not read
        assert sent < 8 << 20, "a stranger's calls are taken for ever"
    c.close()  # at its end the daemon would wait for it to read
    d.end()


def virsh_is_let_in(program, polkit):
    if not shutil.which("virsh"):
        return
    d = daemon(program)
    who = {"user": NOBODY} if os.geteuid() == 0 else {}

    def virsh(path):
        return subprocess.run(["virsh", "-q", "-c", f"test+unix:///default?socket={path}", "list", "--name"],
                              env={"HOME": "/nonexistent", "PATH": os.environ["PATH"]}, capture_output=True,
                              text=True, timeout=WAIT, **who)

    for path in (d.path, d.ro):
        r = virsh(path)
        assert (r.returncode, r.stdout.strip()) == (0, "test"), r
    polkit.will("deny")
    r = virsh(d.path)
    assert r.returncode == 1 and "polkit does not allow 'org.vireo.unix.manage'" in r.stderr, r
    polkit.will("allow")
    d.end()


PROGRAM = """
import os, sys, libvirt
libvirt.registerErrorHandler(lambda *_: None, None)
if os.geteuid() == 0:
    os.seteuid(int(sys.argv[1]))
try:
    print(libvirt.open(sys.argv[2]).numOfDomains())
except libvirt.libvirtError as e:
    print("fails with", e.get_error_code())
"""


def programs_are_let_in(program, polkit):
    """On libvirt, and on libvireo where foreign programs can load it."""
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import libvirt"], capture_output=True).returncode:
        return
    abi = os.path.join(os.path.dirname(program), "../client/abi/.libs")
    ours = [] if os.environ.get("SANITIZER_FLAGS") or not os.path.exists(abi + "/libvirt.so.0") else [abi]
    d = daemon(program)
    for path in [""] + ours:
        for answer, want, told in (("allow", "", "1"), ("allow", "polkit", "1"), ("deny", "", f"fails with {FAILED}"),
                                   ("allow", "sasl", f"fails with {FAILED}"), ("agent", "", f"fails with {UNAVAILABLE}"),
                                   ("dismissed", "polkit", f"fails with {CANCELLED}")):
            polkit.will(answer)
            uri = f"test+unix:///default?socket={d.path}" + (f"&auth={want}" if want else "")
            r = subprocess.run([python, "-c", PROGRAM, str(NOBODY), uri], capture_output=True, text=True, timeout=WAIT,
                               env={**os.environ, "LD_LIBRARY_PATH": path})
            assert r.stdout.strip() == told, (path, answer, want, r)
    polkit.will("allow")
    d.end()


def main():
    program, fake = sys.argv[1:3]
    polkit = Polkit(fake)
    try:
        for test in (nothing_before_authentication, polkit_is_asked_about_the_process, rules_for_either_name_count,
                     what_polkit_says,
                     root_needs_no_polkit, polkit_hangs, who_says_nothing_is_disconnected,
                     the_anonymous_are_few, the_anonymous_of_a_user_are_fewer,
                     little_is_kept_for_strangers, virsh_is_let_in,
                     programs_are_let_in):
            test(program, polkit)
            print("ok", test.__name__)
    finally:
        polkit.end()


main()
