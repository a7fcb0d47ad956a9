# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files that hang whoever uses them: a file system of FUSE whose server is silent."""
import ctypes
import os
import select
import signal
import struct

from wire import WAIT

OPEN, FLUSH = 14, 25  # requests of the kernel


class Fuse:
    """A file system with one file, whose server never answers some requests."""

    def __init__(self, directory, silent):
        """The server is a process of its own, so that its end ends all waiting. silent: FLUSH or OPEN."""
        self.silent = silent
        self.ready, told = os.pipe()
        self.directory, self.pid = directory, os.fork()
        if self.pid == 0:
            try:
                self.serve(told)
            finally:
                os._exit(1)
        os.close(told)
        self.mounted = os.read(self.ready, 1) == b"1"

    def await_silence(self):
        """Until one more request is left without an answer."""
        assert select.select([self.ready], [], [], WAIT)[0], "nobody waits for the file"
        os.read(self.ready, 1)

    def is_quiet(self):
        return not select.select([self.ready], [], [], 0)[0]

    def serve(self, told):
        libc = ctypes.CDLL(None, use_errno=True)
        dev = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={dev},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
        if libc.mount(b"stuck", self.directory.encode(), b"fuse", 0, options) < 0:
            return
        os.write(told, b"1")
        while True:
            head = os.read(dev, 1 << 17)
            op, unique, node = struct.unpack("<4xIQQ", head[:24])
            answer = self.answer(op, node)
            if op == self.silent:
                os.write(told, b"1")
            elif answer is not None:
                error, data = (0, answer) if isinstance(answer, bytes) else (answer, b"")
                os.write(dev, struct.pack("<IiQ", 16 + len(data), -error, unique) + data)

    @staticmethod
    def answer(op, node):
        """The bytes of an answer, or an errno; None: there is none."""
        def attr(ino, mode):
            return struct.pack("<6Q10I", ino, *[0] * 8, mode, 1, 0, 0, 0, 4096, 0)
        if op in (2, 42):  # FORGET
            return None
        if op == 26:
            return struct.pack("<4I2H2I2HI", 7, 31, 65536, 0, 0, 0, 65536, 1, 0, 0, 0) + bytes(28)
        if op == 1:
            return struct.pack("<4Q2I", 2, 0, 1, 1, 0, 0) + attr(2, 0o100666)
        if op == 3:
            return struct.pack("<Q2I", 1, 0, 0) + attr(node, 0o40777 if node == 1 else 0o100666)
        if op == 14:
            return struct.pack("<Q2I", 1, 0, 0)
        return b"" if op == 18 else 38

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.ready)
        ctypes.CDLL(None).umount2(self.directory.encode(), 2)  # MNT_DETACH
