#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares which files of settings vireod and libvirtd start with.

    settings_files.py DIR [libvirtd]

DIR is for files and sockets, and has Debian's files in etc/. With libvirtd it is asked about each text, in a /run that is nobody else's.
"""

import glob
import os
import pathlib
import re
import subprocess
import sys
import time

WORK = pathlib.Path(sys.argv[1])
ASKED = sys.argv[2:] == ["libvirtd"]
VIREOD = os.environ["top_builddir"] + "/daemon/vireod"
WAIT = 20

# What libvirtd makes of each, for where there is none to ask.
STARTS = """
# nothing
unix_sock_group = 'root'
unix_sock_group = "4"
unix_sock_group = "+4"
unix_sock_rw_perms = '0770'
unix_sock_rw_perms = "777"
unix_sock_rw_perms = "01777"
unix_sock_rw_perms = " 0770"
max_workers = 3
min_workers = 30
min_workers = 30\\nmax_workers = 20
min_workers = 0
max_workers = 7\\nmax_workers = 8
max_workers = 7\\nmax_workers = "x"
max_workers = 7 ; min_workers = 2
max_workers = 7 # seven
max_workers = +7
max_workers = 007
max_workers = 100000
prio_workers = 0
max_queued_clients = 0
max_queued_clients = 100000
max_client_requests = 0
max_clients = 1024\\nmin_workers = 50\\nmax_workers = 512\\nmax_requests = 1000\\nmax_client_requests = 1000
log_level = 0
log_level = 1\\nlog_buffer_size = 64
log_filters = "1:qemu 1:libvirt 4:object"
log_filters = "1:+qemu,1:libvirt"
log_outputs = "3:syslog:libvirtd"
listen_tls = 0
listen_tls = 1
listen_tcp = 1\\ntcp_port = "16509"\\nlisten_addr = "0.0.0.0"\\nauth_tcp = "none"
tls_no_verify_certificate = 1
tls_allowed_dn_list = ["DN1", "DN2"]
tls_allowed_dn_list = [\\n  'DN1',\\n  "DN2",\\n]
tcp_min_ssf = 112
mdns_adv = 1\\nmdns_name = "x"
keepalive_required = 1
keepalive_interval = -5
keepalive_interval = 0
keepalive_count = 0
admin_min_workers = 9
admin_max_workers = 0
audit_level = 2
audit_logging = 1
ovs_timeout = 5
no_such_key = 1
no_such_key = [ 1, 'x' ]
no_such_key = \\"\\"\\"many\\nlines\\"\\"\\"
sasl_allowed_username_list = []
access_drivers = [ "none" ]
access_drivers = []
host_uuid = "8510b1f2-3b5d-4c68-9d1f-3f7c1a9a2b11"
host_uuid = "8510b1f23b5d4c689d1f3f7c1a9a2b11"
host_uuid_source = "machine-id"
"""
REFUSED = """
a
a =
= 1
max_workers
max_workers = 0
max_workers = -1
max_workers = "20"
max_workers = 0x10
max_workers = 7 min_workers = 2
max_workers = yes
max_workers = 4294967296
min_workers = 0\\nmax_workers = 0
max_clients = 0
unix_sock_group = "nosuch"
unix_sock_group = 4
unix_sock_rw_perms = "0888"
unix_sock_rw_perms = ""
unix_sock_rw_perms = "x"
unix_sock_rw_perms = 0777
unix_sock_rw_perms = "0770 "
unix_sock_rw_perms = "0770
auth_unix_rw = "tls"
auth_unix_rw = "NONE"
log_level = 7
log_level = -1
log_filters = "7:x"
log_filters = "x"
log_outputs = "1:nosuch"
log_outputs = "1:file:/nosuch/x"
listen_tls = "x"
listen_addr = 5
tls_port = 16514
tls_no_verify_certificate = 5
sasl_allowed_username_list = "joe"
sasl_allowed_username_list = ["joe", 5]
sasl_allowed_username_list = ["joe" "fred"]
access_drivers = [ "nosuch" ]
access_drivers = "polkit"
host_uuid = "x"
host_uuid = "00000000-0000-0000-0000-000000000000"
host_uuid_source = "x"
[section]
@include "x"
// a comment
"""
# Where vireod is otherwise, and means to be.
OTHERWISE = {
    'access_drivers = [ "polkit" ]': "calls can't be checked one by one",
}


def wait_for(process, ready):
    """Whether it is ready before it ends."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if process.poll() is not None:
            return False
        if ready():
            return True
        time.sleep(0.005)
    sys.exit(f"neither ready nor at its end: {process.args}")


def starts(program, text):
    """Whether the program starts with that text, whatever it says of unix_sock_dir; and what it says."""
    folder = WORK / "run"
    folder.mkdir(exist_ok=True)
    for socket in folder.iterdir():
        socket.unlink()
    conf = WORK / "conf"
    conf.write_text(f'unix_sock_dir = "{folder}"\n{text}\n')
    with open(WORK / "said", "w+", encoding="utf-8", errors="replace") as said:
        with subprocess.Popen([program, "-f", conf, "-p", WORK / "pid"], stdout=said, stderr=said) as process:
            # The last one that either makes.
            started = wait_for(process, (folder / "libvirt-admin-sock").exists)
            process.kill()
        said.seek(0)
        return started, said.read()


def check(text, expected):
    """Compares the verdicts; expected is libvirtd's, if it is known."""
    if ASKED:
        theirs, said = starts("libvirtd", text)
        if expected is not None and theirs != expected:
            print(f"libvirtd's verdict is not {expected}: {text!r}: {said}")
            return 1
        expected = theirs
    if text in OTHERWISE:
        expected = False
    if expected is None:
        return 0
    ours, said = starts(VIREOD, text)
    if ours == expected and OTHERWISE.get(text, "") in said:
        return 0
    print(f"vireod {'starts' if ours else 'does not start'} with {text!r}: {said}")
    return 1


def examples(path):
    """The settings that a file has as comments."""
    return [match.replace("\n#", "\n") for match in
            re.findall(r"^#([a-z_]+ *= *(?:\[[^]]*\]|[^\n]*))$", path.read_text(), re.MULTILINE)]


def check_file(path):
    """vireod starts with the file, with each of its examples, and, of other daemons' files, with all of them."""
    ours = path.name == "libvirtd.conf"
    wrong = check(path.read_text(), True)
    for text in examples(path):
        wrong += check(text, None) if ours else 0
    rest = [text for text in examples(path) if text not in OTHERWISE and "host_uuid =" not in text]
    started, said = starts(VIREOD, "\n".join(rest))
    if not started:
        print(f"vireod does not start with all of {path}: {said}")
        wrong += 1
    return wrong


def main():
    wrong = 0
    for verdict, texts in ((True, STARTS), (False, REFUSED)):
        for text in texts.strip().splitlines():
            wrong += check(text.replace("\\n", "\n").replace('\\"', '"'), verdict)
    for text in OTHERWISE:
        wrong += check(text, None)
    for path in map(pathlib.Path, glob.glob(f"{WORK}/etc/*.conf")):
        if os.access(path, os.R_OK):
            wrong += check_file(path)
    sys.exit(wrong != 0)


main()
