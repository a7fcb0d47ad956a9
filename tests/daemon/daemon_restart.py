#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The daemon is killed under libvirt's own clients and started again on the sockets that it left: calls on their way
fail, who listens is told, and connections made afterwards are as good as ever.

Usage: daemon_restart.py VIREOD
"""

import subprocess
import sys
import threading

import libvirt
from wire import WAIT, Client, Daemon, Faults

libvirt.registerErrorHandler(lambda *_: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


def kill(d):
    d.process.kill()
    d.process.wait(WAIT)


def code_of(call):
    try:
        call()
    except libvirt.libvirtError as e:
        return e.get_error_code()
    return 0


def a_program_is_told(d, uri):
    conn = libvirt.open(uri)
    dom = conn.lookupByName("test")
    control = Faults(Client(d.path))
    control.add(control.HANG, procedure="domain_get_info")
    closed, codes = threading.Event(), []
    conn.registerCloseCallback(lambda *_: closed.set(), None)
    callers = [threading.Thread(target=lambda: codes.append(code_of(dom.info))) for _ in range(3)]
    for t in callers:
        t.start()
    control.await_held(3)
    kill(d)
    for t in callers:
        t.join(WAIT)
    assert len(codes) == 3 and all(codes), f"calls that the daemon was killed in: {codes}"
    assert closed.wait(WAIT), "nobody says that the connection is gone"
    assert conn.isAlive() == 0
    assert code_of(conn.getHostname) in (libvirt.VIR_ERR_RPC, libvirt.VIR_ERR_INTERNAL_ERROR)
    d.start()
    assert code_of(conn.getHostname), "the old connection comes back to life"
    again, heard = libvirt.open(uri), threading.Event()
    again.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lambda *_: heard.set(), None)
    again.lookupByName("test").suspend()
    assert heard.wait(WAIT), "no events after the restart"


def virsh_connects_again(d, uri):
    virsh = subprocess.Popen(["virsh", "-q", "-c", uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)

    def say(words, until):
        virsh.stdin.write(words + f"\necho {until}\n")
        virsh.stdin.flush()
        said = []
        while not said or not said[-1].endswith(until):  # behind a prompt
            line = virsh.stdout.readline()
            assert line, f"virsh has ended: {said}"
            said.append(line.strip())
        return said

    assert any("test" in line for line in say("list --name", "first"))
    kill(d)
    d.start()
    say("list --name", "second")  # fails or not: virsh may know already
    assert any("test" in line for line in say("list --name", "third"))
    virsh.stdin.close()
    virsh.wait(WAIT)


def main():
    threading.Thread(target=run_loop, daemon=True).start()
    d = Daemon(sys.argv[1])
    for test in (a_program_is_told, virsh_connects_again):
        test(d, f"test+unix:///default?socket={d.path}")
        print("ok", test.__name__)
    d.end()


main()
