# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stands between clients and a daemon and notes what passes: the codes of errors, and which calls
were answered. Clients see nothing of it. File descriptors are not passed on.

    tap = Tap("/path/daemon-sock", "/path/tap-sock", slow={(program, procedure)})
    ... clients connect to /path/tap-sock ...
    tap.errors      {message: (code, domain, level)}
    tap.answered    Counter of (program, procedure)

The replies of slow procedures reach the client a little later.
"""

import collections
import socket
import struct
import threading
import time

HEADER = struct.Struct(">6I")  # program, version, procedure, type, serial, status
REPLY, MESSAGE = 1, 2
ERROR = 1
LATER = 0.05


class Tap:
    def __init__(self, daemon, path, slow=frozenset()):
        self.daemon = daemon
        self.slow = slow
        self.errors = {}
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
        program, _, procedure, kind, _, status = HEADER.unpack_from(frame)
        if kind == REPLY and (program, procedure) in self.slow:
            time.sleep(LATER)
        with self.changed:
            if kind == REPLY:
                self.answered[program, procedure] += 1
            elif kind == MESSAGE:
                self.events[program, procedure] += 1
            if kind == REPLY and status == ERROR:
                self.note_error(frame[HEADER.size:])
            self.changed.notify_all()

    def note_error(self, body):
        code, domain, has_message, length = struct.unpack_from(">iiII", body)
        if has_message:
            level, = struct.unpack_from(">i", body, 16 + (length + 3) // 4 * 4)
            message = body[16:16 + length].decode(errors="replace")
            self.errors[message] = code, domain, level


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
