#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python talk to the guests of the test driver, over consoles
and channels.

Usage: lines.py URI        (of a world as lines.sh has it)
"""

import json
import os
import pty
import random
import sys
import time

import libvirt
import libvirt_qemu

from expect_error import refused

XML = """<domain type='test'><name>{}</name><memory>1048576</memory><vcpu>2</vcpu>
<os><type>hvm</type></os><devices>
<console type='pty'/>
<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
<channel type='unix'><target type='virtio' name='com.example.0'/></channel>
</devices></domain>"""
AGENT, OTHER = "org.qemu.guest_agent.0", "com.example.0"


class Line:
    """An open console or channel."""

    def __init__(self, dom, channel=None, flags=0):
        self.stream = dom.connect().newStream()
        if channel:
            dom.openChannel(channel, self.stream, flags)
        else:
            dom.openConsole(None, self.stream, flags)
        self.rest = b""

    def send(self, *parts):
        for part in parts:
            self.stream.send(part)

    def until(self, what):
        """What is said up to there; all that was said when the line ended."""
        while what not in self.rest:
            got = self.stream.recv(4096)
            if not got:
                return self.ended()
            self.rest += got
        at = self.rest.index(what) + len(what)
        said, self.rest = self.rest[:at], self.rest[at:]
        return said

    def ended(self):
        """The rest, when nothing more comes."""
        while True:
            got = self.stream.recv(4096)
            if not got:
                break
            self.rest += got
        return self.rest

    def ask(self, *parts):
        self.send(*parts)
        return json.loads(self.until(b"\n"))

    def close(self):
        self.stream.abort()


def command(name, **arguments):
    return json.dumps({"execute": name, "arguments": arguments}).encode() + b"\n"


def an_agent_answers_lines(dom):
    agent = Line(dom, AGENT)
    assert agent.ask(b'{"execute":"guest-ping"}\n') == {"return": {}}
    assert agent.ask(b'{"execute":"guest-', b'sync","argu', b'ments":{"id":77}}\n') == {"return": 77}
    assert agent.ask(b'{"execute":"guest-ping","id":"a\\"b"}\r\n') == {"return": {}, "id": 'a"b'}
    agent.send(command("guest-get-time") + command("guest-sync", id=1) + b'\n\n{"exec')
    assert agent.until(b"\n").startswith(b'{"return":') and agent.until(b"\n") == b'{"return":1}\n'
    agent.send(b"\xff" + command("guest-sync-delimited", id=2))
    assert agent.until(b"\n") == b'\xff{"return":2}\n'
    agent.close()


def an_agent_says_what_is_wrong(dom):
    agent = Line(dom, AGENT)
    assert agent.ask(b'{"execute":"guest-fly"}\n')["error"]["class"] == "CommandNotFound"
    for line in b"nonsense\n", b"{}\n", b'{"execute":7}\n', b"\0{}\n", b"\x80\x81\n", b"[" * 1000 + b"\n", b'{"execute"\n':
        assert agent.ask(line)["error"]["class"] == "GenericError", line
    agent.send(*[b"x" * 60000] * 40)  # one error for all of it
    assert agent.ask(b"\n")["error"]["class"] == "GenericError"
    assert agent.ask(b'{"execute":"guest-ping"}\n') == {"return": {}}
    agent.send(*[b"x" * 60000] * 2)
    assert "error" in agent.ask(b"\xff" + b'{"execute":"guest-ping"}\n')
    assert json.loads(agent.until(b"\n")) == {"return": {}}
    agent.close()


def both_doors_lead_to_one_agent(dom):
    agent = Line(dom, AGENT)
    asked = json.loads(libvirt_qemu.qemuAgentCommand(dom, '{"execute":"guest-info"}', -1, 0))
    assert agent.ask(command("guest-info")) == asked
    assert agent.ask(command("guest-fsfreeze-freeze")) == {"return": 2}
    assert libvirt_qemu.qemuAgentCommand(dom, '{"execute":"guest-fsfreeze-status"}', -1, 0) == '{"return":"frozen"}'
    assert agent.ask(command("guest-fsfreeze-thaw")) == {"return": 2}
    set_to = {"return": {}}
    assert agent.ask(command("guest-set-time", time=4102444800 * 10**9)) == set_to  # 2100
    assert dom.getTime()["seconds"] - 4102444800 in range(60)
    assert agent.ask(command("guest-set-time", time=-7))["error"]["class"] == "GenericError"
    assert agent.ask(command("guest-set-time")) == set_to  # as the host has it
    assert abs(dom.getTime()["seconds"] - time.time()) < 60
    agent.close()


def who_is_paused_answers_later(dom):
    agent, other = Line(dom, AGENT), Line(dom, OTHER)
    dom.suspend()
    agent.send(command("guest-sync", id=3))
    other.send(b"later")
    dom.resume()
    assert agent.until(b"\n") == b'{"return":3}\n'
    assert other.until(b"later") == b"later"
    agent.close()
    other.close()


def a_line_is_one_caller_s(dom):
    first, console = Line(dom, OTHER), Line(dom)
    refused(libvirt.VIR_ERR_OPERATION_FAILED, Line, dom, OTHER)
    refused(libvirt.VIR_ERR_OPERATION_FAILED, Line, dom)
    second = Line(dom, OTHER, libvirt.VIR_DOMAIN_CHANNEL_FORCE)
    assert first.ended() == b""
    first.stream.finish()
    second.send(b"mine")
    assert second.until(b"mine") == b"mine"
    second.close()
    console.close()
    again = Line(dom, None, libvirt.VIR_DOMAIN_CONSOLE_SAFE)
    again.close()
    refused(libvirt.VIR_ERR_INVALID_ARG, Line, dom, "com.example.1")


def lines_end_with_the_machine(dom):
    lines = [Line(dom), Line(dom, AGENT), Line(dom, OTHER)]
    lines[2].send(b"last words")
    assert lines[2].until(b"last") == b"last"
    dom.destroy()
    assert lines[2].ended() == b" words"
    for line in lines[:2]:
        line.ended()
    for line in lines:
        line.send(b"is nobody there?")
        line.stream.finish()
    dom.create()
    Line(dom, OTHER).close()


def login(line, user=b"root"):
    line.until(b"guesthost login: ")
    line.send(user + b"\r")
    line.until(b"Password: ")
    line.send(b"any\r")
    return line.until(b"guesthost:~" + (b"# " if user == b"root" else b"$ "))


def shell(line, text):
    """What the command says."""
    line.send(text.encode() + b"\n")
    assert line.until(b"\n") == text.encode() + b"\r\n"
    said = line.until(b"guesthost:~# ").decode()
    return said[:said.rindex("root@")].replace("\r\n", "\n")


def a_console_boots_and_asks_who_is_there(dom):
    dom.destroy()
    dom.createWithFlags(libvirt.VIR_DOMAIN_START_PAUSED)
    console = Line(dom)
    dom.resume()
    said = console.until(b"login: ")
    assert b"Memory: 1048576K" in said and b"2 CPUs" in said, said
    console.send(b"\r\n\x04")
    console.until(b"login: ")
    login(console, b"me")
    console.send(b"whoami\n")
    assert console.until(b"\r\nme\r\n")
    console.send(b"\x04")
    login(console)
    console.close()
    # Who comes later finds it so.
    console = Line(dom)
    assert console.until(b"# ") == b"root@guesthost:~# "
    console.close()


def a_shell_knows_commands(dom):
    console = Line(dom)
    console.until(b"# ")
    assert shell(console, "hostname") == dom.hostname() + "\n"
    assert shell(console, "uname -a") == "Linux guesthost 1.0 i686\n"
    assert shell(console, "echo  a  b") == "a  b\n"
    assert shell(console, "free").split()[4:6] == ["1048576", "524288"]
    assert shell(console, "nproc") == "2\n"
    assert " up 0:00:" in shell(console, "uptime")
    assert shell(console, "fly away") == "sh: fly: not found\n"
    assert all(word in shell(console, "help") for word in ("poweroff", "reboot", "uname"))
    assert shell(console, "") == "" and shell(console, "   ") == ""
    # Keys: what is taken back, letters of several bytes, arrows, an end in two bytes.
    console.send(b"echo wrongx\x7f\x15echo \xc3\xa4\x08\x1b[A\x1bOBok\r\n")
    assert b"\nok\r\nroot@guesthost:~# " in console.until(b"ok\r\nroot@guesthost:~# ")
    console.send(b"echo no\x03")
    assert console.until(b"# ").endswith(b"^C\r\nroot@guesthost:~# ")
    console.send(b"x" * 1000 + b"\x15")
    assert b"\a" in console.until(b"\b \b" * 255)
    assert shell(console, "echo still") == "still\n"
    console.close()


def a_guest_goes_down_by_itself(dom):
    events = []
    conn = dom.connect()
    ids = [conn.domainEventRegisterAny(dom, libvirt.VIR_DOMAIN_EVENT_ID_REBOOT, lambda c, d, o: events.append("reboot"), None),
           conn.domainEventRegisterAny(dom, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                       lambda c, d, event, detail, o: events.append((event, detail)), None)]
    console, other = Line(dom), Line(dom, OTHER)
    console.until(b"# ")
    console.send(b"reboot\nme\n")  # the rest is for the guest that boots
    console.until(b"restarting system\r\n")
    assert b"Linux version" in console.until(b"login: ")
    console.until(b"Password: ")
    console.send(b"\n")
    console.until(b"$ ")
    console.send(b"poweroff\n")
    assert console.ended().endswith(b"power down\r\n")
    other.ended()
    assert dom.state() == [libvirt.VIR_DOMAIN_SHUTOFF, libvirt.VIR_DOMAIN_SHUTOFF_SHUTDOWN]
    stopped = (libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN)
    while stopped not in events:
        libvirt.virEventRunDefaultImpl()
    assert events == ["reboot", stopped], events
    for i in ids:
        conn.domainEventDeregisterAny(i)
    dom.create()


def any_bytes_do_no_harm(dom):
    noise = random.Random(7).randbytes(100000)
    console, agent = Line(dom), Line(dom, AGENT)
    for at in range(0, len(noise), 999):
        console.send(noise[at:at + 999])
        agent.send(noise[at:at + 999])
    console.send(b"\x1b[A\x15\x03")
    console.until(b"^C\r\n")
    agent.send(b"\xff" + command("guest-sync", id=7))
    while agent.until(b"\n") != b'{"return":7}\n':
        pass
    console.close()
    agent.close()
    dom.reset()


def a_file_says_more(dom):
    console = Line(dom)
    login(console)
    assert shell(console, "cat /etc/motd") == "Be kind.\nLog out.\n"
    assert shell(console, "  df -h /") == "100% used\n" and shell(console, "true") == ""
    assert shell(console, "uname -a") == "Linux guesthost 1.0 i686\n" and shell(console, "uname -r") == "6.1.0\n"
    console.send(b"exit\n")
    console.close()


def virsh_console_is_such_a_caller(dom):
    pid, fd = pty.fork()
    if not pid:
        os.execvp("virsh", ["virsh", "-c", sys.argv[1], "console", dom.name()])
    said = b""
    for word, answer in ((b"login: ", b"root\r"), (b"Password: ", b"\r"), (b"# ", b"poweroff\r"), (None, None)):
        while word is None or word not in said:
            try:
                got = os.read(fd, 4096)
            except OSError:  # virsh has closed the terminal
                got = b""
            said += got
            if not got:
                assert word is None, said
                break
        if word:
            said = said[said.index(word) + len(word):]
            os.write(fd, answer)
    assert b"power down" in said
    os.waitpid(pid, 0)
    assert not dom.isActive()


def main():
    libvirt.virEventRegisterDefaultImpl()
    libvirt.registerErrorHandler(lambda *_: None, None)
    conn = libvirt.open(sys.argv[1])
    dom = conn.defineXML(XML.format("guest"))
    dom.create()
    for test in (an_agent_answers_lines, an_agent_says_what_is_wrong, both_doors_lead_to_one_agent,
                 who_is_paused_answers_later, a_line_is_one_caller_s, lines_end_with_the_machine,
                 a_console_boots_and_asks_who_is_there, a_shell_knows_commands, a_guest_goes_down_by_itself,
                 any_bytes_do_no_harm, a_file_says_more):
        test(dom)
    if not sys.argv[1].startswith("test:///"):  # virsh would see a world of its own
        virsh_console_is_such_a_caller(dom)


main()
