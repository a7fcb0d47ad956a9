#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a client that speaks the wire by itself may send in orders that no library of ours or libvirt's
does, and what comes back: for each frame the words of the header, an error's code and domain, or that
the daemon hung up. wire-orders.sh compares what two daemons say.

Usage: wire_orders.py SOCKET SOCKET-FOR-READING URI POOL    (of a daemon with max_client_requests = 1;
                                                           POOL of URI may have files)

Not asked, since vireod answers otherwise on purpose: rights come before arguments that can't be read; a
second CONNECT_OPEN does no harm to the first; an empty URI means the test driver; it migrates
(features 3 to 13), knows later events, and a machine has the screens that it has; lists have no limit but
what there is; a second stream under a serial is refused; a call that brings no descriptors where it says
so ends the connection; a hole of nothing, or less, and one that can't be read are refused or nothing, where
libvirtd gives an internal error or hangs up. Nor is AUTH_POLKIT where polkit is not asked: libvirtd says
no reason of its own then.
"""

import struct
import sys

from wire import (ADMIN, CLOSE, CREATE_XML, DEREGISTER, DESTROY, DOMAIN, DOMAIN_INFO, DOMAIN_XML, FEATURE, KEEPALIVE,
                  LIB_VERSION, LOOKUP, NUM_OF_DOMAINS, OPEN, OPEN_ARGS, REGISTER, REMOTE, RESUME, SUSPEND, Client,
                  domain, frame, string)

AUTH_LIST, SASL_INIT, SASL_START, SASL_STEP = 66, 67, 68, 69
OLD_REGISTER, OLD_DEREGISTER, ANY_REGISTER, ANY_DEREGISTER = 105, 106, 167, 168
GET_URI, HOSTNAME, LIST_DOMAINS, SCREENSHOT, CLOSE_REGISTER, CLOSE_DEREGISTER = 110, 59, 37, 211, 360, 361
NETWORK_REGISTER, NETWORK_DEREGISTER = 313, 314
POOL_BY_NAME, VOL_CREATE, VOL_DELETE, UPLOAD, DOWNLOAD, SPARSE, MIB = 84, 93, 94, 208, 209, 1, 1 << 20
QEMU, LXC = 0x20008087, 0x00080000
CALL, REPLY, MESSAGE, STREAM, WITH_FDS, REPLY_FDS, HOLE = range(7)
MARK, HARMLESS = 0x7ffffff0, 5


def ints(*values):
    return struct.pack(f">{len(values)}i", *values)


def quote(head, body):
    prog, vers, proc, kind, serial, status = head
    text = f"{prog:x} {vers} {proc} type {kind} serial {serial} status {status}"
    if status == 1:
        code, origin = struct.unpack(">ii", body[:8])
        text += f" error {code} of {origin}"
    elif kind == STREAM:
        text += " bytes" if body else " empty"
    return text


class Talk(Client):
    """A conversation that is written down."""

    def __init__(self, path, *, opened=True):
        super().__init__(path, opened=False)
        self.gone = False
        if opened:
            self.send(frame(OPEN, MARK, OPEN_ARGS))
            assert self.read()[0][5] == 0

    def say(self, *frames):
        """Sends them in one go, and writes down what comes back: the answers, then what else came before
        those to some harmless calls, one after the other."""
        said = []
        try:
            self.send(b"".join(frames))
            self.listen(said, sum(struct.unpack(">i", f[16:20])[0] in (CALL, WITH_FDS) for f in frames))
            for _ in range(HARMLESS):
                self.send(frame(AUTH_LIST, MARK))
                self.listen(said, 1)
        except (BrokenPipeError, ConnectionResetError):
            self.gone = True
        for text in sorted(said, key=lambda text: "type 1" not in text):
            print("   ", text)
        if self.gone:
            print("    hangs up")

    def listen(self, said, answers):
        """Until so many answers have come."""
        while answers and not self.gone:
            got = self.read()
            self.gone = got is None
            if got:
                answers -= got[0][3] == REPLY
                if got[0][4] != MARK:
                    said.append(quote(*got))


def opened_args(uri, flags=0):
    return (struct.pack(">I", 1) + string(uri) if uri is not None else ints(0)) + struct.pack(">I", flags)


def before_open(path, ro):
    for name, call in (("version", frame(LIB_VERSION, 1)), ("lookup", frame(LOOKUP, 1, string("test"))),
                       ("close", frame(CLOSE, 1)), ("sasl init", frame(SASL_INIT, 1)),
                       ("sasl start", frame(SASL_START, 1, string("PLAIN") + ints(0, 0))),
                       ("sasl step", frame(SASL_STEP, 1, ints(0, 0))),
                       ("register", frame(REGISTER, 1, ints(0, 0))), ("old register", frame(OLD_REGISTER, 1)),
                       ("uri", frame(GET_URI, 1)), ("close callback", frame(CLOSE_REGISTER, 1)),
                       ("unknown procedure", frame(9999, 1)), ("unknown program", frame(1, 1, prog=0x11111111)),
                       ("unknown version", frame(OPEN, 1, OPEN_ARGS, vers=2)),
                       ("lxc", frame(1, 1, prog=LXC)),
                       ("admin", frame(1, 1, ints(0), prog=ADMIN)),
                       ("stream packet", frame(SCREENSHOT, 1, b"x", kind=STREAM, status=2))):
        print(" ", name)
        talk = Talk(path, opened=False)
        talk.say(call)
        talk.say(frame(OPEN, 2, OPEN_ARGS))
        talk.say(frame(LIB_VERSION, 3))


def opening(path, ro):
    for name, args in (("no name", opened_args(None)), ("unknown driver", opened_args("nobody:///x")), ("no URI", opened_args("test")),
                       ("unknown flags", opened_args("test:///default", 0x100)),
                       ("read only", opened_args("test:///default", 1)),
                       ("no arguments", b""), ("surplus", OPEN_ARGS + b"12345678"),
                       ("an optional that is neither", ints(2) + string("test:///default") + ints(0)),
                       ("text too long", ints(1, 0x7fffffff)), ("a text beyond the frame", ints(1, 100) + b"test")):
        print(" ", name)
        talk = Talk(path, opened=False)
        talk.say(frame(OPEN, 1, args))
        talk.say(frame(SUSPEND, 2, DOMAIN))
        talk.say(frame(RESUME, 2, DOMAIN))
    print("  twice")
    talk = Talk(path)
    talk.say(frame(OPEN, 1, OPEN_ARGS))
    print("  in one go")
    talk = Talk(path, opened=False)
    talk.say(frame(AUTH_LIST, 1), frame(OPEN, 2, OPEN_ARGS), frame(LOOKUP, 3, string("test")), frame(LIB_VERSION, 3))
    print("  again after the end")
    talk = Talk(path)
    talk.say(frame(CLOSE, 1))
    print("  the end without an opening")
    talk = Talk(path, opened=False)
    talk.say(frame(CLOSE, 1))
    talk.say(frame(OPEN, 2, OPEN_ARGS))


def authentication(path, ro):
    talk = Talk(path)
    for name, call in (("sasl init", frame(SASL_INIT, 1)),
                       ("sasl start", frame(SASL_START, 1, string("PLAIN") + ints(0, 0))),
                       ("sasl step", frame(SASL_STEP, 1, ints(0, 0))), ("list", frame(AUTH_LIST, 1))):
        print(" ", name)
        talk.say(call)


def features(path, ro):
    for opened in (False, True):
        talk = Talk(path, opened=opened)
        for feature in (-1, 0, 1, 2, 5, 8, 9, 10, *range(14, 24), 1000, 0x7fffffff):
            talk.send(frame(FEATURE, 1, ints(feature)))
            head, body = talk.read()
            print("   ", "opened" if opened else "new", feature, quote(head, body), body.hex() if not head[5] else "")


def headers(path, ro):
    for opened in (True, False):
        for name, call in (
                *((f"type {kind}", frame(LIB_VERSION, 5, kind=kind)) for kind in (1, 2, 3, 6, 7, -1)),
                *((f"status {status}", frame(LIB_VERSION, 5, status=status)) for status in (1, 2, 3, -1)),
                *((f"procedure {proc}", frame(proc, 5)) for proc in (0, -1, 9999, 107, 0x7fffffff)),
                *((f"version {vers}", frame(LIB_VERSION, 5, vers=vers)) for vers in (0, 2, 0xffffffff)),
                *((f"program {prog:x}", frame(1, 5, prog=prog)) for prog in (0, 1, 0x20008088, 0xffffffff)),
                ("qemu 0", frame(0, 5, prog=QEMU)), ("qemu 99", frame(99, 5, prog=QEMU)),
                ("lxc 99", frame(99, 5, prog=LXC)), ("lxc version", frame(1, 5, prog=LXC, vers=2)),
                ("serial 0", frame(LIB_VERSION, 0)), ("serial of all ones", frame(LIB_VERSION, 0xffffffff)),
                ("a name for a procedure that wants none", frame(LIB_VERSION, 5, string("x"))),
                *((("half a word", frame(LOOKUP, 5, b"\0\0")),
                   ("text that ends early", frame(LOOKUP, 5, ints(9) + b"te"))) if opened else ()),
                ("text with a zero inside", frame(LOOKUP, 5, string("te\0st"))),
                ("text with other padding", frame(LOOKUP, 5, ints(1) + b"tXYZ")),
                ("surplus", frame(LOOKUP, 5, string("test") + b"more bytes..")),
                ("an event", frame(318, 5))):
            print(" ", "opened" if opened else "new", name)
            talk = Talk(path, opened=opened)
            talk.say(call)


def keepalive(path, ro):
    for opened in (True, False):
        for name, call in (("ping", frame(1, 0, prog=KEEPALIVE, kind=2)), ("pong", frame(2, 0, prog=KEEPALIVE, kind=2)),
                           ("ping with a serial", frame(1, 9, prog=KEEPALIVE, kind=2)),
                           ("ping with bytes", frame(1, 0, b"1234", prog=KEEPALIVE, kind=2)),
                           ("call", frame(1, 0, prog=KEEPALIVE)), ("another", frame(3, 0, prog=KEEPALIVE, kind=2)),
                           ("version", frame(1, 0, prog=KEEPALIVE, kind=2, vers=2)),
                           ("status", frame(1, 0, prog=KEEPALIVE, kind=2, status=1))):
            print(" ", "opened" if opened else "new", name)
            Talk(path, opened=opened).say(call)


def old_events(path, ro):
    talk = Talk(path)
    print("  no registration to end")
    talk.say(frame(OLD_DEREGISTER, 1))
    talk.say(frame(ANY_DEREGISTER, 1, ints(0)))
    print("  twice")
    talk.say(frame(OLD_REGISTER, 2))
    talk.say(frame(OLD_REGISTER, 3))
    print("  heard")
    talk.say(frame(SUSPEND, 4, DOMAIN), frame(RESUME, 5, DOMAIN))
    print("  by event beside it")
    talk.say(frame(ANY_REGISTER, 6, ints(0)))
    talk.say(frame(ANY_REGISTER, 7, ints(0)))
    talk.say(frame(ANY_REGISTER, 8, ints(1)))
    talk.say(frame(ANY_REGISTER, 8, ints(2)))
    for number in (-1, 99):
        talk.say(frame(ANY_REGISTER, 9, ints(number)))
        talk.say(frame(ANY_DEREGISTER, 9, ints(number)))
    print("  and by callback")
    talk.say(frame(REGISTER, 10, ints(0, 0)))
    talk.say(frame(SUSPEND, 11, DOMAIN), frame(RESUME, 12, DOMAIN))
    print("  one by one they end")
    talk.say(frame(ANY_DEREGISTER, 13, ints(0)))
    talk.say(frame(ANY_DEREGISTER, 14, ints(0)))
    talk.say(frame(OLD_DEREGISTER, 15))
    talk.say(frame(OLD_DEREGISTER, 16))
    talk.say(frame(SUSPEND, 17, DOMAIN), frame(RESUME, 18, DOMAIN))
    print("  an end with registrations")
    talk.say(frame(CLOSE, 19))


def callbacks(path, ro):
    talk = Talk(path)
    for name, args in (("all", ints(0, 0)), ("again", ints(0, 0)), ("one", ints(0, 1) + DOMAIN),
                       ("nobody", ints(0, 1) + domain("nobody", "0" * 32)),
                       ("wrong UUID", ints(0, 1) + domain("test", "1" * 32)),
                       ("wrong name", ints(0, 1) + domain("nobody")), ("number -1", ints(-1, 0)),
                       ("number 26", ints(26, 0)), ("number 99", ints(99, 0))):
        print(" ", name)
        talk.say(frame(REGISTER, 1, args))
    talk.say(frame(SUSPEND, 2, DOMAIN), frame(RESUME, 3, DOMAIN))
    for number in (-1, 99, *range(4), *range(4)):
        print("  end of", number)
        talk.say(frame(DEREGISTER, 4, ints(number)))
    print("  networks")
    for number in (0, -1):
        talk.say(frame(NETWORK_REGISTER, 5, ints(number, 0)))
        talk.say(frame(NETWORK_DEREGISTER, 6, ints(number)))
    print("  the end of the daemon's connection")
    for proc in (CLOSE_DEREGISTER, CLOSE_REGISTER, CLOSE_REGISTER, CLOSE_DEREGISTER, CLOSE_DEREGISTER):
        talk.say(frame(proc, 7))


def streams(path, ro):
    shot = frame(SCREENSHOT, 50, DOMAIN + ints(0, 0))
    for name, first, then in (
            ("a packet of no stream", b"", [frame(SCREENSHOT, 60, b"x", kind=STREAM, status=2)]),
            ("an end of no stream", b"", [frame(SCREENSHOT, 60, kind=STREAM)]),
            ("an abort of no stream", b"", [frame(SCREENSHOT, 60, kind=STREAM, status=1)]),
            ("a packet of another serial", shot, [frame(SCREENSHOT, 60, b"x", kind=STREAM, status=2)]),
            ("a packet of another procedure", shot, [frame(LIB_VERSION, 50, b"x", kind=STREAM, status=2)]),
            ("read to the end", shot, [frame(SCREENSHOT, 50, kind=STREAM)]),
            ("ended twice", shot, [frame(SCREENSHOT, 50, kind=STREAM), frame(SCREENSHOT, 50, kind=STREAM)]),
            ("aborted", shot, [frame(SCREENSHOT, 50, kind=STREAM, status=1)]),
            ("bytes for one that is read", shot, [frame(SCREENSHOT, 50, b"abcd", kind=STREAM, status=2)]),
            ("another status", shot, [frame(SCREENSHOT, 50, b"abcd", kind=STREAM, status=7)]),
            ("a hole", shot, [frame(SCREENSHOT, 50, ints(0, 5, 0), kind=HOLE, status=2)]),
            ("a hole of no stream", b"", [frame(SCREENSHOT, 60, ints(0, 5, 0), kind=HOLE, status=2)]),
            ("flags", frame(SCREENSHOT, 50, DOMAIN + ints(0, 1)), []),
            ("two at a time", shot + frame(SCREENSHOT, 51, DOMAIN + ints(0, 0)),
             [frame(SCREENSHOT, 51, kind=STREAM), frame(SCREENSHOT, 50, kind=STREAM)]),
            ("the end of the connection", shot, [frame(CLOSE, 52)])):
        print(" ", name)
        talk = Talk(path)
        seen = set()
        if first:
            # What comes by itself up to the empty packet of each stream; into how many packets it is
            # cut, and in which order those of two come, is not written down.
            talk.send(first)
            wanted = 2 * first.count(struct.pack(">i", SCREENSHOT) + ints(CALL))
            while wanted:
                head, body = talk.read()
                seen.add(quote(head, body))
                wanted -= 2 if head[5] == 1 else head[3] == REPLY or not body
        for text in sorted(seen):
            print("   ", text)
        for packet in then:
            talk.say(packet)


class Volume(Talk):
    """A conversation about a volume of 1 MiB."""

    def __init__(self, path, uri, pool):
        super().__init__(path, opened=False)
        self.call(OPEN, opened_args(uri))
        self.pool = self.call(POOL_BY_NAME, string(pool))[1]
        xml = (f"<volume><name>orders</name><capacity>{MIB}</capacity><allocation>0</allocation>"
               "<target><format type='raw'/></target></volume>")
        head, self.vol = self.call(VOL_CREATE, self.pool + string(xml) + ints(0))
        assert head[5] == 0, self.vol

    def args(self, flags=0, offset=0, length=0):
        return self.vol + struct.pack(">QQI", offset, length, flags)

    def fetch(self, **how):
        """All of a download, once for each kind of packet, and its end."""
        self.send(frame(DOWNLOAD, 70, self.args(**how)))
        kinds, left = set(), 2  # the reply, which may come behind bytes, and the empty packet
        while left > 0:
            head, body = self.read()
            kinds.add(quote(head, body))
            left -= 3 if head[5] == 1 else head[3] == REPLY or head[3] == STREAM and not body
        for text in sorted(kinds):
            print("   ", text)
        if not left:
            self.say(frame(DOWNLOAD, 70, kind=STREAM))


def volumes(path, ro, uri, pool):
    def up(body=b"", status=2, serial=50, kind=STREAM, proc=UPLOAD):
        return frame(proc, serial, body, kind=kind, status=status)

    hole = struct.pack(">qI", MIB // 2, 0)
    for name, flags, packets in (
            ("bytes", 0, [up(b"x" * 1000), up(b"y" * 1000), up(status=0)]),
            ("no bytes", 0, [up(status=0)]),
            ("an empty packet before the end", 0, [up(), up(status=0)]),
            ("ended, and more bytes", 0, [up(status=0), up(b"x"), up(status=0)]),
            ("with holes", SPARSE, [up(b"x" * 4096), up(hole, kind=HOLE), up(b"y" * 4096), up(status=0)]),
            ("as another procedure", 0, [up(b"x", proc=DOWNLOAD), up(status=0)]),
            ("a call in the middle", 0, [up(b"x" * 1000), frame(LIB_VERSION, 60), up(b"y" * 1000), up(status=0)])):
        print(" ", name)
        talk = Volume(path, uri, pool)
        talk.say(frame(UPLOAD, 50, talk.args(flags)))
        for packet in packets:
            talk.say(packet)
        talk.fetch()
        talk.fetch(flags=SPARSE)
        talk.say(frame(VOL_DELETE, 80, talk.vol + ints(0)))
    print("  given up")  # what there is of it is open
    talk = Volume(path, uri, pool)
    talk.say(frame(UPLOAD, 50, talk.args()))
    talk.say(up(b"x" * 1000))
    talk.say(up(status=1))
    talk.say(frame(VOL_DELETE, 80, talk.vol + ints(0)))
    print("  parts")
    talk = Volume(path, uri, pool)
    talk.fetch(offset=MIB // 2, length=1000)
    talk.fetch(length=1)
    talk.say(frame(VOL_DELETE, 80, talk.vol + ints(0)))


def reading_only(path, ro):
    for args in (OPEN_ARGS, opened_args("test:///default", 1)):
        talk = Talk(ro, opened=False)
        talk.say(frame(OPEN, 1, args))
        for call in (frame(SUSPEND, 2, DOMAIN), frame(CREATE_XML, 4, string("<domain/>") + ints(0)),
                     frame(DOMAIN_INFO, 5, DOMAIN), frame(DOMAIN_XML, 6, DOMAIN + ints(1)), frame(REGISTER, 7, ints(0, 0)),
                     frame(OLD_REGISTER, 8), frame(SCREENSHOT, 9, DOMAIN + ints(0, 0)), 
                     frame(DESTROY, 11, DOMAIN), frame(NUM_OF_DOMAINS, 12), frame(HOSTNAME, 13), frame(9999, 14)):
            talk.say(call)


def main():
    for part in (before_open, opening, authentication, features, headers, keepalive, old_events, callbacks, streams,
                 reading_only):
        print(part.__name__.replace("_", " "))
        part(*sys.argv[1:3])
    print("volumes")
    volumes(*sys.argv[1:5])


if __name__ == "__main__":
    main()
