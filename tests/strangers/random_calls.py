#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls every procedure with arguments that are drawn, and asks who may call what.

    random_calls.py VIREOD [SEED [ROUNDS]]   a daemon of its own: each call is answered, nothing stays behind
    random_calls.py --denied SOCKET          prints what a reader is told there: good, denied, wrong

The draws are the same at every run with the same seed.
"""
import os
import random
import struct
import sys

import drawn
import procedures
import wire
import worlds

DENIED, STREAM = 29, 3
ABORT = struct.pack(">4i", 1, 0, 0, 2) + bytes(28)  # VIR_ERR_INTERNAL_ERROR and nothing more
# They end the connection, or make it another caller's.
LEFT_OUT = {"CONNECT_CLOSE", "CONNECT_SET_IDENTITY"}
FRESH = 3  # rounds that a world lasts
GROWTH = 64 << 10  # KiB that the daemon may have grown, with all that its worlds remember


class Caller:
    """A connection that is opened anew where the daemon ends it."""

    def __init__(self, test, path):
        self.test, self.path, self.line, self.calls, self.good = test, path, None, 0, 0

    def leave(self):
        if self.line:
            self.line.close()
        self.line = None

    def call(self, proc, body):
        """The status of the answer; None: the daemon hangs up."""
        if not self.line:
            self.line = wire.Client(self.path)
        f = self.test.files[proc.prog]
        number = f.consts[f"{proc.prog.upper()}_PROGRAM"]
        line, self.calls = self.line, self.calls + 1
        line.serial += 1
        line.send(wire.frame(proc.number, line.serial, body, prog=number))
        head, got = self.await_reply(line.serial)
        if head is None:
            return None
        if head[5] == 0 and proc.stream:
            self.end_stream(proc, number, line.serial)
        self.good += head[5] == 0
        return head[5] if head[5] == 0 else struct.unpack(">i", got[:4])[0]

    def await_reply(self, serial):
        while True:
            head, got = self.line.read() or (None, None)
            if head is None:
                self.leave()
                return None, None
            if head[4] == serial and head[3] in (1, wire.REPLY_WITH_FDS):
                return head, got

    def end_stream(self, proc, number, serial):
        """Aborts it; what was under way comes first."""
        self.line.send(wire.frame(proc.number, serial, ABORT, prog=number, kind=STREAM, status=1))
        while True:
            head, _ = self.line.read() or (None, None)
            if head is None:
                self.leave()
                return
            if head[3] == STREAM and head[4] == serial and head[5] != 2:
                return


def callable_procs(test):
    return [p for p, _, _ in test.lines.values()
            if not p.is_event and p.name not in LEFT_OUT | worlds.BEFORE_OPEN]


def denied(test, path):
    """{procedure: the code of the error, or 0}, for what is asked for well."""
    caller, told = Caller(test, path), {}
    for proc in callable_procs(test):
        base = test.files[proc.prog].struct_of(proc, "args")
        try:
            own = test.own_args(proc.name)
        except Exception:  # a line that has no call of its own
            own = {}
        told[proc.name] = caller.call(proc, test.codec.pack(base, own) if base else b"")
    return told


def matrix(test, daemon):
    """What the .x files say of readers is what the daemon does."""
    wrong = []
    for name, code in denied(test, daemon.ro).items():
        proc = test.procs[name]
        if (code == DENIED) != ("PROC_READONLY" not in proc.flags):
            wrong.append(f"{name}: {code}")
    assert not wrong, f"readers: {wrong}"


def storm(test, daemon, seed, rounds):
    """Every procedure so many times, over both sockets."""
    makers = [drawn.Drawn([*test.types], random.Random(f"{seed} {p}"), daemon.dir) for p in (0, 1)]
    callers = [Caller(test, daemon.path), Caller(test, daemon.ro)]
    for number in range(rounds):
        if number % FRESH == 0:  # a world as it was, since nobody is left in the old one
            for caller in callers:
                caller.leave()
        for proc in callable_procs(test):
            base = test.files[proc.prog].struct_of(proc, "args")
            for maker, caller in zip(makers, callers):
                body = test.codec.pack(base, maker.value(base)) if base else b""
                try:
                    code = caller.call(proc, body)
                except TimeoutError:
                    raise AssertionError(f"{proc.name} is not answered: {body!r}") from None
                assert code is not None, f"{proc.name} ends the connection: {body!r}"
                assert code != DENIED or caller is callers[1], f"{proc.name} is denied to a writer"
                if caller is callers[1] and "PROC_READONLY" not in proc.flags:
                    assert code == DENIED, f"a reader calls {proc.name}: {code}"
    for caller in callers:
        caller.leave()
    return callers


def main():
    test = procedures.Test(os.path.join(procedures.TOP, "tests", "daemon", "procedures.table"))
    net = procedures.generate.File(os.path.join(procedures.TOP, "protocol", "net.x"))
    test.types = [net, *test.files.values()]
    if sys.argv[1] == "--denied":
        test.dir = os.path.dirname(sys.argv[2])
        for name, code in denied(test, sys.argv[2]).items():
            print(name, {0: "good", DENIED: "denied"}.get(code, "wrong"))
        return
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    daemon = wire.Daemon(sys.argv[1], "log_level = 3\n")
    test.dir = daemon.dir
    daemon.serves()
    matrix(test, daemon)
    fds, rss = daemon.fds(), daemon.rss()
    rw, ro = storm(test, daemon, seed, rounds)
    assert rw.good > rw.calls / 20 and ro.good, f"of {rw.calls} calls of a writer {rw.good} are answered well"
    daemon.await_clients(fds)
    assert daemon.rss() - rss < GROWTH, f"the daemon has grown from {rss} to {daemon.rss()} KiB"
    daemon.serves()
    print(f"{rw.calls} calls of a writer, {rw.good} of them good, and {ro.calls} of a reader, {ro.good} of them good")
    daemon.end()


if __name__ == "__main__":
    main()
