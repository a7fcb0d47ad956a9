#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stands in for systemd: usage: notify_receiver.py SOCKET

Prints each line of each message that arrives at the socket, at once. The first line that it prints,
"listening", says that the socket is there. Ends when its standard input does.
"""
import os
import select
import socket
import sys


def main():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(sys.argv[1])
        print("listening", flush=True)
        while True:
            ready, _, _ = select.select([receiver, sys.stdin], [], [])
            if sys.stdin in ready and not os.read(0, 100):
                return
            if receiver in ready:
                print(receiver.recv(65536).decode(), flush=True)


main()
