#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Permissions and group of each socket are what unix_sock_* say, and let in whom they say.

Usage: sockets.py VIREOD, as root. Starts its own daemons on private sockets and ends them.
"""

import os
import re
import socket
import stat
import subprocess
import sys

from wire import WAIT, Daemon

STRANGER, GROUP = 65534, 65531
KEYS = {"unix_sock_rw_perms": "path", "unix_sock_ro_perms": "ro", "unix_sock_admin_perms": "admin"}


def defaults(program):
    """{key: permissions} of the keys of sockets that the daemon itself tells."""
    text = subprocess.run([program, "--print-config"], capture_output=True, text=True, timeout=WAIT, check=True).stdout
    found = dict(re.findall(r'^#(unix_sock_\w+_perms) = "(\d+)"$', text, re.MULTILINE))
    assert found.keys() == KEYS.keys(), found
    return found


def connects(path, gid):
    """Whether a user of that group alone may connect."""
    pid = os.fork()
    if pid == 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(STRANGER, STRANGER, STRANGER)
        try:
            socket.socket(socket.AF_UNIX).connect(path)
            os._exit(0)
        except PermissionError:
            os._exit(1)
        finally:
            os._exit(2)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in (0, 1), status
    return status == 0


def hold(d, perms, gid):
    """The sockets are as the settings say, for who looks and for who tries."""
    os.chmod(d.dir, 0o755)
    for key, where in KEYS.items():
        path, mode = getattr(d, where), int(perms[key], 8)
        st = os.stat(path)
        assert stat.S_ISSOCK(st.st_mode) and stat.S_IMODE(st.st_mode) == mode, (key, oct(st.st_mode))
        assert (st.st_uid, st.st_gid) == (0, gid), (key, st)
        assert connects(path, STRANGER) == bool(mode & 0o002), f"{key} = {perms[key]} and a stranger"
        assert connects(path, GROUP) == bool(mode & (0o020 if gid == GROUP else 0o002)), f"{key} and the group"
    d.serves()


def main():
    program = sys.argv[1]
    usual = defaults(program)
    d = Daemon(program)
    hold(d, usual, 0)
    assert connects(d.ro, STRANGER) and not connects(d.path, STRANGER) and not connects(d.admin, STRANGER)
    d.end()
    for perms in ("0700", "0770", "0777"):
        for key in KEYS:
            chosen = {**usual, key: perms}
            lines = [f'{k} = "{v}"' for k, v in chosen.items()] + [f'unix_sock_group = "+{GROUP}"', ""]
            d = Daemon(program, "\n".join(lines))
            hold(d, chosen, GROUP)
            d.end()
    print("ok")


main()
