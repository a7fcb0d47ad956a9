# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stands between clients and a daemon and notes which calls were answered. Clients see nothing of it.
File descriptors are not passed on.

    tap = Tap("/path/daemon-sock", "/path/tap-sock")
    ... clients connect to /path/tap-sock ...
    tap.answered    Counter of (program, procedure)
"""

import collections
import socket
import struct
import threading

HEADER = struct.Struct(">6I")  # program, version, procedure, type, serial, status
REPLY, MESSAGE = 1, 2


class Tap:
    def __init__(self, daemon, path):
        self.daemon = daemon
        self.answered = collections.Counter()
        self.events = collections.Counter()
        self.changed = threading.Condition()
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(path)
        self.server.listen(16)
        threading.Thread(target=self.accept, daemon=True).start()

    def wait(self, fits, seconds=20):
        """Waits until fits() is true; returns whether that came to be."""
        with self.changed:
            return self.changed.wait_for(fits, seconds)

    def accept(self):
        while True:
            client, _ = self.server.accept()
            daemon = socket.socket(socket.AF_UNIX)
            daemon.connect(self.daemon)
            for pump in (lambda a=client, b=daemon: copy(a, b),
                         lambda a=daemon, b=client: copy(a, b, self.note)):
                threading.Thread(target=pump, daemon=True).start()

    def note(self, frame):
        program, _, procedure, kind, *_ = HEADER.unpack_from(frame)
        with self.changed:
            if kind == REPLY:
                self.answered[program, procedure] += 1
            elif kind == MESSAGE:
                self.events[program, procedure] += 1
            self.changed.notify_all()


def copy(source, sink, note=None):
    """Copies until the end; note is shown each whole frame without its length, before the sink is."""
    pending = b""
    try:
        while piece := source.recv(1 << 16):
            if note:
                pending += piece
                while len(pending) >= 4 and len(pending) >= (size := int.from_bytes(pending[:4], "big")):
                    note(pending[4:size])
                    pending = pending[size:]
            sink.sendall(piece)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
