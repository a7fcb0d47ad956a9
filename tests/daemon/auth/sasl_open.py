#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a program meets whose callback is asked for credentials; see sasl.sh.

Usage: sasl_open.py DAEMON SOCKETS FOLDER, FOLDER being $XDG_CONFIG_HOME, with the users of sasl.py on the other side. A line per way to
open: how it ended, and what the callback was asked; then what the administration knows of the user.
"""
import os
import subprocess
import sys

import libvirt
from sasl_prompts import ALL, AUTHNAME, ECHO, EXTERNAL, NOECHO, PASSPHRASE, REALM, USERNAME, ask, told

DAEMON, SOCKETS, FOLDER = sys.argv[1:]
SOCKET = SOCKETS + "/libvirt-sock"
URI = f"test+unix:///default?socket={SOCKET}"
FRED = {AUTHNAME: "fred", PASSPHRASE: "secret-fred"}


def auth(what, answers=FRED, uri=URI, **how):
    ask(what, uri, answers, **how)


def from_file(what, text, **how):
    with open(FOLDER + "/auth.conf", "w") as f:
        f.write(text)
    auth(what, uri=URI + f"&authfile={FOLDER}/auth.conf", **how)


auth("all is well")
auth("the wrong password", {AUTHNAME: "fred", PASSPHRASE: "x"})
auth("nobody", {AUTHNAME: "nobody", PASSPHRASE: "x"})
auth("who may not come", {AUTHNAME: "eve", PASSPHRASE: "secret-eve"})
auth("in another's name", {**FRED, USERNAME: "joe"})
auth("in one's own name", {**FRED, USERNAME: "fred"})
auth("no name", {AUTHNAME: "", PASSPHRASE: "x"})
auth("an empty password", {AUTHNAME: "fred", PASSPHRASE: ""})
auth("a long name", {AUTHNAME: "f" * 5000, PASSPHRASE: "x"})
auth("another alphabet", {AUTHNAME: "fréd", PASSPHRASE: "ж"})
auth("the callback does not want", returns=-1)
auth("no answers", {})
auth("not asked for a realm", types=[AUTHNAME, PASSPHRASE, REALM])
for types in [AUTHNAME], [PASSPHRASE], [], [EXTERNAL], [ECHO, NOECHO]:
    auth(f"the callback knows {types} only", types=types)
for words in "sasl", "SASL", "sasl.PLAIN", "sasl.DIGEST-MD5", "sasl.SCRAM-SHA-256", "sasl.NONSENSE", "none", "polkit", "":
    auth(f"auth={words}", uri=URI + "&auth=" + words)
auth("read only", uri=URI.replace("-sock", "-sock-ro"), flags=libvirt.VIR_CONNECT_RO)
told("no callback", lambda: libvirt.open(URI))
told("no callback to read only", lambda: libvirt.openReadOnly(URI.replace("-sock", "-sock-ro")))

CREDENTIALS = "[credentials-x]\nauthname=fred\npassword=secret-fred\n"
HERE = "[auth-libvirt-localhost]\ncredentials=x\n"
from_file("a file", CREDENTIALS + HERE, answers={})
from_file("a file for all hosts", CREDENTIALS + "[auth-libvirt-default]\ncredentials=x\n", answers={})
from_file("a file for this host before all", CREDENTIALS + HERE +
          "[credentials-y]\nauthname=eve\n[auth-libvirt-default]\ncredentials=y\n", answers={})
from_file("a file for another host", CREDENTIALS + "[auth-libvirt-elsewhere]\ncredentials=x\n", answers={})
from_file("a file for another service", CREDENTIALS + "[auth-esx-localhost]\ncredentials=x\n", answers={})
from_file("a file before the callback", CREDENTIALS + HERE, answers={AUTHNAME: "eve", PASSPHRASE: "x"})
from_file("a file with the password", "[credentials-x]\npassword=secret-fred\n" + HERE, answers={AUTHNAME: "fred"})
from_file("the last one counts", "[credentials-x]\nauthname=eve\n" + CREDENTIALS + HERE, answers={})
from_file("blanks and comments", "# me\n\n [credentials-x] \nauthname = fred\npassword =secret-fred\n# that is all\n" + HERE,
          answers={})
from_file("credentials that are not there", "[auth-libvirt-localhost]\ncredentials=x\n")
from_file("no credentials", "[auth-libvirt-localhost]\n")
os.environ["LIBVIRT_AUTH_FILE"] = FOLDER + "/auth.conf"
from_file("the environment's file", CREDENTIALS + HERE, answers={})
auth("the environment's file before the URI's", uri=URI + "&authfile=/nonexistent", answers={})
del os.environ["LIBVIRT_AUTH_FILE"]
os.makedirs(FOLDER + "/libvirt")
os.rename(FOLDER + "/auth.conf", FOLDER + "/libvirt/auth.conf")
auth("the user's file", answers={})

c = libvirt.openAuth(URI, [ALL, lambda *_: 0, None], 0)
admin = ["virt-admin", "-c", f"{DAEMON}:///system?socket={SOCKETS}/libvirt-admin-sock"]
os.environ.pop("LD_LIBRARY_PATH", None)  # who looks is no matter


def admin_says(*words):
    return subprocess.run(admin + list(words), capture_output=True, text=True, check=True).stdout.split("\n")


for line in admin_says("client-info", DAEMON, admin_says("client-list", DAEMON)[2].split()[0]):
    if not line.startswith(("id", "connection_time", "unix_process_id")):
        print(line)
