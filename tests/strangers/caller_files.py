#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files that clients of a root's daemon name: whose rights open them, what is left of what was there.

Usage: caller_files.py VIREOD DIR. Root runs it; user 65534 calls too.
"""

import os
import shutil
import signal
import socket
import stat
import struct
import sys

from wire import DOMAIN, DOMAIN_XML, LIB_VERSION, OPEN, Client, Daemon, await_, string

CREATE, DUMP, RESTORE, SAVE, IMAGE_XML, IMAGE_DEFINE, PERFORM = 9, 53, 54, 55, 235, 236, 216
INVALID_ARG, OPERATION_DENIED, SYSTEM_ERROR, RESOURCE_BUSY = 8, 29, 38, 87
XML_DETAIL = 35
STRANGER, GROUP = 65534, 54321
SECRET = "hunter2"
DOMAIN_TEXT = "<domain type='test'><name>{}</name><memory>4096</memory><os><type>hvm</type></os>{}</domain>"
READONLY, PEER2PEER = 1, 2


def open_args(uri, flags=0):
    return struct.pack(">I", 1) + string(uri) + struct.pack(">I", flags)


def answer(reply):
    """(0, reply), or the error's (code, text)."""
    head, body = reply
    if head[5] == 0:
        return 0, body
    code, _, has = struct.unpack(">iiI", body[:12])
    return code, body[16:16 + struct.unpack(">I", body[12:16])[0]].decode() if has else ""


class Files:
    """A folder with what may lie where a client points to, and a daemon."""

    def __init__(self, program, folder, conf=""):
        self.program, self.folder = program, folder
        os.makedirs(folder)
        for path in (os.path.dirname(folder), folder):
            os.chmod(path, 0o755)
        self.daemon = Daemon(program, 'unix_sock_rw_perms = "0777"\n' + conf)
        os.chmod(self.daemon.dir, 0o755)

    def path(self, name, text=None, mode=0o644):
        path = os.path.join(self.folder, name)
        if text is not None:
            with open(path, "w") as f:
                f.write(text)
            os.chmod(path, mode)
        return path

    def node(self, name, *content):
        return self.path(name, "<node>" + "".join(content) + "</node>")

    def call(self, proc, payload, uri="test:///default", flags=0, door=None):
        c = Client(door or self.daemon.path, opened=False)
        said = answer(c.call(OPEN, open_args(uri, flags)))
        if said[0] == 0 and proc in (DUMP, SAVE, PERFORM):
            c.call(CREATE, DOMAIN)  # an earlier session, which may not be over yet, has stopped it
        if said[0] == 0 and proc:
            said = answer(c.call(proc, payload))
        c.close()
        return said

    def open(self, path, **how):
        return self.call(0, b"", "test://" + path, **how)

    def dump(self, path):
        return self.call(DUMP, DOMAIN + string(path) + struct.pack(">I", 0))

    def save(self, path):
        return self.call(SAVE, DOMAIN + string(path))

    def image(self, path):
        return self.call(IMAGE_XML, string(path) + struct.pack(">I", 0))


def as_stranger(function, groups=()):
    """Runs it as another user; its assertions count here."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.setgroups(list(groups))
            os.setresgid(STRANGER, STRANGER, STRANGER)
            os.setresuid(STRANGER, STRANGER, STRANGER)
            function()
            status = 0
        except BaseException as e:  # pylint: disable=broad-except
            sys.excepthook(*sys.exc_info()[:1], e, e.__traceback__)
        finally:
            sys.stderr.flush()
            os._exit(status)
    assert os.waitpid(pid, 0)[1] == 0, f"{function.__name__} of another user fails"


def saved_as_libvirt_does(f):
    """In place: the node, the link and the owner stay; nothing else comes to be."""
    for write in (f.save, f.dump):
        null = f.path("null")
        os.mknod(null, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        full = f.path("full")
        os.mknod(full, 0o666 | stat.S_IFCHR, os.makedev(1, 7))
        assert write(null)[0] == 0
        assert write(full)[0] == SYSTEM_ERROR
        for path in (null, full):
            assert stat.S_ISCHR(os.stat(path).st_mode), path
        target, link = f.path("target", "old" * 10000, 0o640), f.path("link")
        os.chown(target, STRANGER, GROUP)
        os.symlink(target, link)
        before = os.stat(target)
        assert write(link)[0] == 0
        assert os.readlink(link) == target
        after = os.stat(target)
        assert [before.st_ino, before.st_mode, before.st_uid, before.st_gid] == \
            [after.st_ino, after.st_mode, after.st_uid, after.st_gid]
        assert "old" not in open(target).read()
        os.symlink(f.path("fresh"), f.path("dangling"))
        assert write(f.path("dangling"))[0] == 0
        assert stat.S_IMODE(os.stat(f.path("fresh")).st_mode) == 0o600
        os.mkfifo(f.path("fifo"))
        os.mkdir(f.path("dir"))
        for name in ("fifo", "dir", "nowhere/x"):
            assert write(f.path(name))[0] == SYSTEM_ERROR, name
        for relative in ("image", "", "./image", "../image"):
            assert write(relative)[0] == INVALID_ARG, relative
        assert sorted(os.listdir(f.folder)) == \
            sorted(("null", "full", "target", "link", "fresh", "dangling", "fifo", "dir"))
        shutil.rmtree(f.folder)
        os.mkdir(f.folder)


def written_with_the_callers_rights(f):
    private = f.path("private")
    os.mkdir(private, 0o700)
    shared, of_group = f.path("shared"), f.path("of-group")
    for path, mode in ((shared, 0o1777), (of_group, 0o770)):
        os.mkdir(path)
        os.chmod(path, mode)
    os.chown(of_group, 0, GROUP)
    victim = f.path("victim", SECRET, 0o600)
    os.symlink(victim, shared + "/link")
    os.link(victim, f.path("hard"))
    device = f.path("device")
    os.mknod(device, 0o600 | stat.S_IFCHR, os.makedev(1, 3))

    def stranger():
        for write in (f.save, f.dump):
            for path in (victim, private + "/x", f.path("new"), shared + "/link", device, of_group + "/x"):
                assert write(path)[0] == SYSTEM_ERROR, path
        assert f.save(shared + "/mine")[0] == 0
        assert "<name>test" in f.image(shared + "/mine")[1].decode()
        assert f.call(IMAGE_DEFINE, string(victim) + string("<domain/>") + struct.pack(">I", 0))[0] == SYSTEM_ERROR

    def member():
        assert f.dump(of_group + "/x")[0] == 0

    as_stranger(stranger)
    as_stranger(member, groups=(GROUP, GROUP + 1))
    assert open(victim).read() == SECRET and os.listdir(private) == []
    for path, gid in ((shared + "/mine", STRANGER), (of_group + "/x", STRANGER)):
        st = os.stat(path)
        assert (st.st_uid, st.st_gid, stat.S_IMODE(st.st_mode)) == (STRANGER, gid, 0o600), st
    # Root's daemon is root as before, for root.
    assert f.dump(private + "/x")[0] == 0 and os.stat(private + "/x").st_uid == 0


def read_with_the_callers_rights(f):
    secret = f.path("secret.xml", f"<node><{SECRET}/></node", 0o600)
    image = f.path("secret.save", f"<vireo-test-save><{SECRET}", 0o600)
    link = f.path("secret-link")
    os.symlink(secret, link)
    os.mkfifo(f.path("pipe"))
    folder = f.path("closed")
    os.mkdir(folder, 0o700)
    f.path("closed/there", "<node/>")
    include = f.node("include.xml", f"<domain file='{secret}'/>")
    snapshot = f.node("snapshot.xml", DOMAIN_TEXT.format("a", "").replace(
        "</domain>", "<t:domainsnapshot xmlns:t='http://libvirt.org/schemas/domain/test/1.0' "
                     f"file='{secret}'/></domain>"))
    pool = f.node("pool.xml", f"<network file='{secret}'/>")
    volume = f.node("volume.xml", "<pool type='dir'><name>p</name><target><path>/p</path></target>"
                                  f"<volume file='{secret}'/></pool>")
    good = f.node("good.xml", DOMAIN_TEXT.format("good", ""))

    def stranger():
        for path in (secret, link, include, snapshot, pool, volume):
            code, text = f.open(path)
            assert code == SYSTEM_ERROR and SECRET not in text, (path, code, text)
        code, text = f.image(image)
        assert code == SYSTEM_ERROR and SECRET not in text
        assert f.call(RESTORE, string(image))[0] == SYSTEM_ERROR
        # What is there and what is not look alike where he may not look.
        seen = {f.open(path)[1].replace(path, "") for path in (folder + "/there", folder + "/missing")}
        assert len(seen) == 1, seen
        for path in ("/dev/null", "/dev/zero", f.path("pipe"), f.folder):
            assert f.open(path)[0] == INVALID_ARG and f.image(path)[0] == INVALID_ARG, path
        assert f.open(good)[0] == 0

    as_stranger(stranger)
    assert f.open(good)[0] == 0
    assert f.open(secret)[0] == XML_DETAIL


def hosts_are_reached_with_the_callers_rights(f):
    """Where a domain migrates to, from daemon to daemon, is a socket, or a world's file."""
    other = Daemon(f.program, 'unix_sock_rw_perms = "0700"\ntest_world = "' + f.node("empty.xml") + '"\n')
    os.chmod(other.dir, 0o755)
    private = f.path("private.xml", "<node/>", 0o600)
    seen = socket.socket(socket.AF_UNIX)
    seen.bind(f.path("seen"))
    os.chmod(f.path("seen"), 0o777)
    seen.listen()

    def move(there):
        return f.call(PERFORM, DOMAIN + struct.pack(">III", 0, 0, 1) + string(there) +
                      struct.pack(">IQIQ", 0, PEER2PEER, 0, 0))

    def at(path):
        return "test+unix:///default?socket=" + path

    def stranger():
        for there in at(other.path), at(f.path("nowhere")), "test://" + private:
            assert move(there)[0] == SYSTEM_ERROR, there
        assert move(at("run/libvirt-sock"))[0] == INVALID_ARG
        assert move(at(f.path("seen")))[0] != 0  # it hangs up, and has seen who it was

    hangs_up = os.fork()
    if hangs_up == 0:
        signal.alarm(60)
        conn = seen.accept()[0]
        them = struct.unpack("iII", conn.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        os._exit(them[1:] != (STRANGER, STRANGER))
    seen.close()
    as_stranger(stranger)
    assert os.waitpid(hangs_up, 0)[1] == 0, "the other host has seen another user than the caller"
    assert move(at(other.path))[0] == 0
    other.end()


def read_only_callers_get_no_file(f):
    good = f.node("good.xml", DOMAIN_TEXT.format("good", ""))
    for path in (good, "/nonexistent", "/dev/zero"):
        for how in ({"door": f.daemon.ro}, {"flags": READONLY}):
            code, text = f.open(path, **how)
            assert code == OPERATION_DENIED and path not in text, (code, text)
    assert f.call(LIB_VERSION, b"", door=f.daemon.ro)[0] == 0


def worlds_are_bounded(f):
    crowd = f.node("crowd.xml", *(f"<machines name='m{i}-' count='100000'/>" for i in range(200)))
    some = f.node("some.xml", "<machines name='m-' count='600'/>")
    devices = "<devices>" + "<sound model='ac97'/>" * 60 + "</devices>"
    much = f.node("devices.xml", *(DOMAIN_TEXT.format(f"d{i}", devices) for i in range(2)))
    for i in range(3):  # each of them would do
        f.path(f"large{i}.xml", f"<network><name>n{i}</name>{'<a/>' * 1500}</network>")
    large = f.node("large.xml", *(f"<network file='large{i}.xml'/>" for i in range(3)))
    for path, limit in ((crowd, "test_max_domains"), (much, "test_max_devices"), (large, "test_max_memory")):
        before = f.daemon.rss()
        for _ in range(3):
            code, text = f.open(path)
            assert code == RESOURCE_BUSY and limit in text, (path, code, text)
        if not os.environ.get("SANITIZER_FLAGS"):  # a sanitizer keeps freed memory back
            assert f.daemon.rss() - before < 100000  # KiB; without bounds it is more than the machine has
    # All worlds together; who leaves gives back.
    for _ in range(3):
        one, two = opened_at_last(f, some), Client(f.daemon.path, opened=False)
        assert answer(two.call(OPEN, open_args("test://" + some)))[0] == RESOURCE_BUSY
        assert f.call(DOMAIN_XML, DOMAIN + struct.pack(">I", 0))[0] == 0  # others are served
        one.close()
        two.close()


def opened_at_last(f, path):
    """A client of a world for which there is room once an earlier one is gone."""
    found = []

    def is_open():
        c = Client(f.daemon.path, opened=False)
        if answer(c.call(OPEN, open_args("test://" + path)))[0] == 0:
            found.append(c)
        else:
            c.close()
        return found

    await_("what a world had is not given back", is_open)
    return found[0]


def without_capabilities_nothing_is_opened(program, folder):
    """As the service is: root with CAP_CHOWN alone can't become another user."""
    if not shutil.which("setpriv"):
        return
    wrapper = os.path.join(os.path.dirname(folder), "vireod-bare")
    with open(wrapper, "w") as w:
        w.write(f'#!/bin/sh\nexec setpriv --bounding-set -all,+chown --inh-caps -all "{program}" "$@"\n')
    os.chmod(wrapper, 0o755)
    f = Files(wrapper, folder)
    good = f.node("good.xml", "")
    os.chmod(f.folder, 0o777)

    def stranger():
        assert f.open(good)[0] == OPERATION_DENIED
        assert f.dump(f.path("x"))[0] == OPERATION_DENIED

    as_stranger(stranger)
    assert f.open(good)[0] == 0 and not os.path.exists(f.path("x"))
    f.daemon.end()


def main():
    program, folder = sys.argv[1:]
    os.umask(0o022)
    for number, (test, conf) in enumerate((
            (saved_as_libvirt_does, ""), (written_with_the_callers_rights, ""), (read_with_the_callers_rights, ""),
            (hosts_are_reached_with_the_callers_rights, ""), (read_only_callers_get_no_file, ""),
            (worlds_are_bounded, "test_max_domains = 1000\ntest_max_devices = 100\ntest_max_memory = 2000000\n"))):
        f = Files(program, f"{folder}/{number}", conf)
        test(f)
        f.daemon.end()
        print("ok", test.__name__)
    without_capabilities_nothing_is_opened(program, f"{folder}/bare")
    print("ok", without_capabilities_nothing_is_opened.__name__)


main()
