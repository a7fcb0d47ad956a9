#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each allocation of the daemon fails once while it serves a call, in turn, for each procedure.

    no_memory.py VIREOD LIBRARY [NAME...]     LIBRARY: short_of_memory.so

The calls are those of procedures.table. The one whose turn it is meets an allocation that fails (or several in a
row): it is answered as the table says, or with VIR_ERR_NO_MEMORY, or its client is disconnected. Then the daemon
serves as before, what it holds can be read, and in the end it has as many descriptors open as in the beginning.
A few allocations of each are tried, others with another VIREO_SEED=NUMBER, all of them with VIREO_LONG=1;
VIREO_SHOW=1 writes down who asked for those that fail.
"""

import os
import random
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import procedures  # noqa: E402  (it says where the others are)
import short_of_memory  # noqa: E402
import wire  # noqa: E402
import worlds  # noqa: E402

NO_MEMORY = 2
ROW = (1, 3, 1 << 30)  # so many allocations fail in a row
LONG = bool(os.environ.get("VIREO_LONG"))
SEED = int(os.environ.get("VIREO_SEED", 1))
TRIES = 4  # of each procedure, where not all are tried
SHOW = bool(os.environ.get("VIREO_SHOW"))
SLOW = {"DOMAIN_MIGRATE_CONFIRM3_PARAMS", "DOMAIN_MIGRATE_PERFORM3_PARAMS"}  # two seconds each


class NotAnswered(Exception):
    """The call failed for want of memory, as it may."""


class Line(procedures.Line):
    """A line of the table whose own call is short of memory."""

    def __init__(self, test, proc, path, shortage, first, many):
        self.shortage, self.first, self.many, self.failed = shortage, first, many, 0
        super().__init__(test, proc, path)

    def call_own(self, **args):
        self.shortage.begin(self.first, self.many)
        try:
            self.answer = self.do(self.proc, args)
        finally:
            self.failed += self.shortage.end()
        if self.failed and self.answer.error and self.answer.error[0] == NO_MEMORY:
            raise NotAnswered
        return self.answer

    def look(self):
        """All that there is can be read."""
        procs = self.test.procs
        answer = self.do(procs["CONNECT_LIST_ALL_DOMAINS"], {"need_results": 1})
        answer.good()
        for dom in answer.fields["domains"]:
            self.do(procs["DOMAIN_GET_XML_DESC"], {"dom": dom}).good()
        for name in ("NETWORKS", "STORAGE_POOLS", "INTERFACES", "NODE_DEVICES", "SECRETS", "NWFILTERS"):
            self.do(procs["CONNECT_LIST_ALL_" + name], {"need_results": 1}).good()

    def leave(self):
        """As end(), but the world may have anything in it."""
        if self.proc.name not in worlds.BEFORE_OPEN | {"CONNECT_CLOSE"}:
            self.do(self.test.procs["NETWORK_DEFINE_XML"], {"xml": worlds.plain("network", worlds.LEFT)})
            self.do(self.test.procs["CONNECT_CLOSE"], {})
        self.close()

    def leave_again(self):
        """The same after the daemon has hung up, maybe before it has closed the session."""
        self.enter_another("test:///default")
        self.leave()


class Run:
    def __init__(self, vireod, library):
        self.test = procedures.Test(os.path.join(procedures.TOP, "tests", "daemon", "procedures.table"))
        self.folder = tempfile.TemporaryDirectory()
        self.shortage = short_of_memory.Shortage(self.folder.name + "/shortage")
        self.shortage[short_of_memory.SHOWN] = SHOW
        self.daemon = wire.Daemon(vireod, "log_level = 2\n", env=self.shortage.environment(library))
        self.test.dir = self.daemon.dir
        self.failed = self.refused = self.disconnected = 0

    def line(self, key, first, many=1):
        """The line with that shortage; how many allocations failed or, where none shall, were counted."""
        proc, _, code = self.test.lines[key]
        line = Line(self.test, proc, self.daemon.path, self.shortage, first, many)
        alone = proc.name in worlds.BEFORE_OPEN | {"CONNECT_CLOSE"}
        try:
            try:
                exec(code, {}, line)
                if not line.answer.compared:
                    line.answer.good()
            except NotAnswered:
                self.refused += 1
            if not alone:
                line.look()
            line.leave()
        except (procedures.HungUp, BrokenPipeError, ConnectionResetError):
            if not line.failed and proc.name != "CONNECT_CLOSE":
                raise
            self.disconnected += 1
            if alone:
                line.close()
            else:
                line.leave_again()
        return line.failed

    def procedure(self, key, dice):
        """Tries its line. What went wrong, a text each."""
        self.line(key, short_of_memory.FOR_EVER)
        count = self.shortage[short_of_memory.COUNT]
        every = [(first, many) for first in range(1, count + 1) for many in ROW]
        for first, many in every if LONG else dice.sample(every, min(TRIES, len(every))):
            try:
                self.failed += self.line(key, first, many)
            except Exception as e:  # whatever a line's code raises
                yield f"{key}: allocation {first} of {count} fails, {many} in a row: {e!r}" + self.revived()

    def revived(self):
        """What a daemon that has crashed has left; there is another one then."""
        self.shortage.end()
        try:
            wire.Client(self.daemon.path).close()
            return ""
        except (OSError, AssertionError, TypeError):
            code = self.daemon.process.wait(wire.WAIT)
        self.daemon.log.seek(0)
        text = self.daemon.log.read()
        self.daemon.start()
        return f", daemon {code}:\n{text[-4000:]}"

    def opened(self):
        """What the daemon has open."""
        folder = f"/proc/{self.daemon.process.pid}/fd"
        return sorted(os.path.realpath(f"{folder}/{fd}") for fd in os.listdir(folder))

    def end(self, before):
        """Ends the daemon. What it has open that it had not before."""
        end = time.monotonic() + wire.WAIT
        while (more := [x for x in self.opened() if x not in before]) and time.monotonic() < end:
            time.sleep(0.01)
        self.daemon.end()
        return more


def main():
    run, bad, count = Run(*sys.argv[1:3]), 0, 0
    dice = random.Random(SEED)
    before = run.opened()
    for key, (_, who, _) in run.test.lines.items():
        if who not in ("test", "daemon") or (key in SLOW and not LONG):
            continue
        if sys.argv[3:] and key not in sys.argv[3:]:
            continue
        count += 1
        for text in run.procedure(key, dice):
            print(text, flush=True)
            bad += 1
    print(f"{count} procedures, VIREO_SEED={SEED}, {run.failed} allocations failed: {run.refused} calls refused, "
          f"{run.disconnected} clients disconnected, {bad} wrong")
    if more := run.end(before):
        print(f"stays open: {more}")
        bad += 1
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
