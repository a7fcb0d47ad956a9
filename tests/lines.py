#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python talk to the guests of the in-memory hypervisor, over consoles
and channels.

Usage: lines.py URI
"""

import json
import sys

import libvirt
import libvirt_qemu

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


def refused(code, call, *args):
    try:
        call(*args)
    except libvirt.libvirtError as e:
        assert e.get_error_code() == code, e
    else:
        raise AssertionError(f"{call} {args} is not refused")


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


def main():
    libvirt.registerErrorHandler(lambda *_: None, None)
    conn = libvirt.open(sys.argv[1])
    dom = conn.defineXML(XML.format("guest"))
    dom.create()
    for test in (an_agent_answers_lines, an_agent_says_what_is_wrong, both_doors_lead_to_one_agent,
                 who_is_paused_answers_later, a_line_is_one_caller_s, lines_end_with_the_machine):
        test(dom)


main()
