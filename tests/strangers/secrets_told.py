#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who is told the secrets of documents, of every family and by every way out of a daemon.

    secrets_told.py VIREOD             a daemon of its own
    secrets_told.py --like FOLDER      the daemon that has its sockets there: prints what it tells

Documents with a word that nobody else uses are given to the daemon; then each procedure that readers may call
is called over both sockets, with each of its flags, and so are writers' calls that give a document. The word is
looked for in every byte that comes back.
"""
import os
import stat
import sys

import procedures
import wire
import worlds

WORD, DENIED, FLAGS = b"not-for-you", 29, 6
GRAPHICS = "<graphics type='{}' port='-1' autoport='yes' passwd='not-for-you' passwdValidTo='2030-04-09T15:51:00'/>"
COOKIES = "<source protocol='https' name='{}'><host name='h' port='443'/>" \
          "<cookies><cookie name='a'>not-for-you</cookie></cookies></source>"
DISK = "<disk type='network' device='disk'><driver name='qemu' type='raw'/>" + COOKIES.format("x") + \
       "<target dev='vdz' bus='virtio'/></disk>"
DEVICES = "<devices>" + GRAPHICS.format("vnc") + GRAPHICS.format("spice") + DISK
# Documents of other families have no secret in libvirt, which leaves out what it does not know.
FOREIGN = GRAPHICS.format("vnc") + "</"

# The ways out: (procedure, flag) that tells a writer. Nothing tells a reader.
SECURE = 1
TOLD = {(name, SECURE) for name in (
    "DOMAIN_GET_XML_DESC", "DOMAIN_SNAPSHOT_GET_XML_DESC", "DOMAIN_CHECKPOINT_GET_XML_DESC",
    "DOMAIN_MANAGED_SAVE_GET_XML_DESC", "DOMAIN_SAVE_IMAGE_GET_XML_DESC")}
# Writers' calls besides those of readers. A machine takes its secrets with it when it moves.
MOVES = {"DOMAIN_MIGRATE_BEGIN3", "DOMAIN_MIGRATE_BEGIN3_PARAMS"}
WRITERS = MOVES | {"DOMAIN_SAVE_IMAGE_GET_XML_DESC"}
NOT_CALLED = {"CONNECT_CLOSE", "CONNECT_SET_IDENTITY"}


def inside(document):
    """The document with secrets below its root."""
    at = document.rindex("</")
    return document[:at] + FOREIGN + document[at + 2:]


def machine(name):
    """One with secrets, of another name."""
    number = sum(name.encode()) % 100 + 100
    return worlds.WEB.replace("<name>web", f"<name>{name}").replace("000001</uuid>", f"{number:06}</uuid>") \
        .replace("<devices>", DEVICES).replace("web0", f"web-{name}").replace("590", "591"), \
        {"name": name, "uuid": bytes.fromhex(f"{number:032}"), "id": -1}


class Caller(procedures.Line):
    """A connection that keeps what it gets."""

    def __init__(self, test, path):
        self.got = []
        super().__init__(test, test.procs["CONNECT_GET_TYPE"], path)

    def read(self):
        frame = super().read()
        if frame:
            self.got.append(frame)
        return frame

    def tells(self, proc, args):
        """The answer of a call, and whether it or an event before it has the word."""
        self.got.clear()
        answer = self.do(proc, args)
        return answer, any(WORD in body for _, body in self.got)


class Secrets:
    def __init__(self, test, folder, where, lenient):
        self.test, self.dir, self.lenient, self.absent = test, where, lenient, set()
        self.rw = Caller(test, folder + "/libvirt-sock")
        self.ro = Caller(test, folder + "/libvirt-sock-ro")

    def give(self, name, **args):
        """Another daemon may lack it."""
        answer = self.rw.do(self.test.procs[name], args)
        if not self.lenient:
            answer.good()
        elif answer.error:
            self.absent.add(name)

    def give_machines(self):
        for name in ("live", "moving", "copied", "asleep", "kept"):
            xml, dom = machine(name)
            self.give("DOMAIN_DEFINE_XML", xml=xml)
            self.give("DOMAIN_CREATE", dom=dom)
            found = self.rw.do(self.test.procs["DOMAIN_LOOKUP_BY_NAME"], {"name": name})
            setattr(self, name, found.fields["dom"])
        self.give("DOMAIN_SAVE", dom=self.kept, to=self.dir + "/kept")
        self.give("DOMAIN_MANAGED_SAVE", dom=self.asleep)
        self.give("DOMAIN_SNAPSHOT_CREATE_XML", dom=self.live, xml_desc=worlds.SNAPSHOT)
        self.give("DOMAIN_CHECKPOINT_CREATE_XML", dom=self.copied, xml_desc=worlds.CHECKPOINT)
        self.give("DOMAIN_BACKUP_BEGIN", dom=self.copied,
                  backup_xml="<domainbackup mode='pull'><disks><disk name='vda' type='network'>"
                             f"{COOKIES.format('b').replace('source', 'scratch')}{COOKIES.format('b')}</disk></disks>"
                             "</domainbackup>")

    def give_others(self):
        self.give("NETWORK_DEFINE_XML", xml=inside(worlds.NETWORK))
        self.give("STORAGE_POOL_DEFINE_XML",
                  xml="<pool type='iscsi'><name>new</name>" + worlds.NEW + "<source><host name='h'/><device path='d'/>"
                  "<auth type='chap' username='u' login='u' passwd='not-for-you'><secret usage='u'/></auth></source>"
                  "<target><path>/new</path></target></pool>")
        self.give("STORAGE_VOL_CREATE_XML", pool="default-pool", xml=inside(worlds.VOLUME))
        self.give("INTERFACE_DEFINE_XML", xml=inside(worlds.INTERFACE))
        self.give("SECRET_DEFINE_XML", xml=inside(worlds.SECRET))
        self.give("SECRET_SET_VALUE", value=WORD)
        self.give("NWFILTER_DEFINE_XML", xml=inside(worlds.FILTER))
        self.give("NWFILTER_BINDING_CREATE_XML", xml=inside(worlds.BINDING))
        self.give("NETWORK_PORT_CREATE_XML", xml=inside(worlds.PORT))
        self.give("NODE_DEVICE_CREATE_XML", xml_desc=inside(worlds.VPORT))

    def arguments(self, proc):
        """Each set of arguments that a procedure is called with: its objects in turn, each with each flag."""
        try:
            own = self.test.own_args(proc.name)
        except Exception:  # a line that has no call of its own
            own = {}
        base = self.test.files[proc.prog].struct_of(proc, "args")
        fields = {x.name: x.base for x in self.test.codec.types[base].fields} if base else {}
        objects = [{}]
        if "dom" in fields:
            objects = [{"dom": d} for d in (self.live, self.moving, self.copied, self.asleep)]
        elif "snap" in fields:
            objects = [{"snap": {"name": "s", "dom": self.live}}]
        elif "checkpoint" in fields:
            objects = [{"checkpoint": {"name": "c", "dom": self.copied}}]
        elif "pool" in fields:
            objects = [{}, {"pool": "new"}]
        elif "net" in fields:
            objects = [{}, {"net": "new"}]
        elif "iface" in fields:
            objects = [{}, {"iface": "eth5"}]
        elif fields.get("name") == "remote_nonnull_string" and proc.name.startswith("NODE_DEVICE_"):
            objects = [{"name": "computer"}, {"name": "scsi_host12"}, {"name": "scsi_host13"}]
        if proc.name == "DOMAIN_SAVE_IMAGE_GET_XML_DESC":
            objects = [{"file": self.dir + "/kept"}]
        for some in objects:
            for flags in [0] + [1 << i for i in range(FLAGS)] if "flags" in fields else [0]:
                yield {**own, **some, **({"flags": flags} if "flags" in fields else {})}

    def walk(self, caller, procs):
        """The ways by which the caller is told; how many calls gave something."""
        told, good = set(), 0
        for proc in procs:
            for args in self.arguments(proc):
                answer, tells = caller.tells(proc, args)
                good += answer.error is None
                if tells:
                    told.add((proc.name, args.get("flags", 0)))
                if caller is self.ro and (proc.name, args.get("flags", 0)) in TOLD and not self.lenient:
                    assert answer.error and answer.error[0] == DENIED, f"{proc.name} with secrets: {answer.error}"
        return told, good

    def procs_of(self, chosen):
        return [p for p, who, _ in self.test.lines.values()
                if not p.is_event and not p.stream and not p.fds and p.name not in NOT_CALLED
                and p.name not in worlds.BEFORE_OPEN and who != "none" and chosen(p)]

    def hear_changes(self):
        """What a reader who listens to everything is told of changes that have a secret in them."""
        for event in range(27):
            self.ro.do(self.test.procs["CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY"], {"eventID": event})
        for family in ("NETWORK", "STORAGE_POOL", "SECRET", "NODE_DEVICE"):
            for event in range(2):
                self.ro.do(self.test.procs[f"CONNECT_{family}_EVENT_REGISTER_ANY"], {"eventID": event})
        self.ro.got.clear()
        self.give("DOMAIN_SUSPEND", dom=self.live)
        self.give("DOMAIN_RESUME", dom=self.live)
        self.give("DOMAIN_ATTACH_DEVICE_FLAGS", dom=self.live, flags=3, xml=DISK.replace("vdz", "vdy"))
        self.give("DOMAIN_DEFINE_XML", xml=machine("live")[0])
        self.give("SECRET_SET_VALUE", value=WORD)
        self.give("STORAGE_POOL_DESTROY", pool="default-pool")
        self.ro.do(self.test.procs["CONNECT_GET_LIB_VERSION"], {})
        assert len(self.ro.got) > 4, "there are no events"
        assert not any(WORD in body for _, body in self.ro.got), "an event tells a secret"


def ways(s):
    """(what a reader is told, what a writer is told)"""
    s.give_machines()
    s.give_others()
    read, good = s.walk(s.ro, s.procs_of(lambda p: True))
    assert good > 200 or s.lenient, f"only {good} calls of a reader are answered"
    write, _ = s.walk(s.rw, s.procs_of(lambda p: "PROC_READONLY" in p.flags or p.name in WRITERS))
    return read, write


def errors_in_log(s, daemon):
    """A document that is refused does not go to the log with its secrets."""
    good = machine("live")[0]
    for xml in (good[:-3], good.replace("passwd='not-for-you'", "passwd='not-for-you"),
                good.replace("current='2'", "current='9'"), good.replace("x86_64", "z80"),
                "<domain>" + GRAPHICS.format("vnc") + "</domain>"):
        answer = s.rw.do(s.test.procs["DOMAIN_DEFINE_XML"], {"xml": xml})
        assert answer.error, xml
    with open(daemon.dir + "/log", "rb") as log:
        assert WORD not in log.read(), "the log tells a secret"


def main():
    test = procedures.Test(os.path.join(procedures.TOP, "tests", "daemon", "procedures.table"))
    if sys.argv[1] == "--like":
        test.dir = sys.argv[2]
        s = Secrets(test, sys.argv[2], sys.argv[2], True)
        read, write = ways(s)
        assert not read, f"readers are told by {read}"
        ours = TOLD & write
        # Its test driver looks at no flag there; the API's documentation and its other drivers do, as ours.
        more = write - TOLD - {("DOMAIN_SAVE_IMAGE_GET_XML_DESC", 0)}
        assert not more, f"writers are told by {sorted(more)}, and not by ours"
        assert {("DOMAIN_GET_XML_DESC", SECURE), ("DOMAIN_SNAPSHOT_GET_XML_DESC", SECURE),
                ("DOMAIN_CHECKPOINT_GET_XML_DESC", SECURE)} <= ours, f"writers are told there only by {sorted(ours)}"
        return
    daemon = wire.Daemon(sys.argv[1], "log_level = 1\n")
    test.dir = daemon.dir
    s = Secrets(test, daemon.dir, daemon.dir, False)
    read, write = ways(s)
    assert not read, f"readers are told by {sorted(read)}"
    moved = {w for w in write if w[0] in MOVES}
    assert moved, "a machine moves without its secrets"
    assert write - moved == TOLD, f"writers are told by {sorted(write - moved)}"
    assert not stat.S_IMODE(os.stat(daemon.dir + "/kept").st_mode) & 0o077, "others may read a saved machine"
    s.hear_changes()
    errors_in_log(s, daemon)
    daemon.end()


if __name__ == "__main__":
    main()
