#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""One user takes what he can of vireod; other users and root are served all the same.

Usage: shares.py VIREOD, as root. Starts its own daemons on private sockets and ends them.
"""

import contextlib
import os
import select
import signal
import struct
import sys
import threading

from stuck_files import OPEN as FUSE_OPEN
from stuck_files import Fuse
from wire import DOMAIN, DOMAIN_INFO, LIB_VERSION, OPEN, OPEN_ARGS, Admin, Client, Daemon, Faults, await_, frame, string

GREEDY, MEEK, THIRD = 65533, 65534, 65532
SAVE = 55


@contextlib.contextmanager
def user(uid):
    """Connections made meanwhile are this user's."""
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)


def client(path, uid, opened=True):
    with user(uid):
        return Client(path, opened)


def daemon(program, conf):
    d = Daemon(program, 'unix_sock_rw_perms = "0777"\n' + conf)
    os.chmod(d.dir, 0o755)
    return d


def is_served(d, *uids):
    for uid in uids:
        for path in (d.path, d.ro):
            c = client(path, uid)
            assert c.call(LIB_VERSION)[0][5] == 0, f"user {uid} is not served"
            c.close()
    d.serves()


def reload(d, **changes):
    """Changes keys of the file, and tells the daemon."""
    lines = open(d.dir + "/daemon.conf").read().splitlines()
    lines = [line for line in lines if line.split(" ")[0] not in changes]
    with open(d.dir + "/daemon.conf", "w") as f:
        f.write("\n".join(lines + [f"{key} = {value}" for key, value in changes.items()]) + "\n")
    d.process.send_signal(signal.SIGHUP)


def hang(d, uid, path, clients=3, calls=10):
    """Clients of the user with calls that hang until the fault is cleared."""
    all_of_them = [client(path, uid) for _ in range(clients)]
    for c in all_of_them:
        c.send(frame(DOMAIN_INFO, 7, DOMAIN) * calls)
    return [(c, calls) for c in all_of_them]


def all_answered(hung):
    for c, calls in hung:
        for _ in range(calls):
            assert c.read()[0][4:] == (7, 0), "a call that hung is not answered"
        c.close()


WORKERS = """min_workers = 4
max_workers = 4
prio_workers = 0
max_waiting_workers = 0
max_waiting_per_domain = 1000
max_client_requests = 10
"""


def workers(program):
    """Of four, one user holds two, all users three, and the last one is root's."""
    for path in ("path", "ro"):
        d = daemon(program, WORKERS)
        control = Faults(Client(d.path))
        control.add(control.HANG, procedure="domain_get_info")
        hung = hang(d, GREEDY, getattr(d, path))
        control.await_held(2)
        is_served(d, MEEK, THIRD)
        assert control.held() == 2, control.held()
        hung += hang(d, MEEK, getattr(d, path))
        control.await_held(3)
        for _ in range(10):
            d.serves()
        assert control.held() == 3, control.held()
        control.clear()
        all_answered(hung)
        is_served(d, GREEDY, MEEK, THIRD)
        d.end()


def workers_that_wait(program):
    """Calls that wait hold no worker, until as many wait as one user may have."""
    d = daemon(program, WORKERS.replace("max_waiting_workers = 0", "max_waiting_workers = 8"))
    control = Faults(Client(d.path))
    control.add(control.HANG, procedure="domain_get_info")
    hung = hang(d, GREEDY, d.ro)
    control.await_held(4 + 2)
    is_served(d, MEEK, THIRD)
    assert control.held() == 4 + 2, control.held()
    control.clear()
    all_answered(hung)
    d.end()


def new_shares_reach_who_is_held_up(program):
    """By a reload and by administration, both ways, while calls run."""
    d = daemon(program, WORKERS)
    control = Faults(Client(d.path))
    control.add(control.HANG, procedure="domain_get_info")
    hung = hang(d, GREEDY, d.ro)
    control.await_held(2)
    reload(d, max_workers=8)
    control.await_held(4)
    reload(d, max_user_share=75)
    control.await_held(6)
    admin = Admin(d.admin)
    admin.set_threadpool(maxWorkers=12)
    control.await_held(9)
    control.clear()
    all_answered(hung)
    reload(d, max_workers=4, max_user_share=50)
    control.add(control.HANG, procedure="domain_get_info")
    hung = hang(d, GREEDY, d.ro)
    control.await_held(2)
    is_served(d, MEEK)
    assert control.held() == 2, control.held()
    control.clear()
    all_answered(hung)
    d.end()


def is_turned_away(d, uid, path):
    """The daemon hangs up on one more client of the user at once."""
    c = client(path, uid, opened=False)
    assert c.read() is None, f"user {uid} may have more clients"
    c.close()


def clients(program):
    """Of twenty, one user may have ten, all users fifteen, and the last five are root's."""
    d = daemon(program, "max_clients = 20\n")
    mine = [client((d.path, d.ro)[i % 2], GREEDY) for i in range(10)]
    for path in (d.path, d.ro):
        is_turned_away(d, GREEDY, path)
    d.await_log(f"user {GREEDY} is turned away: 10 of his are connected, as many as max_user_share (50 %)")
    theirs = [client(d.ro, MEEK) for _ in range(5)]
    is_turned_away(d, MEEK, d.ro)
    is_turned_away(d, THIRD, d.path)
    d.await_log("is for root")
    roots = [Client(d.path) for _ in range(5)]
    for c in mine + theirs + roots:
        assert c.call(LIB_VERSION)[0][5] == 0, "a client that was let in is not served"
    roots.pop().close()
    theirs.pop().close()
    is_served_by_and_by(d, MEEK)
    mine.pop().close()
    is_served_by_and_by(d, GREEDY)
    reload(d, max_user_share=100)
    roots.append(Client(d.path))
    mine += [client_by_and_by(d, GREEDY) for _ in range(2)]
    d.end()


def holds(d, path, uid, size):
    """A client of the user with so many bytes of a call that is not there in full; the daemon has read them."""
    c = client(path, uid)
    with contextlib.suppress(OSError):  # it may be disconnected meanwhile
        c.send(struct.pack(">I", size + (1 << 20)) + bytes(size - 4))
    return c


def is_gone(c):
    hung_up = select.poll()
    hung_up.register(c.sock, 0)
    return bool(hung_up.poll(0))


def buffers(program):
    """A user who has more bytes in many clients loses clients, not who has one client that is larger."""
    d = daemon(program, "max_total_buffer_bytes = 16777216\n")
    kept = [holds(d, d.path, 0, 3 << 20), holds(d, d.ro, MEEK, 3 << 20)]
    mine = [holds(d, d.ro, GREEDY, 1 << 20) for _ in range(14)]
    await_("a user holds more than its share", lambda: sum(map(is_gone, mine)) >= 4)
    d.await_log("max_user_share")
    is_served(d, GREEDY, MEEK, THIRD)
    assert not any(map(is_gone, kept)), "a client of who holds little is disconnected"
    for c in kept + mine:
        c.close()
    d.end()


def queues(program):
    """Of a user who fills the queue no more is read; others may have calls that wait, too."""
    d = daemon(program, WORKERS + "max_total_queue_bytes = 8388608\nlog_level = 2\n")
    control = Faults(Client(d.path))
    control.add(control.HANG, procedure="domain_get_info")
    hogs, calls = [client(d.ro, GREEDY) for _ in range(2)], 6000
    for c in hogs:
        c.sender = threading.Thread(target=c.send, args=(frame(DOMAIN_INFO, 7, DOMAIN + bytes(1000)) * calls,))
        c.sender.start()
    control.await_held(2)
    is_served(d, MEEK, THIRD)
    hung = hang(d, MEEK, d.ro, clients=1)
    control.await_held(3)
    d.serves()
    assert any(c.sender.is_alive() for c in hogs), "the daemon reads on"
    assert "reading no more from clients" not in open(d.dir + "/log").read(), "one user has filled the queue of all"
    control.clear()
    all_answered(hung)
    for c in hogs:
        for _ in range(calls):
            assert c.read()[0][4:] == (7, 0)
        c.sender.join()
    is_served(d, GREEDY)
    d.end()


def client_by_and_by(d, uid):
    """A client of the user, as soon as the daemon has seen that another has gone or the limits have changed."""
    got = []

    def comes():
        c = client(d.ro, uid, opened=False)
        with contextlib.suppress(BrokenPipeError):  # it may be turned away already
            c.send(frame(OPEN, 0, OPEN_ARGS))
        if c.read() is not None:
            got.append(c)
        return bool(got)

    await_(f"user {uid} is turned away for ever", comes)
    return got[0]


def is_served_by_and_by(d, uid):
    client_by_and_by(d, uid).close()


def files_that_hang(program):
    """Who saves into a file that never opens holds a share of the workers, and no machine of others."""
    d = daemon(program, WORKERS)
    os.mkdir(d.dir + "/mnt")
    fuse = Fuse(d.dir + "/mnt", FUSE_OPEN)
    if not fuse.mounted:
        fuse.end()
        d.end()
        print("no FUSE here")
        return
    greedy = [client(d.path, GREEDY) for _ in range(6)]
    for c in greedy:
        c.send(frame(SAVE, 7, DOMAIN + string(d.dir + "/mnt/file")))
    fuse.await_silence()
    for _ in range(10):
        is_served(d, MEEK, THIRD)
        c = client(d.path, MEEK)
        c.send(frame(DOMAIN_INFO, 8, DOMAIN))
        assert c.read()[0][4:] == (8, 0), "another's machine can't be seen"
        c.close()
    fuse.end()
    for c in greedy:
        assert c.read()[0][4:] == (7, 1), "a save into a file that is gone"
        c.close()
    is_served(d, GREEDY, MEEK, THIRD)
    d.end()


def main():
    for test in (workers, workers_that_wait, clients, buffers, queues, new_shares_reach_who_is_held_up,
                 files_that_hang):
        test(sys.argv[1])
        print("ok", test.__name__)


main()
