#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a hostile or unlucky client does to vireod, each followed by proof that others are served.

Usage: daemon_abuse.py VIREOD. Starts its own daemons on private sockets and ends them.
"""

import os
import random
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from wire import (CLOSE, DEREGISTER, DOMAIN, DOMAIN_INFO, DOMAIN_XML, FEATURE, KEEPALIVE, LIB_VERSION, LOOKUP, OPEN,
                  OPEN_ARGS, REGISTER, REMOTE, RESUME, SUSPEND, WAIT, Client, Daemon, Faults, await_, frame,
                  slow_to_close, string)

CALL_WITH_FDS, CREATE_WITH_FILES, INTERFACE_ADDRESSES = 4, 310, 353


def every_cut_of_a_conversation(d):
    whole = frame(66) + frame(OPEN, 1, OPEN_ARGS) + frame(LIB_VERSION, 2)
    for cut in range(len(whole)):
        c = Client(d.path, opened=False)
        c.send(whole[:cut])
        c.close()
    for cut in range(1, len(whole)):  # in two parts it is still the same conversation
        c = Client(d.path, opened=False)
        c.send(whole[:cut])
        c.send(whole[cut:])
        for _ in range(3):
            assert c.read()[0][5] == 0
        c.close()
    d.serves()


def random_bytes(d):
    dice = random.Random(1)
    for _ in range(300):
        c = Client(d.path, opened=False)
        try:
            c.send(dice.randbytes(dice.randrange(1, 3000)))
        except OSError:
            pass  # hung up on already
        c.close()
    for _ in range(300):  # well framed nonsense
        c = Client(d.path)
        c.send(frame(dice.randrange(0, 500), 5, dice.randbytes(dice.randrange(0, 200) & ~3),
                     prog=dice.choice([REMOTE, 0x20008087, 1, KEEPALIVE])))
        c.close()
    d.serves()


def bad_lengths_hang_up_without_an_answer(d):
    for length in (0, 4, 27, 33554437, 0xFFFFFFFF):
        c = Client(d.path)
        c.send(struct.pack(">I", length))
        assert c.read() is None, f"length {length} is answered"
    d.serves()


def wrong_words_are_errors_and_the_connection_lives(d):
    c = Client(d.path)
    assert c.error(LIB_VERSION, prog=0x12345678) == 39
    assert c.error(LIB_VERSION, vers=9) == 39
    assert c.error(9999) == 39
    assert c.error(107) == 39  # an event
    assert c.error(LIB_VERSION, status=1) == 39
    assert c.error(LOOKUP) == 39  # arguments are missing
    assert c.error(LOOKUP, struct.pack(">I", 4194304)) == 39  # a length that cannot be true
    c.send(frame(LIB_VERSION, 77, kind=9) + frame(LIB_VERSION, 78, kind=3))  # no reply to these
    assert c.call(LIB_VERSION, b"surplus!")[0][5] == 0
    assert c.error(LOOKUP, string("nobody")) == 42
    assert c.error(OPEN, OPEN_ARGS) == 1


def objects_that_are_not_there(d):
    """Every procedure, with a name and a UUID of nothing, and zeros for what follows."""
    c = Client(d.path)
    for procedure in range(3, 500):
        for name in ("nobody", "test"):
            try:
                c.call(procedure, string(name) + bytes(16) + struct.pack(">i", -1) + bytes(400))
            except (OSError, TypeError):
                c.close()
                c = Client(d.path)
    c.close()
    d.serves()


def nothing_before_open(d):
    c = Client(d.path, opened=False)
    assert c.error(LIB_VERSION) == 1
    assert c.error(FEATURE, struct.pack(">i", 14)) == 1
    assert c.call(FEATURE, struct.pack(">i", 10))[0][5] == 0
    assert c.call(OPEN, OPEN_ARGS)[0][5] == 0
    assert c.call(CLOSE)[0][5] == 0
    assert c.read() is None, "a closed connection stays open"


def read_only_means_read_only(d):
    c = Client(d.ro)
    assert c.call(LOOKUP, string("test"))[0][5] == 0
    assert c.error(SUSPEND, DOMAIN) == 29
    assert c.error(SUSPEND) == 29  # refused before the arguments are looked at
    assert c.call(DOMAIN_XML, DOMAIN + struct.pack(">I", 0))[0][5] == 0
    for flag in (1, 8):  # secrets
        assert c.error(DOMAIN_XML, DOMAIN + struct.pack(">I", flag)) == 29
    assert c.call(INTERFACE_ADDRESSES, DOMAIN + struct.pack(">II", 0, 0))[0][5] == 0
    assert c.error(INTERFACE_ADDRESSES, DOMAIN + struct.pack(">II", 1, 0)) == 29  # the guest's agent is asked


def a_thousand_silent_clients(d):
    fds = d.fds()
    clients = [Client(d.path, opened=False) for _ in range(1000)]
    cpu = d.cpu()
    for _ in range(20):
        d.serves()
    assert d.cpu() - cpu < 2, "silent clients cost time"
    for c in clients:
        c.close()
    d.await_clients(fds + 2)
    d.serves()


def a_client_that_never_reads(d):
    c = Client(d.path)
    c.sock.setblocking(False)
    raw, sent = frame(DOMAIN_XML, 1, DOMAIN + struct.pack(">I", 0)) * 200, 0
    left = raw
    while sent < 200 * 1024 * 1024:  # stops sooner: the daemon no longer reads
        try:
            n = c.sock.send(left)
            sent += n
            left = left[n:] or raw
        except BlockingIOError:
            if not select.select([], [c.sock], [], 0.5)[1]:
                break
    assert sent < 200 * 1024 * 1024, "calls without readers are taken for ever"
    d.serves()
    if not os.environ.get("SANITIZER_FLAGS"):  # a sanitizer keeps freed memory back
        assert d.rss() < 300 * 1024, f"{d.rss()} KiB for one client that does not read"
    c.close()
    d.serves()


def a_client_killed_inside_a_call(d):
    for _ in range(100):
        c = Client(d.path)
        c.send(frame(LIB_VERSION, 1) * 50)
        c.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        c.close()
    d.serves()


def with_fds(count, said=None, proc=LIB_VERSION):
    """A call that brings descriptors, and the bytes that they come with."""
    said = count if said is None else said
    return frame(proc, 5, struct.pack(">I", said & 0xFFFFFFFF), kind=CALL_WITH_FDS), b"\0" * count


def descriptors_that_nobody_asked_for(d):
    """A call may bring 32. Those that no procedure takes are closed, however they come."""
    mine = [os.open("/dev/null", os.O_RDONLY) for _ in range(253)]  # as many as a message takes
    before = d.fds()
    c = Client(d.path)
    here = d.fds()
    for count in (1, 2, 32):
        raw, last = with_fds(count)
        c.send(raw)
        for _ in last:  # as libvirt sends them: each with a byte of its own
            socket.send_fds(c.sock, [b"\0"], mine[:1])
        assert c.read()[0][4:] == (5, 0)
        socket.send_fds(c.sock, [raw + last], mine[:count])  # in one go
        assert c.read()[0][4:] == (5, 0)
        socket.send_fds(c.sock, [raw[:-2]], mine[:count])  # before their time
        c.send(raw[-2:] + last)
        assert c.read()[0][4:] == (5, 0)
        c.send(raw + last)  # said, not sent
        assert c.read()[0][4:] == (5, 0)
        socket.send_fds(c.sock, [frame(LIB_VERSION, 6)], mine[:count])  # sent, not said
        assert c.read()[0][4:] == (6, 0)
        c.send(with_fds(count, proc=CREATE_WITH_FILES)[0] + last)  # said, not sent, and wanted
        head, body = c.read()
        assert (head[5], struct.unpack(">i", body[:4])[0]) == (1, 39), "descriptors that did not come"
        raw = with_fds(count, proc=CREATE_WITH_FILES)[0] + last
        socket.send_fds(c.sock, [raw], mine[:count])  # wanted, but the arguments are missing
        assert c.read()[0][5] == 1
        await_("descriptors of a client stay open", lambda: d.fds() == here)  # closed by a thread of their own
    socket.send_fds(c.sock, [frame(LIB_VERSION, 7)], mine)
    assert c.read()[0][4:] == (7, 0)
    await_("many descriptors in one message stay open", lambda: d.fds() == here)
    socket.send_fds(c.sock, [with_fds(3)[0]], mine[:2])
    c.close()  # the bytes never come
    for said in (33, 1 << 31, 0xFFFFFFFF):
        c = Client(d.path)
        c.send(with_fds(0, said)[0])
        assert c.read() is None, f"a call may bring {said} descriptors"
    c.close()
    d.await_clients(before)
    for fd in mine:
        os.close(fd)
    d.serves()


def a_socket_that_is_slow_to_close(d):
    """The last descriptor of it is the daemon's, and what was sent into it is never read."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        slow, reader = slow_to_close(server)
    c = Client(d.path)
    d.pause()
    socket.send_fds(c.sock, [frame(LIB_VERSION)], [slow.fileno()])
    slow.close()
    d.process.send_signal(signal.SIGCONT)
    d.serves()
    reader.close()


def pings_are_answered(d):
    c = Client(d.path)
    c.send(frame(1, prog=KEEPALIVE, kind=2))
    head, body = c.read()
    assert head == (KEEPALIVE, 1, 2, 2, 0, 0) and not body, head


def killed_and_started_again(d):
    c = Client(d.path)
    d.process.kill()
    d.process.wait(WAIT)
    assert c.read() is None
    assert os.path.exists(d.path)  # a stale socket
    d.start()
    d.serves()


def a_second_daemon_is_refused(d):
    r = subprocess.run([d.program, "-f", d.dir + "/daemon.conf"], capture_output=True, text=True, timeout=WAIT)
    assert r.returncode == 1 and d.dir in r.stderr, r.stderr
    d.serves()


def no_descriptors_left(program):
    d = Daemon(program, nofile=64)
    clients = [Client(d.path, opened=False) for _ in range(100)]  # the kernel lets them connect
    end = time.monotonic() + WAIT
    while d.fds() < 60 and time.monotonic() < end:
        select.select([], [], [], 0.01)
    cpu = d.cpu()
    select.select([], [], [], 1)  # what is measured is how little happens in a second
    assert d.cpu() - cpu < 0.3, "the daemon spins when it cannot accept"
    for c in clients:
        c.close()
    d.serves()
    d.end()


def files_that_may_not_grow(program):
    """Neither the log nor a file that a client names ends the daemon; who asked is told."""
    d = Daemon(program, "log_level = 1\n")
    log = d.dir + "/file.log"
    with open(d.dir + "/daemon.conf", "a") as f:
        f.write(f'log_outputs = "1:file:{log}"\n')
    d.process.send_signal(signal.SIGHUP)
    d.serves()
    await_("no log", lambda: os.path.exists(log))
    resource.prlimit(d.process.pid, resource.RLIMIT_FSIZE, (4096, 4096))
    for _ in range(100):
        d.serves()
    assert os.path.getsize(log) <= 4096
    d.end()


def too_many_clients_wait(program):
    d = Daemon(program, "max_clients = 3\nmax_anonymous_clients = 3\n")
    clients = [Client(d.path) for _ in range(3)]
    late = Client(d.path, opened=False)
    late.send(frame(OPEN, 0, OPEN_ARGS))
    assert not select.select([late.sock], [], [], 0.2)[0], "a client over the limit is served"
    clients.pop().close()
    assert late.read()[0][5] == 0
    d.end()


def too_many_subscriptions_are_refused(program):
    d = Daemon(program, "max_subscriptions = 3\n")
    c = Client(d.path)
    register = [struct.pack(">iI", event, 0) for event in range(4)]
    for args in register[:3]:
        assert c.call(REGISTER, args)[0][5] == 0
    assert c.error(REGISTER, register[3]) == 87
    assert Client(d.path).call(REGISTER, register[3])[0][5] == 0  # the limit is a client's own
    assert c.call(DEREGISTER, struct.pack(">i", 1))[0][5] == 0
    assert c.call(REGISTER, register[3])[0][5] == 0
    d.end()


LIFECYCLE = struct.pack(">iI", 0, 0)  # event 0 of all machines
EVENT_LIFECYCLE = 318


def suspend_and_resume(c, times):
    """2 events each; their order is that of the calls."""
    for i in range(2 * times):
        assert c.call((SUSPEND, RESUME)[i % 2], DOMAIN)[0][5] == 0


def expect_events(c, times):
    """All of them came, in order."""
    for i in range(2 * times):
        head, body = c.read()
        assert head[2] == EVENT_LIFECYCLE, head
        assert struct.unpack(">i", body[-8:-4])[0] == (3, 4)[i % 2], f"event {i} is another"


def events_that_nobody_reads(program):
    d = Daemon(program, "max_event_queue_bytes = 65536\n")
    actor, reader, sleeper, busy = (Client(d.path) for _ in range(4))
    for c in (reader, sleeper, busy):
        assert c.call(REGISTER, LIFECYCLE)[0][5] == 0
    # Replies have a limit of their own: this client has more of them to read than events may be.
    calls = 2000
    busy.send(frame(DOMAIN_XML, 1, DOMAIN + struct.pack(">I", 0)) * calls)
    heard = threading.Thread(target=expect_events, args=(reader, 2000))
    heard.start()
    suspend_and_resume(actor, 100)
    got = [busy.read()[0][2] for _ in range(calls + 200)]
    assert got.count(DOMAIN_XML) == calls and got.count(EVENT_LIFECYCLE) == 200
    busy.close()
    suspend_and_resume(actor, 1900)
    heard.join(WAIT)
    assert not heard.is_alive(), "a subscriber that reads misses events"
    while sleeper.read():
        pass  # what was sent before it was disconnected
    assert "does not read its events" in open(d.dir + "/log").read()
    d.serves()
    d.end()


def calls_of_all_together(program):
    d = Daemon(program, "max_total_queue_bytes = 1048576\nkeepalive_interval = 1\nlog_level = 2\n")
    control = Faults(Client(d.path))
    hung, calls = control.add(control.HANG, procedure="domain_get_info"), 8000
    hogs = [Client(d.path) for _ in range(2)]
    for c in hogs:
        assert c.call(FEATURE, struct.pack(">i", 10))[0][5] == 0  # keepalive, please
        c.sender = threading.Thread(target=c.send, args=(frame(DOMAIN_INFO, 7, DOMAIN) * calls,))
        c.sender.start()
    d.await_log("reading no more")
    for c in hogs:
        assert c.read()[0][0] == KEEPALIVE, "a client that is not read from must take the daemon for dead"
    d.serves()  # who has no calls waiting is not locked out
    assert any(c.sender.is_alive() for c in hogs), "the daemon reads on"
    pings_are_answered(d)
    control.clear(hung)
    for c in hogs:
        left = calls
        while left:
            left -= c.read()[0][2:5] == (DOMAIN_INFO, 1, 7)
        c.sender.join(WAIT)
    d.serves()
    d.end()


def half_frames_and_unread_replies(program):
    """Together they have a limit; who holds most goes first."""
    d = Daemon(program, "max_total_buffer_bytes = 8388608\n")
    patient = Client(d.path)
    call = frame(LIB_VERSION, 3, bytes(1 << 20))
    patient.send(call[:-1])
    hogs = [Client(d.path) for _ in range(4)]
    for c in hogs:
        try:
            c.send(struct.pack(">I", 32 << 20) + bytes(3 << 20))
        except OSError:
            pass  # it is the one
    d.await_log("which holds most")
    reader = Client(d.path)
    try:
        reader.send(frame(DOMAIN_XML, 1, DOMAIN + struct.pack(">I", 0)) * 20000)  # far more than 8 MiB of replies
    except OSError:
        pass  # the daemon was faster
    hung_up = select.poll()
    hung_up.register(reader.sock, 0)
    assert hung_up.poll(WAIT * 1000), "who reads nothing stays"
    patient.send(call[-1:])
    assert patient.read()[0][5] == 0, "a client that holds less is disconnected"
    d.serves()
    for c in hogs:
        c.close()
    d.end()


def more_clients_than_a_shell_lets_open(program):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    d = Daemon(program)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    for c in [Client(d.path) for _ in range(100)]:
        c.close()
    d.end()


def main():
    program = sys.argv[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    d = Daemon(program)
    for test in (every_cut_of_a_conversation, random_bytes, bad_lengths_hang_up_without_an_answer,
                 wrong_words_are_errors_and_the_connection_lives, objects_that_are_not_there,
                 nothing_before_open,
                 read_only_means_read_only, a_thousand_silent_clients, a_client_that_never_reads,
                 a_client_killed_inside_a_call, descriptors_that_nobody_asked_for,
                 a_socket_that_is_slow_to_close, pings_are_answered, killed_and_started_again,
                 a_second_daemon_is_refused):
        test(d)
        print("ok", test.__name__)
    d.end()
    for test in (no_descriptors_left, files_that_may_not_grow, too_many_clients_wait,
                 too_many_subscriptions_are_refused, events_that_nobody_reads, calls_of_all_together, half_frames_and_unread_replies,
                 more_clients_than_a_shell_lets_open):
        test(program)
        print("ok", test.__name__)


main()
