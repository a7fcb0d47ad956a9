# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests on the raw wire share: frames, a client that speaks in them, and a daemon of one's own."""

import os
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

REMOTE, KEEPALIVE, ADMIN, VIREO = 0x20008086, 0x6B656570, 0x06900690, 0x76697265
OPEN, CLOSE, LIB_VERSION, FEATURE = 1, 2, 157, 60
LOOKUP, SUSPEND, RESUME, DOMAIN_XML, DOMAIN_INFO = 23, 34, 28, 14, 16
NUM_OF_DEFINED_DOMAINS, NUM_OF_DOMAINS = 25, 51
CREATE_XML, DESTROY, REBOOT = 10, 12, 27
REGISTER, DEREGISTER = 316, 317
REPLY_WITH_FDS = 5  # a type of message
WAIT = 20  # seconds after which an answer counts as missing


def await_(what, condition):
    """Looks until the condition is met; what: the failure when it never is."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, what
        select.select([], [], [], 0.01)


def slow_to_close(server):
    """A socket whose last close() waits for the other side, which reads nothing of what was sent; and that side."""
    slow = socket.create_connection(server.getsockname())
    reader = server.accept()[0]
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 2 * WAIT))
    slow.setblocking(False)
    try:
        while slow.send(bytes(65536)):
            pass
    except BlockingIOError:
        pass
    return slow, reader


def frame(proc, serial=0, payload=b"", prog=REMOTE, vers=1, kind=0, status=0):
    return struct.pack(">IIIiiIi", 28 + len(payload), prog, vers, proc, kind, serial, status) + payload


def string(text):
    raw = text.encode()
    return struct.pack(">I", len(raw)) + raw + b"\0" * (-len(raw) % 4)


def domain(name, uuid="6695eb01f6a4830479aa97f2502e193f", number=1):
    """A domain as calls name it."""
    return string(name) + bytes.fromhex(uuid) + struct.pack(">i", number)


DOMAIN = domain("test")  # the one that test:///default has
OPEN_ARGS = struct.pack(">I", 1) + string("test:///default") + struct.pack(">I", 0)


class Client:
    def __init__(self, path, opened=True):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(path)  # waits when many others do; with a timeout it would not
        self.sock.settimeout(WAIT)
        self.data, self.serial = b"", 0
        if opened:
            assert self.call(OPEN, OPEN_ARGS)[0][5] == 0, "open is refused"

    def send(self, raw):
        self.sock.sendall(raw)

    def read(self):
        """The next frame as (header words, payload); None when the daemon hung up."""
        if not self.has(4) or not self.has(struct.unpack(">I", self.data[:4])[0]):
            return None
        size = struct.unpack(">I", self.data[:4])[0]
        got, self.data = self.data[:size], self.data[size:]
        head = struct.unpack(">IIiiIi", got[4:28])
        if head[3] == REPLY_WITH_FDS:  # a byte follows for each of them, which the kernel closes
            self.has(struct.unpack(">I", got[28:32])[0])
            self.data = self.data[struct.unpack(">I", got[28:32])[0]:]
        return head, got[28:]

    def has(self, size):
        """Reads until so many bytes are there; False when the daemon hung up."""
        while len(self.data) < size:
            try:
                more = self.sock.recv(65536)
            except ConnectionResetError:
                return False
            if not more:
                return False
            self.data += more
        return True

    def call(self, proc, payload=b"", **how):
        self.send(frame(proc, self.serial, payload, **how))
        self.serial += 1
        return self.read()

    def error(self, proc, payload=b"", **how):
        """The error code of a call that must fail."""
        head, body = self.call(proc, payload, **how)
        assert head[5] == 1, "the call did not fail"
        return struct.unpack(">i", body[:4])[0]

    def close(self):
        self.sock.close()


class Admin(Client):
    """A client of the socket for administration."""

    OPEN, GET_THREADPOOL, SET_THREADPOOL = 1, 6, 7

    def __init__(self, path):
        super().__init__(path, opened=False)
        self.do(self.OPEN, struct.pack(">I", 0))

    def do(self, proc, payload):
        head, body = self.call(proc, payload, prog=ADMIN)
        assert head[5] == 0, body
        return body

    def get_threadpool(self):
        """The frame of a call."""
        return frame(self.GET_THREADPOOL, 0, string("vireod") + struct.pack(">I", 0), prog=ADMIN)

    def set_threadpool(self, **sizes):
        params = b"".join(string(name) + struct.pack(">iI", 2, value) for name, value in sizes.items())
        self.do(self.SET_THREADPOOL, string("vireod") + struct.pack(">I", len(sizes)) + params + struct.pack(">I", 0))


class Faults:
    """The control calls of a client for faults of the test driver."""

    ADD, LIST, CLEAR, EVENT = 1, 2, 3, 4
    DELAY, HANG, ERROR, BUSY = 1, 2, 3, 4

    def __init__(self, client):
        self.client = client

    def do(self, proc, payload=b""):
        head, body = self.client.call(proc, payload, prog=VIREO)
        assert head[5] == 0, body
        return body

    def refused(self, proc, payload):
        return self.client.error(proc, payload, prog=VIREO)

    @staticmethod
    def rule(kind, value=0, procedure="*", domain="*", count=0):
        return string(procedure) + string(domain) + struct.pack(">iII", kind, value, count)

    def add(self, *words, **more):
        """Adds a rule and returns its number."""
        return struct.unpack(">I", self.do(self.ADD, self.rule(*words, **more)))[0]

    def list(self):
        """{number: (calls met, calls held now)}"""
        body = self.do(self.LIST)
        n, at, rules = struct.unpack(">I", body[:4])[0], 4, {}
        for _ in range(n):
            number = struct.unpack_from(">I", body, at)[0]
            at += 4
            for _ in range(2):
                at += 4 + (struct.unpack_from(">I", body, at)[0] + 3 & ~3)
            rules[number] = struct.unpack_from(">QI", body, at + 12)
            at += 24
        return rules

    def clear(self, number=0):
        """Ends a rule, or all; returns how many there were."""
        return struct.unpack(">I", self.do(self.CLEAR, struct.pack(">I", number)))[0]

    @staticmethod
    def event(number, *fields, dom=DOMAIN):
        """The arguments of the call that lets an event happen."""
        return struct.pack(">i", number) + dom + struct.pack(">I", len(fields)) + b"".join(map(string, fields))

    def held(self):
        """How many calls all rules hold now."""
        return sum(held for _, held in self.list().values())

    def await_held(self, at_least):
        """Until all rules together hold so many calls; 0: none."""
        await_("the faults do not hold what they should",
               lambda: self.held() >= at_least if at_least else not self.held())


class Daemon:
    def __init__(self, program, conf="", nofile=None, env=None):
        self.program, self.nofile, self.env = program, nofile, env
        self.dir = tempfile.mkdtemp(prefix="vireod-wire-")
        self.path = self.dir + "/libvirt-sock"
        self.ro = self.dir + "/libvirt-sock-ro"
        self.admin = self.dir + "/libvirt-admin-sock"
        with open(self.dir + "/daemon.conf", "w") as f:
            f.write(f'unix_sock_dir = "{self.dir}"\n{conf}')
        self.start()

    def start(self):
        ready, told = os.pipe()

        def limit():
            if self.nofile:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self.nofile, self.nofile))

        self.log = open(self.dir + "/log", "w+")
        self.process = subprocess.Popen(
            [self.program, "-f", self.dir + "/daemon.conf", "--exit-with-parent", "--ready-fd", str(told)],
            pass_fds=[told], stderr=self.log, preexec_fn=limit, env=self.env)
        os.close(told)
        assert select.select([ready], [], [], WAIT)[0] and os.read(ready, 1), "the daemon did not start"
        os.close(ready)

    def pause(self):
        """Stops it until SIGCONT: when this returns, no thread of it runs any more."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED)

    def serves(self):
        c = Client(self.path)
        head, _ = c.call(LIB_VERSION)
        assert head[5] == 0, "a call of another client fails"
        c.close()

    def await_log(self, text):
        """Until the daemon has logged it."""
        await_(f"the daemon does not log '{text}'", lambda: text in open(self.dir + "/log").read())

    def status(self, name):
        """A number of /proc/PID/status."""
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(name):
                return int(line.split()[1])

    def rss(self):
        return self.status("VmRSS")

    def threads(self):
        return self.status("Threads")

    def cpu(self):
        t = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(t[11]) + int(t[12])) / os.sysconf("SC_CLK_TCK")

    def await_clients(self, fds_at_most):
        """Until the daemon has closed what its clients left."""
        await_("descriptors of gone clients stay", lambda: self.fds() <= fds_at_most)

    def fds(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(WAIT)
        self.log.seek(0)
        text = self.log.read()
        shutil.rmtree(self.dir)
        assert code == 0, f"the daemon ended with {code}: {text}"
        assert "Sanitizer" not in text, text
