#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Descriptors that strangers send to vireod, or park in it: nobody else notices.

Usage: descriptors.py VIREOD. Starts its own daemons on private sockets and ends them.
"""

import ctypes
import os
import resource
import signal
import socket
import struct
import sys

from stuck_files import FLUSH, Fuse
from wire import (ADMIN, DOMAIN, LIB_VERSION, OPEN, OPEN_ARGS, WAIT, Admin, Client, Daemon, await_, frame,
                  slow_to_close)

CALL_WITH_FDS, CREATE_WITH_FILES = 4, 310


def served(d):
    d.serves()
    Admin(d.admin).close()


def hung_up(c):
    """Until the daemon has hung up on the client."""
    while c.read() is not None:
        pass


def readers_and_the_unopened_bring_none(d):
    fd = os.open("/dev/null", os.O_RDONLY)
    before = d.fds()
    for path, opened in ((d.ro, True), (d.ro, False), (d.path, False)):
        for raw in (frame(LIB_VERSION, 7), b"\0", frame(OPEN, 0, OPEN_ARGS),
                    frame(CREATE_WITH_FILES, 7, struct.pack(">I", 1), kind=CALL_WITH_FDS)):
            c = Client(path, opened=opened)
            socket.send_fds(c.sock, [raw], [fd] * 32)
            hung_up(c)
            c.close()
    c = Client(d.admin, opened=False)
    socket.send_fds(c.sock, [frame(1, 0, struct.pack(">I", 0), prog=ADMIN)], [fd])
    hung_up(c)
    c.close()
    os.close(fd)
    d.await_clients(before)
    served(d)


def parked_behind_half_a_frame(program):
    """Of 127 readers, and of as many who may change things."""
    mine = [os.open("/dev/null", os.O_RDONLY) for _ in range(32)]
    d = Daemon(program, nofile=4096)
    for opened, path in ((False, d.ro), (True, d.ro), (False, d.path), (True, d.path)):
        clients = [Client(path, opened=opened) for _ in range(127)]
        before = d.fds()
        for c in clients:
            socket.send_fds(c.sock, [b"\0\0"], mine)
        served(d)
        await_("parked descriptors stay", lambda: d.fds() <= before)
        for c in clients:
            c.close()
    # Behind a header that says that they come, they are kept, but never all.
    clients = [Client(d.path) for _ in range(127)]
    half = frame(CREATE_WITH_FILES, 7, struct.pack(">I", 32), kind=CALL_WITH_FDS)[:-2]
    for c in clients:
        socket.send_fds(c.sock, [half], mine)
    served(d)
    await_("more are kept than half of what the process may have", lambda: d.fds() < 127 + 100 + 2048)
    for c in clients:
        c.close()
    d.await_clients(60)
    served(d)
    d.end()
    for fd in mine:
        os.close(fd)


def the_limits_of_the_file(program):
    mine = [os.open("/dev/null", os.O_RDONLY) for _ in range(8)]
    d = Daemon(program, "max_client_fds = 4\n")
    c = Client(d.path)
    raw = frame(CREATE_WITH_FILES, 5, struct.pack(">I", 8) + DOMAIN + struct.pack(">I", 0), kind=CALL_WITH_FDS)
    socket.send_fds(c.sock, [raw + b"\0" * 8], mine)
    head, body = c.read()
    assert head[5] == 1 and b"0 have come" in body, body
    served(d)
    d.end()
    for fd in mine:
        os.close(fd)


def the_last_descriptors_are_for_root(program):
    """Readers come until there are few left; root and administration come then."""
    d = Daemon(program, nofile=128)
    clients = [Client(d.ro, opened=False) for _ in range(200)]
    d.await_log("the last descriptors are for root")
    served(d)
    for c in clients:
        c.close()
    d.end()


def sockets_that_are_slow_to_close(d):
    """The last descriptor of each is in a message that is never read: close() waits for the other side."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        for path, opened in ((d.ro, True), (d.ro, False), (d.path, False), (d.path, True)):
            slow, reader = slow_to_close(server)
            c = Client(path, opened=opened)
            d.pause()
            c.send(frame(LIB_VERSION, 1) + struct.pack(">I", 1))  # what ends the connection
            socket.send_fds(c.sock, [frame(LIB_VERSION)], [slow.fileno()])
            slow.close()
            d.process.send_signal(signal.SIGCONT)
            hung_up(c)
            served(d)
            reader.close()
            c.close()


def send_file(fuse, path, opened, raw):
    """A process sends the file along with the bytes, and then hangs in the end of its own."""
    c = Client(path, opened=opened)
    sender = os.fork()
    if sender == 0:
        socket.send_fds(c.sock, [raw], [os.open(fuse.directory + "/file", os.O_RDONLY)])
        os._exit(0)
    return c, sender


def a_file_that_never_closes(program):
    """Readers' and the unopened's are never taken, so that even the end of the daemon is as ever."""
    d = Daemon(program)
    os.mkdir(d.dir + "/mnt")
    fuse = Fuse(d.dir + "/mnt", FLUSH)
    if not fuse.mounted:
        fuse.end()
        d.end()
        print("no FUSE here: only the other ways were tried")
        return
    senders = [send_file(fuse, path, opened, frame(LIB_VERSION, 7)) for path, opened in ((d.ro, True), (d.path, False))]
    for c, _ in senders:
        hung_up(c)
    for _ in range(10):
        served(d)
    d.process.send_signal(signal.SIGTERM)
    assert d.process.wait(WAIT) == 0
    d.start()
    senders.append(send_file(fuse, d.path, True, frame(LIB_VERSION, 7)))  # taken, and closed elsewhere
    assert senders[-1][0].read()[0][4:] == (7, 0)
    for _ in range(10):
        served(d)
    fuse.end()  # lets go of what hangs
    for c, sender in senders:
        c.close()
        os.waitpid(sender, 0)
    served(d)
    d.end()


def own_mounts():
    """Mounts of this process and its children alone; False: not for us."""
    clone_newns = 0x20000
    if os.geteuid() != 0 or not os.access("/dev/fuse", os.W_OK):
        return False
    return ctypes.CDLL(None).unshare(clone_newns) == 0 and os.system("mount --make-rprivate /") == 0


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    program = sys.argv[1]
    d = Daemon(program)
    readers_and_the_unopened_bring_none(d)
    sockets_that_are_slow_to_close(d)
    d.end()
    parked_behind_half_a_frame(program)
    the_limits_of_the_file(program)
    the_last_descriptors_are_for_root(program)
    if own_mounts():
        a_file_that_never_closes(program)


main()
