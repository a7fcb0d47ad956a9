#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The check leaves the machine as it found it: nothing in /dev, /etc, /run and /var/lib came, went or changed.

Usage: machine-untouched.py --write FILE     notes what is there; make does so before the first test
       machine-untouched.py                  as the last test: compares with tests/machine.before of the build

Other programs run beside the check. What is theirs, and therefore left out:
- /dev/pts and /dev/shm: terminals and shared memory of whoever is at work;
- /run/user, /run/log, and /run and /var/lib of systemd, udev, Docker and containerd, which keep books there;
- /var/lib of apt and dpkg, which a timer of the machine may start;
- contents in /run and /var/lib: databases and logs of services that run. Names, kinds, owners and modes count.
A file in /etc may be written again with what was in it, as clients of DHCP do.
A file that is just being replaced is looked at again.
"""

import hashlib
import json
import os
import stat
import sys
import time

TREES = "/dev", "/etc", "/run", "/var/lib"
LEFT_OUT = {"/dev/pts", "/dev/shm", "/run/user", "/run/log", "/run/systemd", "/run/udev", "/run/docker",
            "/run/containerd", "/var/lib/systemd", "/var/lib/docker", "/var/lib/containerd", "/var/lib/apt",
            "/var/lib/dpkg"}
TRIES = 5


def checksum(path):
    """None where the file may not be read."""
    try:
        with open(path, "rb") as f:
            return hashlib.sha256(f.read()).hexdigest()[:16]
    except PermissionError:
        return None


def describe(path):
    info = os.lstat(path)
    kind = stat.S_IFMT(info.st_mode)
    facts = [stat.filemode(info.st_mode), f"{info.st_uid}:{info.st_gid}"]
    if kind == stat.S_IFLNK:
        facts.append("-> " + os.readlink(path))
    elif kind in (stat.S_IFCHR, stat.S_IFBLK):
        facts.append(f"device {os.major(info.st_rdev)}:{os.minor(info.st_rdev)}")
    # A node that was removed and made again has another number; terminals' times change as they are used.
    if path.startswith("/dev/"):
        facts.append(f"inode {info.st_ino}")
    if kind == stat.S_IFREG and path.startswith("/etc/"):
        facts.append(f"{info.st_size} bytes, {checksum(path) or info.st_mtime_ns}")
    return " ".join(facts)


def look(tree, found):
    try:
        names = os.listdir(tree)
    except OSError:
        return
    for name in names:
        path = os.path.join(tree, name)
        if path in LEFT_OUT:
            continue
        try:
            found[path] = describe(path)
        except OSError:
            continue  # it has just gone
        if found[path].startswith("d"):
            look(path, found)


def snapshot():
    found = {}
    for tree in TREES:
        if not os.path.islink(tree):
            look(tree, found)
    return found


def differences(before, after):
    for path in sorted(before.keys() | after.keys()):
        if path not in after:
            yield f"gone: {path} ({before[path]})"
        elif path not in before:
            yield f"new: {path} ({after[path]})"
        elif before[path] != after[path]:
            yield f"changed: {path}: {before[path]} => {after[path]}"


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--write":
        with open(sys.argv[2], "w") as f:
            json.dump(snapshot(), f)
        return 0
    if len(sys.argv) != 1:
        print(__doc__)
        return 2
    try:
        with open(os.path.join(os.environ["top_builddir"], "tests", "machine.before")) as f:
            before = json.load(f)
    except (KeyError, OSError) as e:
        print(f"skipped: nothing was noted before the tests: {e}")
        return 77
    for _ in range(TRIES):
        found = list(differences(before, snapshot()))
        if not found:
            print(f"{len(before)} names")
            return 0
        time.sleep(1)
    print("the machine is not as it was before the tests:", *found[:100], sep="\n  ")
    return 1


sys.exit(main())
