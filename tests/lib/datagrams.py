#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stands in for systemd, the journal or syslog: usage: datagrams.py SOCKET...

Prints, at once, each line of each message that arrives at a socket, after the last part of the
socket's path: "notify: READY=1". The first line that it prints, "listening", says that the sockets
are there. Ends when its standard input does.
"""
import os
import select
import socket
import sys


def main():
    names = {}
    for path in sys.argv[1:]:
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.bind(path)
        names[receiver] = os.path.basename(path)
    print("listening", flush=True)
    while True:
        ready, _, _ = select.select([*names, sys.stdin], [], [])
        for receiver in ready:
            if receiver is not sys.stdin:
                text = receiver.recv(65536).decode()
                print("\n".join(f"{names[receiver]}: {line}" for line in text.splitlines()), flush=True)
            elif not os.read(0, 100):
                return


main()
