#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything at once, for as long as one likes: clients that want too much, that hang, lie, come in crowds and
leave in the middle, a pool whose size changes, machines that live and die.

Usage: soak.py VIREOD SECONDS [SEED]. Each kind of client is a process of its own; what it expects of the
daemon is asserted there. At the end the daemon has to be as it was: its threads, descriptors and memory.
"""

import os
import random
import resource
import signal
import statistics
import struct
import sys
import time
import traceback

from wire import (CREATE_XML, DESTROY, DOMAIN, DOMAIN_INFO, DOMAIN_XML, KEEPALIVE, LIB_VERSION, REGISTER, Admin,
                  Client, Daemon, Faults, await_, domain, frame, string)

CONF = """
min_workers = 2
max_workers = 8
worker_idle_timeout = 1
max_clients = 5000
max_anonymous_clients = 5000
max_event_queue_bytes = 65536
max_waiting_calls = 30
test_keep_world = 1
"""


class Actor:
    """What all actors have: the daemon's sockets, dice of their own, and the time when to stop."""

    def __init__(self, daemon, dice, end):
        self.d, self.dice, self.end = daemon, dice, end

    def goes_on(self):
        return time.monotonic() < self.end

    def client(self):
        return Client(self.d.path)


def meek(a):
    """One call at a time; tells the longest."""
    c, worst, n = a.client(), 0, 0
    while a.goes_on():
        start = time.monotonic()
        assert c.call(DOMAIN_INFO, DOMAIN)[0][5] == 0
        worst = max(worst, time.monotonic() - start)
        n += 1
    print(f"  meek: {n} calls, the longest {worst * 1000:.1f} ms")


def greedy(a):
    """500 calls in flight; each is answered once."""
    c, n = a.client(), 0
    while a.goes_on():
        procs = [a.dice.choice((LIB_VERSION, DOMAIN_INFO, DOMAIN_XML)) for _ in range(500)]
        args = {LIB_VERSION: b"", DOMAIN_INFO: DOMAIN, DOMAIN_XML: DOMAIN + struct.pack(">I", 0)}
        c.send(b"".join(frame(p, i, args[p]) for i, p in enumerate(procs)))
        got = [c.read()[0] for _ in procs]
        assert sorted(h[4] for h in got) == list(range(500)) and not any(h[5] for h in got)
        n += 500
    print(f"  greedy: {n} calls")


def hung(a):
    """Piles calls on machines that hang, and leaves; or lets them go."""
    while a.goes_on():
        c = a.client()
        rule = Faults(a.client()).add(Faults.HANG, domain=f"hung-{os.getpid()}-*")
        n = a.dice.randrange(1, 100)
        for i in range(n):
            machine = a.dice.randrange(30)
            name = domain(f"hung-{os.getpid()}-{machine}", f"{machine + (os.getpid() << 64):032x}")
            c.send(frame(DOMAIN_INFO, i, name))
        c.send(frame(1, prog=KEEPALIVE, kind=2))
        assert c.read()[0][:3] == (KEEPALIVE, 1, 2)
        if a.dice.random() < 0.5:
            c.close()
            Faults(a.client()).clear(rule)
        else:
            Faults(a.client()).clear(rule)
            assert sorted(c.read()[0][4] for _ in range(n)) == list(range(n))


def faulty(a):
    """Machines that are late or fail as often as they are told to."""
    c, control, me = a.client(), Faults(a.client()), f"faulty-{os.getpid()}"
    name = domain(me, f"{os.getpid() << 32:032x}")
    while a.goes_on():
        late = control.add(a.dice.choice((Faults.DELAY, Faults.BUSY)), a.dice.randrange(5), domain=me, count=3)
        wrong = control.add(Faults.ERROR, 38, domain=me, count=2)
        assert [c.error(DOMAIN_INFO, name) for _ in range(6)] == [42, 42, 42, 38, 38, 42]
        assert control.list()[late][0] == 3
        control.clear(late)
        control.clear(wrong)


def living(a):
    """A machine is made and destroyed, and a subscriber hears of both, in order."""
    c, watcher, me = a.client(), a.client(), f"living-{os.getpid()}"
    uuid = f"{os.getpid() << 64:032x}"
    xml = (f"<domain type='test'><name>{me}</name><uuid>{uuid}</uuid><memory>4096</memory>"
           "<os><type>hvm</type></os></domain>")
    assert watcher.call(REGISTER, struct.pack(">iI", 0, 1) + domain(me, uuid))[0][5] == 0
    while a.goes_on():
        head, body = c.call(CREATE_XML, string(xml) + struct.pack(">I", 0))
        assert head[5] == 0, body
        assert c.call(DESTROY, domain(me, uuid))[0][5] == 0
        while True:
            event = struct.unpack(">i", watcher.read()[1][-8:-4])[0]
            if event == 5:  # stopped
                break
            assert event in (0, 1, 2), event


def lazy(a):
    """A subscriber that never reads is disconnected; there is always one more."""
    c = None
    while a.goes_on():
        if not c:
            c = a.client()
            c.call(REGISTER, struct.pack(">iI", 0, 0))
            c.sock.settimeout(1)
        time.sleep(0.2)
        if a.dice.random() < 0.1:
            c.close()
            c = None


def crowd(a):
    """Clients that come together, and leave together; some in the middle of a word."""
    while a.goes_on():
        clients = [a.client() for _ in range(a.dice.randrange(1, 200))]
        for c in clients:
            c.send(frame(LIB_VERSION, 1) + frame(DOMAIN_INFO, 2, DOMAIN)[:a.dice.randrange(1, 60)])
        for c in clients:
            assert c.read()[0][5] == 0
            c.close()


def stranger(a):
    """Nonsense, framed or not."""
    while a.goes_on():
        c = a.client()
        try:
            c.send(a.dice.randbytes(a.dice.randrange(1, 3000)) if a.dice.random() < 0.3 else
                   frame(a.dice.randrange(0, 500), 5, a.dice.randbytes(a.dice.randrange(0, 200) & ~3)))
        except OSError:
            pass  # hung up on already
        c.close()


def administrator(a):
    """The pool's sizes, up and down."""
    c = Admin(a.d.admin)
    while a.goes_on():
        most = a.dice.choice((1, 2, 8, 64))
        c.set_threadpool(minWorkers=min(most, 2), maxWorkers=most)
        c.send(c.get_threadpool())
        assert c.read()[0][5] == 0
        time.sleep(0.01)


ACTORS = (meek, greedy, greedy, hung, hung, hung, faulty, living, living, lazy, crowd, stranger, administrator)


def play(actor, daemon, seed, end):
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        actor(Actor(daemon, random.Random(seed), end))
        sys.stdout.flush()
        os._exit(0)
    except BaseException:
        print(f"{actor.__name__}:", flush=True)
        traceback.print_exc()
        os._exit(1)


def main():
    program, seconds = sys.argv[1], float(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
    print(f"{seconds:.0f} seconds, seed {seed}", flush=True)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    d = Daemon(program, CONF)
    d.serves()
    keeper = Client(d.path)
    fds, threads, begun = d.fds(), d.threads() + 1, time.monotonic()
    children = [play(actor, d, seed + i, begun + seconds) for i, actor in enumerate(ACTORS)]
    sizes = []
    while time.monotonic() < begun + seconds:
        time.sleep(min(1, seconds / 20))
        sizes.append(d.rss())
    failed = [os.waitpid(pid, 0)[1] for pid in children]
    assert not any(failed), "an actor is not content"
    d.await_clients(fds)
    assert Faults(keeper).held() == 0
    await_(f"threads stay: {d.threads()}, not {threads}", lambda: d.threads() <= threads)
    third = len(sizes) // 3
    early, late = (statistics.median(part) for part in (sizes[third:2 * third], sizes[2 * third:]))
    print(f"  memory: {early:.0f} KiB in the second third, {late:.0f} KiB in the last, {d.rss()} KiB at the end")
    if not os.environ.get("SANITIZER_FLAGS"):  # a sanitizer keeps freed memory back
        assert late < early * 1.25 + 4096, "memory grows"
    keeper.close()
    d.end()


main()
