#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Daemons that do not know the password: whatever they say, a client that has it does not take them for its
daemon.

Usage: rogue_server.py VIREO, with $LIBVIRT_AUTH_FILE naming credentials.
"""
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading

from wire import REMOTE, WAIT, frame, string

AUTH_LIST, INIT, START, STEP, OPEN = 66, 67, 68, 69, 1


def words(complete, data, nil=False):
    nil, data = nil or data is None, data or b""
    return struct.pack(">iiI", complete, nil, len(data)) + b"".join(struct.pack(">i", b) for b in data)


def serve(listening, answers, heard):
    """One client, whose calls get the answers by their numbers; a list: one after the other."""
    s = listening.accept()[0]
    s.settimeout(WAIT)
    with s:
        while True:
            size = s.recv(4, socket.MSG_WAITALL)
            if len(size) < 4:
                return
            call = s.recv(struct.unpack(">I", size)[0] - 4, socket.MSG_WAITALL)
            proc, _, serial = struct.unpack(">iii", call[8:20])
            heard.append(proc)
            answer = answers.get(proc)
            if isinstance(answer, list):
                answer = answer.pop(0) if answer else None
            if answer is None:
                return
            s.sendall(frame(proc, serial, answer, prog=REMOTE, kind=1))


def meet(what, answers, said, last):
    """A client meets such a daemon: what it says of it, and its last call."""
    with tempfile.TemporaryDirectory() as folder:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(folder + "/sock")
        listening.listen()
        listening.settimeout(WAIT)
        heard = []
        thread = threading.Thread(target=serve, args=(listening, {AUTH_LIST: struct.pack(">II", 1, 1), **answers}, heard))
        thread.start()
        r = subprocess.run([sys.argv[1], "-c", f"test+unix:///default?socket={folder}/sock", "uri"], text=True,
                           stdin=subprocess.DEVNULL, capture_output=True, timeout=3 * WAIT, env=os.environ)
        thread.join()
        assert r.returncode != 0 and said in r.stderr and heard[-1] == last, (what, r, heard)
        print("ok", what)


SCRAM, PLAIN, DIGEST = (string(m) for m in ("SCRAM-SHA-256", "PLAIN", "DIGEST-MD5"))
CHALLENGE = b'nonce="AAAA",realm="here",qop="auth",charset=utf-8,algorithm=md5-sess'
meet("no proof asked for", {INIT: SCRAM, START: words(1, None)}, "Authentication failed", START)
meet("an empty proof", {INIT: SCRAM, START: words(1, b"")}, "Authentication failed", START)
meet("bytes beside nothing", {INIT: SCRAM, START: words(1, b"v=AAAA", nil=True)}, "Authentication failed", START)
meet("a proof of nothing", {INIT: SCRAM, START: words(1, b"v=AAAA")}, "Authentication failed", START)
meet("another's nonce", {INIT: SCRAM, START: words(0, b"r=x,s=QUFB,i=4096")}, "Authentication failed", START)
meet("a challenge and no proof", {INIT: DIGEST, START: words(0, CHALLENGE), STEP: words(1, None)},
     "Authentication failed", STEP)
meet("a challenge and a wrong proof", {INIT: DIGEST, START: words(0, CHALLENGE), STEP: words(1, b"rspauth=00")},
     "Authentication failed", STEP)
meet("no mechanism", {INIT: string("")}, "Authentication failed", INIT)
meet("an unknown mechanism", {INIT: string("NONSENSE")}, "Authentication failed", INIT)
meet("no end", {INIT: PLAIN, START: words(0, b""), STEP: [words(0, b"")] * 100}, "Authentication failed", START)
