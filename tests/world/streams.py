#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Streams on the wire: packets, ends, holes, and clients that stop reading or send nonsense.

Usage: streams.py VIREOD. Starts its own daemons on private sockets and ends them.
"""

import os
import struct
import sys

from wire import LIB_VERSION, Client, Daemon, frame, string

POOL_BY_NAME, VOL_CREATE, VOL_DELETE, UPLOAD, DOWNLOAD = 84, 93, 94, 208, 209
STREAM, HOLE = 3, 6  # types of packets
OK, ERROR, CONTINUE = 0, 1, 2
SPARSE = 1
PACKET = 262120


class Volume:
    """A volume of the default pool and the packets of one transfer."""

    def __init__(self, client, name, size):
        self.c = client
        _, pool = client.call(POOL_BY_NAME, string("default-pool"))
        xml = f"<volume><name>{name}</name><capacity>{size}</capacity></volume>"
        head, self.vol = client.call(VOL_CREATE, pool + string(xml) + struct.pack(">I", 0))
        assert head[5] == OK, self.vol

    def open(self, proc, offset=0, length=0, flags=0):
        head, _ = self.c.call(proc, self.args(offset, length, flags))
        assert head[3:] == (1, self.c.serial - 1, OK), head
        self.proc, self.serial = proc, self.c.serial - 1
        return self

    def args(self, offset=0, length=0, flags=0):
        return self.vol + struct.pack(">QQI", offset, length, flags)

    def send(self, payload=b"", status=CONTINUE, kind=STREAM):
        self.c.send(frame(self.proc, self.serial, payload, kind=kind, status=status))

    def read(self):
        """(type, status, payload) of the next packet, which is this stream's."""
        head, payload = self.c.read()
        assert (head[2], head[4]) == (self.proc, self.serial), head
        return head[3], head[5], payload

    def finish(self):
        self.send(status=OK)
        assert self.read() == (STREAM, OK, b"")

    def content(self):
        """All of a download, and the lengths of its packets; holes are negative."""
        data, lengths = b"", []
        while True:
            kind, status, payload = self.read()
            assert status == CONTINUE, payload
            if kind == HOLE:
                hole, flags = struct.unpack(">qI", payload)
                assert flags == 0
                lengths.append(-hole)
                data += bytes(hole)
            elif payload:
                lengths.append(len(payload))
                data += payload
            else:
                self.finish()
                return data, lengths

    def error(self):
        kind, status, payload = self.read()
        assert (kind, status) == (STREAM, ERROR)
        return struct.unpack(">i", payload[:4])[0]


def what_was_uploaded_is_downloaded(d):
    c = Client(d.path)
    data = bytes(range(256)) * 4096
    v = Volume(c, "whole", len(data)).open(UPLOAD)
    for at in range(0, len(data), 100000):
        v.send(data[at:at + 100000])
    v.finish()
    got, lengths = v.open(DOWNLOAD).content()
    assert got == data
    assert max(lengths) == PACKET
    got, _ = v.open(DOWNLOAD, 300, 1000).content()
    assert got == data[300:1300]
    got, _ = v.open(DOWNLOAD, 1, len(data)).content()
    assert got == data[1:]
    assert v.open(DOWNLOAD, len(data) + 1).content() == (b"", [])
    for proc in DOWNLOAD, UPLOAD:
        assert c.error(proc, v.args(1 << 63)) == 38
    c.close()


def holes_go_both_ways_when_they_are_asked_for(d):
    c = Client(d.path)
    v = Volume(c, "holes", 10 << 20).open(UPLOAD, flags=SPARSE)
    v.send(struct.pack(">qI", 5 << 20, 0), kind=HOLE)
    v.send(b"in the middle")
    v.finish()
    got, lengths = v.open(DOWNLOAD, flags=SPARSE).content()
    assert lengths[0] == -(5 << 20) and lengths[-1] < 0, lengths
    assert got == bytes(5 << 20) + b"in the middle" + bytes((5 << 20) - 13)
    _, lengths = v.open(DOWNLOAD).content()
    assert min(lengths) > 0
    c.close()


def calls_are_answered_while_a_stream_is_open(d):
    c = Client(d.path)
    v = Volume(c, "between", 1000).open(UPLOAD)
    v.send(b"a" * 500)
    c.serial += 1
    assert c.call(LIB_VERSION)[0][5] == OK
    w = Volume(c, "another", 1000).open(UPLOAD)
    w.send(b"b" * 1000)
    v.send(b"c" * 500)
    w.finish()
    v.finish()
    assert v.open(DOWNLOAD).content()[0] == b"a" * 500 + b"c" * 500
    assert w.open(DOWNLOAD).content()[0] == b"b" * 1000
    c.close()


def an_abort_is_answered_and_ends_the_stream(d):
    c = Client(d.path)
    v = Volume(c, "abort", 50 << 20).open(DOWNLOAD)
    v.send(status=ERROR)
    while True:  # data was on its way already
        kind, status, payload = v.read()
        if status == OK:
            break
        assert (kind, status) == (STREAM, CONTINUE)
    v.send(status=ERROR)  # of a stream that is no more: ignored
    assert c.call(LIB_VERSION)[0][5] == OK
    c.close()


def a_driver_that_fails_says_so_and_later_packets_are_ignored(d):
    c = Client(d.path)
    v = Volume(c, "small", 10).open(UPLOAD, length=12)
    v.send(b"more than twelve bytes")
    v.send(b"and more")
    v.send(status=OK)
    assert v.error() == 38
    assert c.call(LIB_VERSION)[0][5] == OK
    v.open(DOWNLOAD)
    v.send(b"a download takes none")
    while v.read()[1] != ERROR:  # data may have been on its way
        pass
    c.close()


def nonsense_in_a_stream_is_an_error_of_that_stream(d):
    for kind, status, payload in ((HOLE, CONTINUE, b"\0"), (HOLE, CONTINUE, struct.pack(">qI", -5, 0)),
                                  (STREAM, 77, b"")):
        c = Client(d.path)
        v = Volume(c, f"n{d.numbers}", 100).open(UPLOAD)
        d.numbers += 1
        v.send(payload, status, kind)
        assert v.error() in (8, 39)
        assert c.call(LIB_VERSION)[0][5] == OK
        c.close()


def a_volume_grows_as_far_as_its_pool_has_room(d):
    c = Client(d.path)
    v = Volume(c, "grows", 10).open(UPLOAD, offset=(100 << 30) - 1)
    v.send(b"x")
    v.send(b"y")
    assert v.error() == 38
    assert v.open(DOWNLOAD, (100 << 30) - 2).content()[0] == b"\0x"
    v.open(UPLOAD, offset=(1 << 63) - 1, flags=SPARSE)
    v.send(struct.pack(">qI", (1 << 63) - 1, 0), kind=HOLE)
    v.finish()
    v.open(UPLOAD, offset=(1 << 63) - 2, flags=SPARSE)
    v.send(struct.pack(">qI", 1, 0), kind=HOLE)
    assert v.error() == 38
    assert c.call(VOL_DELETE, v.vol + struct.pack(">I", 0))[0][5] == OK
    c.close()


def a_volume_deleted_under_a_transfer_ends_it(d):
    c = Client(d.path)
    v = Volume(c, "gone", 100).open(UPLOAD)
    assert c.call(VOL_DELETE, v.vol + struct.pack(">I", 0))[0][5] == OK
    v.send(b"to whom?")
    assert v.error() == 50
    c.close()


def a_client_that_does_not_read_costs_no_memory(d):
    c = Client(d.path)
    v = Volume(c, "large", 4 << 30)
    before = d.rss()
    v.open(DOWNLOAD)
    d.serves()
    assert d.rss() - before < 16 << 10, "the daemon reads ahead without end"
    total = 0  # and when it reads, it gets everything
    while total < 64 << 20:
        total += len(v.read()[2])
    c.close()


def clients_that_die_leave_nothing(d):
    fds = d.fds()
    for i in range(20):
        c = Client(d.path)
        v = Volume(c, f"left{i}", 1 << 30).open(DOWNLOAD if i % 2 else UPLOAD)
        if not i % 2:
            v.send(b"half of it")
        c.close()
    d.await_clients(fds)
    d.serves()


def too_many_streams_are_refused(program):
    d = Daemon(program, "max_client_streams = 2\n")
    c = Client(d.path)
    vols = [Volume(c, f"v{i}", 10) for i in range(3)]
    for v in vols[:2]:
        v.open(UPLOAD)
    assert c.error(UPLOAD, vols[2].args()) == 87
    vols[0].finish()
    vols[2].open(UPLOAD).finish()
    d.end()


def streams_read_to_their_end_count_no_more(program):
    d = Daemon(program, "max_client_streams = 2\n")
    c = Client(d.path)
    v = Volume(c, "v", 10)
    drained = []
    for _ in range(300):
        v.open(DOWNLOAD)
        assert [v.read()[2] for _ in range(2)] == [bytes(10), b""]
        drained.append(v.serial)
    others = [Volume(c, f"o{i}", 10).open(UPLOAD) for i in range(2)]
    assert c.error(UPLOAD, v.args()) == 87
    v.proc = DOWNLOAD
    for v.serial in drained[:2] + drained[-2:]:
        v.finish()
    v.send(status=OK)  # once more, and then nobody's: both are ignored
    v.send(b"x")
    v.serial = drained[-3]
    v.send(b"it takes none")
    assert v.error() == 39
    v.serial = drained[-4]
    v.send(status=ERROR)
    assert v.read() == (STREAM, OK, b"")
    for o in others:
        o.finish()
    d.end()


def a_volumes_bytes_have_a_limit(program):
    d = Daemon(program)
    c = Client(d.path)
    v = Volume(c, "v", 1 << 30).open(UPLOAD, offset=1 << 20)
    chunk = b"x" * (1 << 20)
    c.sock.settimeout(2)  # so long a slow daemon may take for one chunk
    try:
        for _ in range(300):
            v.send(chunk)
    except TimeoutError:
        pass
    c.sock.settimeout(20)
    assert v.error() == 9
    if not os.environ.get("SANITIZER_FLAGS"):  # a sanitizer's shadow counts too
        assert d.rss() < 600 << 10
    d.end()


def main():
    program = sys.argv[1]
    d = Daemon(program, "test_keep_world = 1\n")
    d.numbers = 0
    keeper = Client(d.path)
    for test in (what_was_uploaded_is_downloaded, holes_go_both_ways_when_they_are_asked_for,
                 calls_are_answered_while_a_stream_is_open, an_abort_is_answered_and_ends_the_stream,
                 a_driver_that_fails_says_so_and_later_packets_are_ignored,
                 nonsense_in_a_stream_is_an_error_of_that_stream, a_volume_grows_as_far_as_its_pool_has_room,
                 a_volume_deleted_under_a_transfer_ends_it,
                 a_client_that_does_not_read_costs_no_memory, clients_that_die_leave_nothing):
        test(d)
        print("ok", test.__name__, flush=True)
    keeper.close()
    d.end()
    for test in (too_many_streams_are_refused, streams_read_to_their_end_count_no_more, a_volumes_bytes_have_a_limit):
        test(program)
        print("ok", test.__name__, flush=True)


if __name__ == "__main__":
    main()
