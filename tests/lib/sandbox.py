#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a test so that it can't change the machine, and fails it for processes that it leaves behind and for
what a sanitizer found in any of its programs.

Usage: sandbox.py TEST [ARGUMENT...]

As root, the test gets a mount namespace of its own: /dev and /run are copies of which nobody else sees a
change, /etc and /var are read-only; only sources, build, home and temporary files stay as they are where they
lie there. Who is not root can change none of that anyway; where namespaces can't be had, the test runs without.
A test that is a Python program runs as it is: it looks at the tree, or at the machine, and changes neither.
In a build with a sanitizer (SANITIZER_FLAGS says so) each of its reports goes to a file here: a daemon whose
status nobody looks at would only say it to a log that nobody reads.
make check runs every test through this program, and lib.sh a shell test that is started by hand.
"""

import ctypes
import os
import shutil
import signal
import stat
import sys
import tempfile
import time

READ_ONLY = "/etc", "/var"
COPIED = "/run", "/dev"
# A file that is larger is no state of a program; it is there, but read-only.
COPIED_BYTES = 65536
# So long may a process that was told to end take for it.
GRACE_SECONDS = 5
# Where sanitizers look for their options, and how much of each of their reports is shown.
SANITIZERS = "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"
REPORT_CHARACTERS = 20000
# Others' leaks: Cyrus' SCRAM keeps the prompts of a user who goes away without an answer.
LEAKS_OF_OTHERS = "leak:_plug_make_prompts\n"

libc = ctypes.CDLL(None, use_errno=True)
PR_SET_CHILD_SUBREAPER = 36
CLONE_NEWNS = 0x20000
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 1 << 12, 1 << 13, 1 << 14, 1 << 18
MNT_DETACH = 2
AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY = -100, 0x8000, 1


def checked(what, result):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def mount(source, target, flags, kind=None, options=None):
    def text(value):
        return value and os.fsencode(value)
    checked(f"mount {target}", libc.mount(text(source), text(target), text(kind), ctypes.c_ulong(flags), text(options)))


def set_read_only(path, yes):
    """All that is mounted at the path and below it."""
    attr = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY if yes else 0, 0 if yes else MOUNT_ATTR_RDONLY)
    checked(f"mount_setattr {path}", libc.mount_setattr(AT_FDCWD, os.fsencode(path), AT_RECURSIVE, attr, ctypes.sizeof(attr)))


def make_private():
    """No mount of ours reaches other namespaces, and / is a mount, as unshare(1) and libvirt want it."""
    try:
        mount(None, "/", MS_REC | MS_PRIVATE)
        return
    except OSError:
        pass
    # A plain chroot: its mounts can be changed from the namespace's own root only, where setns() leads.
    here = os.getcwd()
    root, namespace = os.open("/", os.O_PATH), os.open("/proc/self/ns/mnt", os.O_RDONLY)
    checked("setns", libc.setns(namespace, CLONE_NEWNS))
    mount(None, "/", MS_REC | MS_PRIVATE)
    os.fchdir(root)
    path = os.getcwd()
    mount(path, path, MS_BIND | MS_REC)
    os.chroot(path)
    os.chdir(here)
    os.close(root)
    os.close(namespace)


def kept_paths():
    """What a test may write to, wherever it lies."""
    paths = [os.environ.get(name) for name in ("top_srcdir", "top_builddir", "HOME", "TMPDIR", "VIREO_BOOT_ROOT")]
    found = {os.path.realpath(p) for p in paths + ["/tmp", "/var/tmp", os.getcwd()] if p and os.path.isdir(p)}
    return sorted(found - {"/"})


def below(path, top):
    return path == top or path.startswith(top.rstrip("/") + "/")


def protect(top, kept):
    """Makes a tree read-only but for what is kept."""
    mount(top, top, MS_BIND | MS_REC)
    inside = [k for k in kept if below(k, top) and not os.statvfs(k).f_flag & os.ST_RDONLY]
    for path in inside:
        mount(path, path, MS_BIND | MS_REC)
    set_read_only(top, True)
    for path in inside:
        set_read_only(path, False)


def show(source, target, read_only):
    """The very thing at another place."""
    mount(source, target, MS_BIND | MS_REC)
    if read_only:
        set_read_only(target, True)


def copy_entry(entry, target, kept):
    info = entry.stat(follow_symlinks=False)
    kind = stat.S_IFMT(info.st_mode)
    if kind == stat.S_IFLNK:
        os.symlink(os.readlink(entry.path), target)
        return
    if kind == stat.S_IFDIR:
        os.mkdir(target)
        if entry.path == "/dev/shm" and not any(below(k, entry.path) for k in kept):
            pass
        elif os.path.ismount(entry.path) or entry.path in kept:
            # /dev/pts and the like work for this namespace's processes as they do outside.
            show(entry.path, target, below(entry.path, "/run") and not any(below(k, entry.path) for k in kept))
            return
        else:
            copy_tree(entry.path, target, kept)
    elif kind in (stat.S_IFCHR, stat.S_IFBLK):
        try:
            os.mknod(target, info.st_mode, info.st_rdev)
        except PermissionError:
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
            show(entry.path, target, False)
            return
    elif kind == stat.S_IFREG and info.st_size <= COPIED_BYTES and not os.path.ismount(entry.path):
        shutil.copyfile(entry.path, target)
    else:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
        show(entry.path, target, True)
        return
    try:
        os.chown(target, info.st_uid, info.st_gid)
    except OSError:
        pass  # of an owner whom a user namespace does not know
    os.chmod(target, stat.S_IMODE(info.st_mode))


def copy_tree(source, target, kept):
    with os.scandir(source) as entries:
        for entry in entries:
            try:
                copy_entry(entry, os.path.join(target, entry.name), kept)
            except (FileNotFoundError, PermissionError):
                pass  # others of the machine come and go; what may not be read is of no use to the test


def replace(top, kept):
    """Exchanges a tree for a copy. What was mounted there goes: libvirt would find its hidden mounts in /proc."""
    stage = tempfile.mkdtemp(prefix="vireo-sandbox.")
    try:
        mount("tmpfs", stage, 0, "tmpfs", "mode=755")
        copy_tree(top, stage, kept)
        with open("/proc/self/mountinfo") as f:
            hidden = [path for path in (line.split()[4] for line in f) if below(path, top)]
        for path in sorted(hidden):
            libc.umount2(os.fsencode(path), MNT_DETACH)  # those below it go with it
        mount(stage, top, MS_MOVE)
    except OSError:
        libc.umount2(os.fsencode(stage), MNT_DETACH)
        raise
    finally:
        os.rmdir(stage)


def leave_machine():
    """In the test's process, before it becomes the test."""
    if os.geteuid() != 0:
        return
    kept = kept_paths()
    try:
        checked("unshare", libc.unshare(CLONE_NEWNS))
        make_private()
        for top in READ_ONLY:
            if os.path.isdir(top):
                protect(top, kept)
        for top in COPIED:
            if os.path.isdir(top):
                replace(top, kept)
    except (OSError, AttributeError) as e:
        print(f"sandbox: the test is not kept from the machine: {e}", flush=True)


def children():
    """Processes whose parent this one is, by /proc: a test's own and those that it left to us."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as f:
                parent = int(f.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{name}/cmdline") as f:
                command = f.read().replace("\0", " ").strip()
        except (OSError, ValueError):
            continue
        if parent == os.getpid():
            found.append((int(name), command or "?"))
    return found


def reap():
    """Takes note of those that ended. Returns whether there are others."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def end_left_behind():
    """Returns whether any process was there still; none is afterwards."""
    end = time.monotonic() + GRACE_SECONDS
    while reap():
        if time.monotonic() > end:
            break
        time.sleep(.01)
    any_left = False
    while reap():
        for pid, command in children():
            if not any_left:
                print("sandbox: the test left processes behind:", flush=True)
            any_left = True
            print(f"sandbox:   {pid} {command[:200]}", flush=True)
            os.kill(pid, signal.SIGKILL)
        time.sleep(.05)
    return any_left


def collect_reports():
    """Programs with a sanitizer write what they find to files of the folder that this returns; None without one."""
    if not os.environ.get("SANITIZER_FLAGS"):
        return None
    folder = tempfile.mkdtemp(prefix="vireo-reports.")
    os.chmod(folder, 0o1777)  # a test has daemons of other users
    with open(os.path.join(folder, "leaks"), "w") as f:
        f.write(LEAKS_OF_OTHERS)
    for name in SANITIZERS:
        options = os.environ.get(name)
        os.environ[name] = (options + ":" if options else "") + f"log_path={folder}/report"
    os.environ["LSAN_OPTIONS"] += f":suppressions={folder}/leaks:print_suppressions=0"
    return folder


def show_reports(folder):
    """Prints what was found, and removes it. Returns whether there was any."""
    reports = sorted(name for name in os.listdir(folder) if name.startswith("report"))
    for name in reports:
        print(f"sandbox: a sanitizer's {name}:", flush=True)
        with open(os.path.join(folder, name), errors="replace") as f:
            print(f.read(REPORT_CHARACTERS), flush=True)
    shutil.rmtree(folder)
    return bool(reports)


def run(command):
    """The status of the test, as a shell tells it."""
    pid = os.fork()
    if pid == 0:
        if command[0].endswith(".py"):
            command = [sys.executable, "-B", *command]
        else:
            leave_machine()
        os.environ["VIREO_SANDBOXED"] = "1"
        try:
            os.execvp(command[0], command)
        except OSError as e:
            print(f"sandbox: {command[0]}: {e.strerror}", file=sys.stderr, flush=True)
            os._exit(127)
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, lambda number, _: os.kill(pid, number))
    # A terminal tells the test, too, and that decides.
    signal.signal(signal.SIGINT, lambda *_: None)
    while True:
        ended, status = os.wait()
        if ended == pid:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    reports = collect_reports()
    status = run(sys.argv[1:])
    wrong = end_left_behind()
    if reports and show_reports(reports):
        wrong = True
    if wrong and status in (0, 77):
        status = 1
    sys.exit(status)


main()
