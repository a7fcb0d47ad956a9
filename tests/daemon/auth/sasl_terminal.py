#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""vireo asks a person on a terminal, where the password is not seen.

Usage: sasl_terminal.py VIREO URI, with the user fred of sasl.py behind it.
"""
import os
import pty
import select
import signal
import sys

from wire import WAIT

ANSWERS = [b"fred\n", b"secret-fred\n"]

pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], "-c", sys.argv[2], "list"])
signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
signal.alarm(3 * WAIT)
seen, answers = b"", list(ANSWERS)
while select.select([terminal], [], [], WAIT)[0]:
    try:
        more = os.read(terminal, 4096)
    except OSError:  # its end, as the kernel tells it
        break
    seen += more
    if seen.endswith(b": ") and answers:
        os.write(terminal, answers.pop(0))
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
assert status == 0 and not answers, (status, seen)
assert b"fred\r\n" in seen and b"secret" not in seen and b" test " in seen, seen
print("ok the password is not seen")
