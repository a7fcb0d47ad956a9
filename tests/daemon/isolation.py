#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one client does to another: nothing. Shown with machines that hang and clients that want too much.

Usage: isolation.py VIREOD. Starts its own daemons on private sockets and ends them.

What is compared is measured in turns in the same minute, and the best of several turns counts: the host
may have other things to do. The bounds are those whose breach would mean that somebody waited for somebody
else, not those of a quiet machine; the bench measures these.
"""

import os
import resource
import select
import signal
import struct
import sys
import time
import traceback

from wire import (CREATE_XML, DOMAIN, DOMAIN_INFO, DOMAIN_XML, KEEPALIVE, LIB_VERSION, OPEN, OPEN_ARGS, REBOOT,
                  REGISTER, Admin, Client, Daemon, Faults, await_, domain, frame, string)

HANG = Faults.HANG
XML_ARGS = DOMAIN + struct.pack(">I", 0)


def hung(i):
    """A machine that answers no call while a rule for hung-* is there; that it exists does not matter."""
    return domain(f"hung-{i}", f"{i + (1 << 64):032x}")


def hung_calls(n, machines):
    return b"".join(frame(DOMAIN_INFO, 1000 + i, hung(i % machines)) for i in range(n))


def threads_at_rest(d):
    """More than the daemon ever has that nobody has asked for anything; with one to spare."""
    d.serves()
    return d.threads() + 1


def hung_calls_beyond_every_quota(program, machines):
    """As many calls as a client may have at once, and 50 more, hang; it is as alive as before."""
    d = Daemon(program, "max_workers = 4\nmin_workers = 2\nworker_idle_timeout = 1\n")
    threads = threads_at_rest(d)
    c, control = Client(d.path), Faults(Client(d.path))
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


def machine(i):
    return domain(f"vm-{i}", f"{i + 1:032x}")


def start_machine(c, i):
    uuid = f"{i + 1:032x}"
    xml = f"<domain type='test'><name>vm-{i}</name><uuid>{uuid}</uuid><memory>4096</memory><os><type>hvm</type></os></domain>"
    assert c.call(CREATE_XML, string(xml) + struct.pack(">I", 0))[0][5] == 0


def turns(program, greedy, calls, meek_calls):
    """Clients that restart a machine of their own, all calls sent at once, and one that does so call by call;
    returns the order of the machines in which that happened. Each call of the greedy is work for a moment, as
    long as the other one has not had its answers."""
    d = Daemon(program, "min_workers = 2\nmax_workers = 2\n")
    clients = [Client(d.path) for _ in range(greedy)]
    meek, watcher, control = Client(d.path), Client(d.path), Faults(Client(d.path))
    for i in range(greedy + 1):
        start_machine(meek, i)
    assert watcher.call(REGISTER, struct.pack(">iI", 1, 0))[0][5] == 0  # restarts of all machines
    for i in range(greedy):
        control.add(Faults.BUSY, 3, domain=f"vm-{i}")
    d.pause()  # so that all begin together, whenever this process gets its turns
    for i, c in enumerate(clients):
        c.send(frame(REBOOT, 0, machine(i) + struct.pack(">I", 0)) * calls)
    d.process.send_signal(signal.SIGCONT)
    for _ in range(meek_calls):
        assert meek.call(REBOOT, machine(greedy) + struct.pack(">I", 0))[0][5] == 0
    if meek_calls:
        control.clear()
    order = []
    while len(order) < greedy * calls + meek_calls:
        _, body = watcher.read()
        order.append(int(body[8:8 + struct.unpack(">I", body[4:8])[0]].decode().removeprefix("vm-")))
    for c in clients:
        for _ in range(calls):
            assert c.read()[0][5] == 0
    d.end()
    return order


def the_greedy_and_the_meek(program):
    """One client has 1,000 calls in flight and one has one: each of its calls waits for one of the other's."""
    order = turns(program, 1, 1000, 20)
    places = [at for at, who in enumerate(order) if who == 1]
    waited = sorted(b - a - 1 for a, b in zip([0] + places, places))
    print(f"  each of 20 calls of the meek came after so many of the greedy: {waited}")
    # The quickest quarter, since this process waits for its own turns too.
    assert waited[len(waited) // 4] < 10, "the meek waits for what the greedy sent before"


def the_greedy_share(program):
    order = turns(program, 4, 100, 0)
    had = [order[:200].count(i) for i in range(4)]
    print(f"  of the first 200 calls each of four had {had}")
    assert min(had) > 30, "some of the greedy have more turns than others"


class Pace:
    """How a client fares that has one call at a time: the best of several turns, as the host does other things."""

    def __init__(self, c, raws, calls=300):
        self.c, self.raws, self.calls, self.turns = c, raws, calls, []

    def turn(self):
        took = []
        for i in range(self.calls):
            start = time.monotonic()
            self.c.send(self.raws[i % len(self.raws)])
            assert self.c.read()
            took.append(time.monotonic() - start)
        self.turns.append((sum(took) / len(took), sorted(took)[len(took) * 99 // 100]))

    def best(self):
        """(calls a second, p99 in ms)"""
        return 1 / min(mean for mean, _ in self.turns), min(p99 for _, p99 in self.turns) * 1000

    def compare(self, alone):
        rate, p99 = self.best()
        rate_alone, p99_alone = alone.best()
        print(f"  {rate:.0f} calls/s, p99 {p99:.2f} ms; alone {rate_alone:.0f} calls/s, {p99_alone:.2f} ms")
        # A processor of a virtual machine that had nothing to do takes half a millisecond to wake.
        assert 1 / rate < 3 / rate_alone + 0.001 and p99 < 5 * p99_alone + 50, "others wait"


def hung_machines(program):
    """100 of 2,000 machines hang, five clients pile calls on them, and all others notice nothing."""
    d = Daemon(program, "worker_idle_timeout = 1\n")
    threads = threads_at_rest(d)
    healthy, control, admin = Client(d.path), Faults(Client(d.path)), Admin(d.admin)
    for i in range(2000):
        start_machine(healthy, i)
    paces = []
    for raws in ([frame(DOMAIN_INFO, 0, machine(i)) for i in range(0, 2000, 7)], [frame(LIB_VERSION)]):
        paces.append((Pace(healthy, raws), Pace(healthy, raws)))
    paces.append((Pace(admin, [admin.get_threadpool()], 30), Pace(admin, [admin.get_threadpool()], 30)))
    fds, sizes = d.fds(), []
    for _ in range(3):
        for alone, _ in paces * 2:
            alone.turn()
        control.add(HANG, domain="hung-*")
        clients = [Client(d.path) for _ in range(5)]
        for c in clients:
            c.send(hung_calls(400, 100))
        control.await_held(300)
        for _, beside in paces * 2:
            beside.turn()
        # A few may have gone in together before the first of them waited.
        assert d.threads() <= threads + 3 * 100 + 2 * 20, f"{d.threads()} threads"
        for c in clients:
            c.close()
        control.await_held(0)
        control.clear()
        d.await_clients(fds)
        await_("threads stay", lambda: d.threads() <= threads)
        sizes.append(d.rss())
    for alone, beside in paces:
        beside.compare(alone)
    print(f"  {sizes} KiB after each time")
    if not os.environ.get("SANITIZER_FLAGS"):  # a sanitizer keeps freed memory back
        assert sizes[2] < sizes[0] * 1.2 + 1024, "memory stays"
    d.end()


def a_pool_resized_under_load(program):
    """From 1 worker to 64 and back while four clients call: every call is answered, once."""
    d = Daemon(program, "min_workers = 1\nmax_workers = 1\nworker_idle_timeout = 1\n")
    threads = threads_at_rest(d)
    admin, clients, rounds, calls = Admin(d.admin), [Client(d.path) for _ in range(4)], 32, 200
    for turn in range(rounds):
        for c in clients:
            c.send(b"".join(frame(DOMAIN_INFO, turn * calls + i, DOMAIN) for i in range(calls)))
        many = 64 if turn % 2 == 0 else 1
        admin.set_threadpool(minWorkers=min(many, 4), maxWorkers=many)
    for c in clients:
        got = sorted(c.read()[0][4] for _ in range(rounds * calls))
        assert got == list(range(rounds * calls)), "calls are lost or doubled"
    await_("the threads stay", lambda: d.threads() <= threads)
    d.end()


def a_pool_grows_on_demand_and_shrinks(program):
    d = Daemon(program, "min_workers = 2\nmax_workers = 30\nmax_waiting_workers = 0\nworker_idle_timeout = 1\n"
                        "max_client_requests = 30\n")
    threads = threads_at_rest(d)
    c, control = Client(d.path), Faults(Client(d.path))
    control.add(HANG, domain="hung-*")
    c.send(hung_calls(40, 40))
    control.await_held(30)
    assert threads + 24 <= d.threads() <= threads + 30, f"{threads} threads became {d.threads()}"
    control.clear()
    for _ in range(40):
        c.read()
    await_("the threads stay", lambda: d.threads() <= threads)
    d.end()


def crowd(path, n):
    """A child with so many clients, all connecting at once; returns its pid and where it tells that all are in."""
    ready, told = os.pipe()
    pid = os.fork()
    if pid:
        os.close(told)
        return pid, ready
    try:
        clients = [Client(path, opened=False) for _ in range(n)]
        for c in clients:
            c.send(frame(OPEN, 0, OPEN_ARGS))
        fine = all(c.read()[0][5] == 0 for c in clients)
        os.write(told, b"+" if fine else b"-")
        signal.pause()
    finally:
        traceback.print_exc()
        os._exit(1)


def worst_until(c, done):
    """One call after another until done() (and 100 more): the longest took so many ms."""
    worst, left = 0, 100
    while left:
        left -= 1 if left < 100 or done() else 0
        start = time.monotonic()
        assert c.call(DOMAIN_INFO, DOMAIN)[0][5] == 0
        worst = max(worst, time.monotonic() - start)
    return worst * 1000


def gone(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def crowds(program):
    """1,000 clients come at once, 10,000 stay, 1,000 leave in one moment; nobody's calls fail or take long."""
    stay = 10000 if resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 12000 else 1000
    d = Daemon(program, "max_clients = 20000\nmax_anonymous_clients = 20000\n")
    c = Client(d.path)
    fds, before, rss, coming, leaving = d.fds(), worst_until(c, lambda: True), d.rss(), [], []

    def told(ready):
        return lambda: select.select([ready], [], [], 0)[0]

    pid, ready = crowd(d.path, stay)
    worst = worst_until(c, told(ready))
    assert os.read(ready, 1) == b"+", "a client of the crowd is not served"
    per_client = (d.rss() - rss) / stay
    for _ in range(5):  # the best counts: this host may have other things to do
        guest, come = crowd(d.path, 1000)
        coming.append(worst_until(c, told(come)))
        assert os.read(come, 1) == b"+", "a client of the crowd is not served"
        gone(guest)
        leaving.append(worst_until(c, lambda: d.fds() <= fds + stay))
    beside = worst_until(c, lambda: True)
    gone(pid)
    d.await_clients(fds)
    print(f"  the longest call of another client: {before:.1f} ms alone, {worst:.1f} ms while {stay} come,"
          f" {beside:.1f} ms beside them, {min(coming):.1f} ms while 1,000 more come,"
          f" {min(leaving):.1f} ms while these leave; {per_client:.1f} KiB for one that stays")
    most = max(50, 5 * before, 5 * beside)
    assert min(coming) < most and min(leaving) < most, "others wait for the crowd"
    d.end()


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for test in (the_greedy_and_the_meek, the_greedy_share, hung_calls_to_one_machine, hung_calls_to_many_machines,
                 calls_that_would_wait_beyond_the_limit, hung_machines, a_pool_resized_under_load,
                 a_pool_grows_on_demand_and_shrinks, crowds):
        test(sys.argv[1])
        print("ok", test.__name__, flush=True)


main()
