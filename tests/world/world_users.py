#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a program meets that opens a world with users; see world-users.sh.

Usage: world_users.py FOLDER
"""
import os
import sys

import libvirt
from sasl_prompts import AUTHNAME, ECHO, NOECHO, PASSPHRASE, USERNAME, ask, told

FOLDER = sys.argv[1]
URI = f"test://{FOLDER}/node.xml"
JOE = {AUTHNAME: "joe", PASSPHRASE: "123", NOECHO: "123", USERNAME: "joe", ECHO: "joe"}


def write(name, text):
    with open(f"{FOLDER}/{name}", "w") as f:
        f.write(text)


def users(xml):
    write("node.xml", f"<node>{xml}</node>")


def auth(what, answers=JOE, **how):
    ask(what, URI, answers, **how)


users("<auth><user password='123'>joe</user><user>ann</user></auth>")
auth("all is well")
auth("the wrong password", {AUTHNAME: "joe", PASSPHRASE: "x"})
auth("nobody", {AUTHNAME: "nobody", PASSPHRASE: "123"})
auth("a name is enough", {AUTHNAME: "ann"})
auth("a name is enough, as before", {AUTHNAME: "ann"}, types=[AUTHNAME])
auth("read only", flags=libvirt.VIR_CONNECT_RO)
auth("the callback does not want", returns=-1)
for types in [], [AUTHNAME], [PASSPHRASE], [USERNAME, PASSPHRASE], [AUTHNAME, NOECHO], [AUTHNAME, ECHO]:
    auth(f"the callback knows {types} only", types=types)
told("no callback", lambda: libvirt.open(URI))
told("no callback to read only", lambda: libvirt.openReadOnly(URI))

for where in "test-localhost", "test-default", "libvirt-localhost", "test-elsewhere":
    write("auth.conf", f"[credentials-x]\nusername=joe\npassword=123\n[auth-{where}]\ncredentials=x\n")
    os.environ["LIBVIRT_AUTH_FILE"] = f"{FOLDER}/auth.conf"
    auth(f"a file for {where}", {}, types=[])
    del os.environ["LIBVIRT_AUTH_FILE"]
    told(f"the URI's file for {where}", lambda: libvirt.open(URI + f"?authfile={FOLDER}/auth.conf"))
write("auth.conf", "[credentials-x]\npassword=123\n[auth-test-localhost]\ncredentials=x\n")
ask("a file with the password", URI + f"?authfile={FOLDER}/auth.conf", {AUTHNAME: "joe"})

for xml in ("<auth/>", "<auth><user/></auth>", "<auth><user password='a'/></auth>",
            "<auth><user password=''>joe</user></auth>", "<auth><user>joe</user><user password='1'>joe</user></auth>"):
    users(xml)
    auth(xml)
