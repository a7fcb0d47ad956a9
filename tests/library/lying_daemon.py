#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A daemon that opens connections as one should and then answers whatever comes to its mind.

    lying_daemon.py SOCKET READY-FD SEED

A reply is of the right form with drawn values, or an error, garbage, cut, too long, of another call, of
another size than it says, or the end of the connection; before it come events that nobody asked for, and
behind it packets of streams. It ends with the process that holds the other end of its standard input.
"""
import os
import random
import socket
import struct
import sys
import threading

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path[:0] = [os.path.join(TOP, "tests", "lib"), os.path.join(TOP, "tests", "daemon"), os.path.join(TOP, "protocol")]
sys.dont_write_bytecode = True
import drawn  # noqa: E402
import generate  # noqa: E402
import procedures  # noqa: E402
import wire  # noqa: E402

OK, ERROR, CONTINUE = 0, 1, 2
REPLY, MESSAGE, STREAM, HOLE = 1, 2, 3, 6
NO_NETWORK = 43
# What a connection begins with, and the objects that the program starts from.
HONEST = {"CONNECT_OPEN": None, "AUTH_LIST": {"types": [0]}, "CONNECT_SUPPORTS_FEATURE": {"supported": 1},
          "CONNECT_CLOSE": None, "DOMAIN_LOOKUP_BY_NAME": {}, "STORAGE_POOL_LOOKUP_BY_NAME": {},
          "INTERFACE_LOOKUP_BY_NAME": {}, "NODE_DEVICE_LOOKUP_BY_NAME": {}, "NETWORK_DEFINE_XML": {}}


class Protocol:
    def __init__(self):
        programs = ("remote", "qemu", "lxc", "admin", "vireo")
        self.files = {p: generate.File(os.path.join(TOP, "protocol", p + ".x")) for p in programs}
        self.all = [generate.File(os.path.join(TOP, "protocol", "net.x")), *self.files.values()]
        self.codec = procedures.Codec(self.all)
        self.procs, self.events = {}, []
        for prog, f in self.files.items():
            number = f.consts[f"{prog.upper()}_PROGRAM"]
            for p in f.procs:
                self.procs[number, p.number] = (f, p)
                if p.is_event:
                    self.events.append((number, f, p))


class Liar(threading.Thread):
    """One connection."""

    def __init__(self, protocol, sock, seed):
        super().__init__(daemon=True)
        self.protocol, self.sock = protocol, sock
        self.draw = random.Random(seed)
        self.drawn = drawn.Drawn(protocol.all, self.draw, "/nowhere")

    def run(self):
        try:
            while self.serve():
                pass
        except OSError:
            pass
        self.sock.close()

    def read(self, size):
        data = b""
        while len(data) < size:
            more = self.sock.recv(size - len(data))
            if not more:
                raise OSError
            data += more
        return data

    def serve(self):
        size = struct.unpack(">I", self.read(4))[0]
        program, _, number, kind, serial, _ = struct.unpack(">IIiiIi", self.read(24))
        body = self.read(size - 28)
        if program == wire.KEEPALIVE:
            return True
        if kind == STREAM:
            return self.stream(program, number, serial)
        f, proc = self.protocol.procs[program, number]
        self.streams = proc.stream  # it has an end, or its reader waits for it
        if proc.name == "NETWORK_LOOKUP_BY_NAME" and b"left" in body:
            return self.error(program, number, serial, NO_NETWORK)
        ret = f.struct_of(proc, "ret")
        if proc.name in HONEST or (f.prog == "admin" and "OPEN" in proc.name):
            value = HONEST.get(proc.name)
            return self.reply(program, number, serial, self.protocol.codec.pack(ret, value or {}) if ret else b"")
        for _ in range(self.draw.choice([0, 0, 1, 3])):
            self.event()
        good = self.protocol.codec.pack(ret, self.drawn.value(ret)) if ret else b""
        return self.draw.choice(self.WAYS)(self, program, number, serial, good)

    # -- ways to answer; False: no more of this connection ----------------------------------------

    def send(self, program, number, serial, body, kind=REPLY, status=OK):
        self.sock.sendall(wire.frame(number, serial, body, prog=program, kind=kind, status=status))
        return True

    def reply(self, program, number, serial, body):
        self.send(program, number, serial, body)
        if self.streams or self.draw.random() < 0.2:
            self.packets(program, number, serial)
        return True

    def error(self, program, number, serial, code):
        code = code if isinstance(code, int) else self.draw.randint(-1, 120)
        value = self.drawn.value("remote_error")
        value.update(code=code, domain=self.draw.randint(-1, 90))
        return self.send(program, number, serial, self.protocol.codec.pack("remote_error", value), status=ERROR)

    def garbage(self, program, number, serial, body):
        return self.reply(program, number, serial, self.draw.randbytes(self.draw.choice([0, 3, 4, 40, 4096])))

    def cut(self, program, number, serial, body):
        return self.reply(program, number, serial, body[:self.draw.randrange(len(body) + 1)])

    def flipped(self, program, number, serial, body):
        raw = bytearray(body)
        for _ in range(3 if raw else 0):
            raw[self.draw.randrange(len(raw))] = self.draw.choice([0, 1, 127, 128, 255])
        return self.reply(program, number, serial, bytes(raw))

    def longer(self, program, number, serial, body):
        return self.reply(program, number, serial, body + bytes(self.draw.choice([1, 4, 400])))

    def other(self, program, number, serial, body):
        """For a call that nobody has made, of another kind, or with another status; then the end."""
        change = self.draw.randrange(4)
        self.send(program ^ (change == 0), number + (change == 1), serial + (change == 2), body,
                  kind=self.draw.choice([0, 1, 2, 3, 4, 5, 6, 9]), status=self.draw.choice([0, 1, 2, 7]))
        return False

    def half(self, program, number, serial, body):
        """A frame whose size is a lie."""
        raw = bytearray(wire.frame(number, serial, body, prog=program, kind=REPLY))
        raw[:4] = struct.pack(">I", self.draw.choice([0, 4, 27, len(raw) + 1, len(raw) - 1, 2**25, 2**31, 2**32 - 1]))
        self.sock.sendall(bytes(raw))
        return False

    WAYS = [reply] * 12 + [error, error, garbage, cut, cut, flipped, flipped, flipped, longer, other, half]

    # -- what comes unasked -----------------------------------------------------------------------

    def event(self):
        number, f, proc = self.draw.choice(self.protocol.events)
        base = f.struct_of(proc, "msg")
        value = self.drawn.value(base) if base else None
        if value and "callbackID" in value:
            value["callbackID"] = self.draw.choice([0, 1, 2, value["callbackID"]])
        body = self.protocol.codec.pack(base, value) if base else b""
        if self.draw.random() < 0.2:
            body = body[:self.draw.randrange(len(body) + 1)]
        self.send(number, proc.number, 0, body, kind=MESSAGE)

    def packets(self, program, number, serial):
        """Of a stream, which the call has or has not begun."""
        for _ in range(3):
            if self.draw.random() < 0.3:
                hole = struct.pack(">qI", self.draw.choice([0, 1, 2**40, -1]), self.draw.choice([0, 1]))
                self.send(program, number, serial, hole, kind=HOLE, status=CONTINUE)
            else:
                self.send(program, number, serial, bytes(self.draw.choice([0, 1, 65536])), kind=STREAM, status=CONTINUE)
        self.send(program, number, serial, b"", kind=STREAM, status=self.draw.choice([OK, ERROR]))

    def stream(self, program, number, serial):
        if self.draw.random() < 0.3:
            self.packets(program, number, serial)
        return self.send(program, number, serial, b"", kind=STREAM, status=OK)


def main():
    path, ready, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    protocol = Protocol()

    def accept():
        number = 0
        while True:
            sock = listener.accept()[0]
            Liar(protocol, sock, f"{seed} {number}").start()
            number += 1

    threading.Thread(target=accept, daemon=True).start()
    os.write(ready, b"1")
    os.close(ready)
    sys.stdin.read()


if __name__ == "__main__":
    main()
