#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same commands through the same unmodified virsh in several ways, compared output by output.

Usage: virsh_compare.py [--forget] [--library LIBVIREO] --notes VIRSH_NOTES OUR-SOCKET THEIR-SOCKET WORK-DIRECTORY SCENE...

What is compared, each with the same on libvirt alone (its library and its daemon, or its library with
test:///default in the process):

    daemon     libvirt's library with our daemon
    library    our library with libvirt's daemon     (this and what follows with --library only)
    both       our library with our daemon
    process    our library with test:///default in the process

A scene is a file of virsh commands, one a line, run by one virsh in one world. In it

    # text            is a comment
    %listen ARGS      (at the top) runs `virsh ARGS` (of its event family) beside it, whose output is compared too;
                      not in the process, where another virsh hears nothing
    %more RE: why     (at the top) a listener to our daemon hears events that fit besides
    %apart            (at the top) runs each command in a virsh of its own: the exit status is compared as well
    ~ out err: why    says of the command above it that these streams (and `status`) differ, and why
    ~ missing: why    says of the command above it that ours does not have it yet: unsupported
    ~ out @both: why  the same of that way only; without a way all are meant where our driver answers, which is
                      not `library`. A later line overrides an earlier one: `~ same @process: why`

$DIR in a command is a folder of the way's run, $XML the folder xml/ beside that of the scene. What differs and
is not said so is a failure, and so is what is said and no longer differs; --forget takes that out of
the scenes.

What must differ is taken out before: the URI, the folder, UUIDs and MAC addresses that were made up,
times. The messages of errors are in each library's and daemon's own words; in their place stand their
code and level, which is what programs test (virsh_notes.c takes them down). Of an unsupported call the
domain of the error is compared too; elsewhere it tells whether libvirt's driver itself or a part that
drivers share found the fault, which is a matter of its sources.
"""

import argparse
import collections
import concurrent.futures
import difflib
import itertools
import os
import re
import shlex
import signal
import subprocess
import sys
import threading

from wire_tap import Tap

REMOTE = 0x20008086
EVENT_REGISTER = {"event": 316, "net-event": 313, "pool-event": 368, "nodedev-event": 374, "secret-event": 380}
NO_SUPPORT = 3
LIMIT = 100  # seconds that nothing here takes unless it hangs
# What tells a listener that all has been told: an object of its kind is defined.
THE_END = {
    "event": ("define", "<domain type='test'><name>the-end</name><memory>1</memory><os><type>hvm</type></os></domain>"),
    "net-event": ("net-define", "<network><name>the-end</name></network>"),
    "pool-event": ("pool-define", "<pool type='dir'><name>the-end</name><target><path>/the-end</path></target></pool>"),
}
MADE_UP = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b52:54:00(?::[0-9a-f]{2}){3}\b")
# What differs everywhere, in the form that both outputs are brought to, and why.
EVERYWHERE = [(re.compile(pattern, re.MULTILINE), by) for pattern, by in (
    # Times are of the run.
    (r"(CPU time: +)[0-9.]+s", r"\1TIME"),
    (r"^((?:\s*cpu_time|\s*vcpu_time|\s*user_time|\s*system_time|  cpu\.time=|Time: |last_update )\s*)[0-9.]+",
     r"\1TIME"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: ?[+-]\d{4})?", "DATE"),
    (r"<creationTime>\d+</creationTime>", "<creationTime>TIME</creationTime>"))]
STREAMS = ("out", "err", "status")
IN_PROCESS = "test:///default"
OUR_DRIVER = frozenset(("daemon", "both", "process"))
WAYS = OUR_DRIVER | {"library"}


class Difference:
    """What a line with ~ says; needed: something of it was met."""

    def __init__(self, said, line):
        ways = frozenset(word[1:] for word in said if word.startswith("@"))
        self.what = frozenset(word for word in said if not word.startswith("@"))
        self.ways = ways or OUR_DRIVER
        self.line, self.needed = line, False
        alone = self.what in ({"missing"}, {"same"})
        self.valid = bool(self.what) and (alone or self.what <= set(STREAMS)) and ways <= WAYS


class Command:
    """One line of a scene, and what is known to differ."""

    def __init__(self, text, line):
        self.text, self.line = text, line
        self.differences = []

    def known(self, way):
        """What is said to differ in that way, and the line that says so or None."""
        said = next((d for d in reversed(self.differences) if way in d.ways), None)
        return said.what - {"same"} if said else frozenset(), said


class Scene:
    def __init__(self, path):
        self.path = path
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.folder = os.path.dirname(os.path.abspath(path))
        self.xml = os.path.join(os.path.dirname(self.folder), "xml")
        self.commands, self.listen, self.more, self.apart = [], None, [], False
        for number, line in enumerate(open(path), 1):
            self.take(line.strip(), number)

    def take(self, line, number):
        if line.startswith("%listen "):
            self.listen = shlex.split(line)[1:]
        elif line.startswith("%more "):
            self.more.append(re.compile(line[len("%more "):].rpartition(": ")[0]))
        elif line == "%apart":
            self.apart = True
        elif line.startswith("~"):
            what, _, why = line[1:].partition(":")
            difference = Difference(what.split(), number)
            if not (why.strip() and difference.valid):
                sys.exit(f"{self.path}:{number}: not '~ out err: why', '~ missing: why' or '~ same @WAY: why'")
            self.commands[-1].differences.append(difference)
        elif line and not line.startswith("#"):
            self.commands.append(Command(line, number))


class Daemon:
    """A socket whose world the ways to it use by turns."""

    def __init__(self, path):
        self.path = path
        self.turn = threading.Lock()


class Way:
    """virsh with the libraries that are preloaded, and a daemon or (None) the world in its process."""

    def __init__(self, name, work, preloaded, daemon):
        self.folder = os.path.join(work, name)
        os.mkdir(self.folder)
        self.tap, self.uri, self.turn = None, IN_PROCESS, threading.Lock()
        if daemon:
            tapped = os.path.join(self.folder, "tap")
            self.tap = Tap(daemon.path, tapped)
            self.uri = f"test+unix:///default?socket={tapped}"
            self.turn = daemon.turn
        self.notes = os.path.join(self.folder, "errors")
        self.environment = dict(os.environ, LC_ALL="C", TERM="dumb", COLUMNS="9999", TZ="UTC",
                                HOME=self.folder, XDG_CACHE_HOME=self.folder,
                                VISUAL="sed -i -e s/before/after/",
                                LD_PRELOAD=":".join(preloaded), VIRSH_ERRORS=self.notes,
                                LIBVIRT_LOG_OUTPUTS=f"3:file:{self.folder}/log")

    def virsh(self, *arguments):
        return ["virsh", "-c", self.uri, *arguments]

    def run(self, scene):
        """The results of a scene: for each command {out, err, status}, and the raw text."""
        self.dir = os.path.join(self.folder, scene.name)
        os.mkdir(self.dir)
        lines = [c.text.replace("$DIR", self.dir).replace("$XML", scene.xml) for c in scene.commands]
        with self.turn:
            listener = self.start_listener(scene) if scene.listen and self.tap else None
            raw = self.run_apart(lines) if scene.apart else self.run_together(lines)
            if listener:
                raw.append(self.end_listener(scene, listener))
        known = set(MADE_UP.findall("\n".join(lines)))
        for folder in (scene.folder, scene.xml):
            for name in os.listdir(folder):
                known |= set(MADE_UP.findall(open(os.path.join(folder, name)).read()))
        seen, errors = {}, self.errors()
        return [{stream: self.normal(text, known, seen, errors) for stream, text in result.items()}
                for result in raw], raw

    def errors(self):
        """What stands for each message: what programs test of the error."""
        said = {}
        if os.path.exists(self.notes):
            with open(self.notes, encoding="utf-8", errors="replace") as notes:
                for error in notes.read().split("\0")[:-1]:
                    code, domain, level, message = error.split(" ", 3)
                    said[message] = f"code {code}, level {level}" + \
                        (f", domain {domain}" if int(code) == NO_SUPPORT else "")
        return dict(sorted(said.items(), key=lambda item: len(item[0]), reverse=True))

    def run_together(self, lines):
        """One virsh reads all commands; marks on both streams tell whose output it was."""
        script = "".join(f"{line}\necho @{i}@\necho --err @{i}@\n" for i, line in enumerate(lines))
        done = subprocess.run(self.virsh(), input=script, capture_output=True, text=True, timeout=LIMIT,
                              env=self.environment, cwd=self.dir)
        results, out, err = [], done.stdout, done.stderr
        for i, line in enumerate(lines):
            mark = re.search(f"^virsh # echo @{i}@\n@{i}@\n+virsh # echo --err @{i}@\n+", out, re.MULTILINE)
            errors, err_mark, err = err.partition(f"error: @{i}@\n")
            if not mark or not err_mark:
                raise RuntimeError(f"virsh ended or lost its place at '{line}': {out}\n{errors}")
            # What stands before the output is the prompt with the command, and first of all a greeting.
            mine = out[out.index("virsh # "):mark.start()]
            results.append({"out": mine.partition("\n")[2], "err": errors})
            out = out[mark.end():]
        return results

    def run_apart(self, lines):
        """A virsh for each command; another one holds the world of a daemon."""
        with subprocess.Popen(self.virsh(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment,
                              text=True) as holder:
            holder.stdin.write("uri\n")
            holder.stdin.flush()
            results = []
            for line in lines:
                done = subprocess.run(self.virsh(*shlex.split(line)), stdin=subprocess.DEVNULL, capture_output=True,
                                      text=True, timeout=LIMIT, env=self.environment, cwd=self.dir)
                results.append({"out": done.stdout, "err": done.stderr, "status": str(done.returncode)})
            holder.stdin.close()
            holder.stdout.read()
        return results

    def start_listener(self, scene):
        family = scene.listen[0]
        types = subprocess.run(self.virsh(family, "--list"), capture_output=True, text=True,
                               check=True, env=self.environment).stdout.split()
        register = REMOTE, EVENT_REGISTER[family]
        before = self.tap.answered[register]
        listener = subprocess.Popen(["stdbuf", "-oL", *self.virsh(*scene.listen)], stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, text=True, env=self.environment)
        wanted = before + (len(types) if "--all" in scene.listen else 1)
        if not self.tap.wait(lambda: self.tap.answered[register] >= wanted):
            raise RuntimeError("virsh event did not register")
        return listener

    def end_listener(self, scene, listener):
        """A machine, network or pool of its own says to the listener that all has been told."""
        define, xml = THE_END[scene.listen[0]]
        path = os.path.join(self.dir, "the-end.xml")
        with open(path, "w") as f:
            f.write(xml)
        subprocess.run(self.virsh(define, path), capture_output=True, check=True, env=self.environment)
        patience = threading.Timer(LIMIT, listener.kill)
        patience.start()
        heard = list(itertools.takewhile(lambda line: "the-end" not in line, listener.stdout))
        patience.cancel()
        listener.send_signal(signal.SIGINT)
        _, err = listener.communicate(timeout=LIMIT)
        return {"out": "".join(heard), "err": err}

    def normal(self, text, known, seen, errors):
        for message, said in errors.items():
            text = text.replace("error: " + message, f"error: [{said}]")
        text = text.replace(self.dir, "$DIR").replace(self.uri, "$URI").replace(self.folder, "$FOLDER")
        if text.startswith("Domain: "):  # domstats: libvirt's order is that of a hash table
            text = "\n\n".join(sorted(text.strip().split("\n\n"))) + "\n"
        for pattern, by in EVERYWHERE:
            text = pattern.sub(by, text)
        return MADE_UP.sub(lambda m: m[0] if m[0] in known else seen.setdefault(m[0], f"MADE-UP-{len(seen)}"), text)


def without(scene, heard):
    """What our listener heard less what %more allows; what that never met stays as a difference."""
    lines = heard.splitlines(keepends=True)
    unmet = [pattern.pattern for pattern in scene.more if not any(map(pattern.search, lines))]
    return "".join([line for line in lines if not any(pattern.search(line) for pattern in scene.more)] +
                   [f"nothing heard of {pattern}\n" for pattern in unmet])


def show(mine, raw_mine, other, raw_other):
    """What differs: + is ours, - is theirs; long parts that are the same are left out."""
    for stream in mine:
        lines = [result[stream].splitlines() for result in (other, mine)]
        for line in list(difflib.unified_diff(*lines, n=1, lineterm=""))[2:]:
            print(f"    {stream:>6} {line}")
    for who, raw, result in (("ours", raw_mine, mine), ("theirs", raw_other, other)):
        for line in sorted(set(raw["err"].splitlines()) - set(result["err"].splitlines())):
            print(f"    {who} said: {line}")


def compare(way, scene, ours, theirs):
    """Prints what is wrong; returns the counts of (wrong, same, explained, missing)."""
    counts = collections.Counter({"wrong": 0})
    commands = scene.commands
    if len(ours[0]) > len(commands):
        commands = commands + [Command("(what the listener heard)", 1)]
        if way in OUR_DRIVER:
            ours[0][-1]["out"] = without(scene, ours[0][-1]["out"])
    for command, mine, raw_mine, other, raw_other in zip(commands, *ours, *theirs):
        differs = {stream for stream in mine if mine[stream] != other[stream]}
        known, said = command.known(way)
        if known == {"missing"}:
            state = "missing" if f"[code {NO_SUPPORT}," in mine["err"] and differs else "wrong"
        elif differs != known:
            state = "wrong"
        else:
            state = "explained" if differs else "same"
        counts[state] += 1
        if said and bool(differs) == bool(known):
            said.needed = True
        if state == "wrong":
            print(f"{scene.path}:{command.line}: {command.text}")
            print(f"    {way} differs in: " + (" ".join(sorted(differs)) or "nothing, but is said to") +
                  (f" (said: {' '.join(sorted(known))})" if known else ""))
            show(mine, raw_mine, other, raw_other)
    return counts


def forget(scene):
    """Takes what is said and no longer differs out of the file."""
    stale = {said.line for command in scene.commands for said in command.differences if not said.needed}
    lines = open(scene.path).readlines()
    with open(scene.path, "w") as f:
        f.writelines(line for i, line in enumerate(lines, 1) if i not in stale)


def told(counts):
    return ", ".join(f"{counts[state]} {state}" for state in ("wrong", "same", "explained", "missing"))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--forget", action="store_true")
    parser.add_argument("--library")
    parser.add_argument("--notes", required=True)
    parser.add_argument("ours")
    parser.add_argument("theirs")
    parser.add_argument("work")
    parser.add_argument("scenes", nargs="+")
    args = parser.parse_args()

    ours, theirs = Daemon(args.ours), Daemon(args.theirs)
    debian, vireo = [args.notes], [args.notes, args.library]
    plans = {"libvirt": (debian, theirs), "daemon": (debian, ours)}
    against = {"daemon": "libvirt"}
    if args.library:
        plans |= {"library": (vireo, theirs), "both": (vireo, ours),
                  "process-libvirt": (debian, None), "process": (vireo, None)}
        against |= {"library": "libvirt", "both": "libvirt", "process": "process-libvirt"}
    ways = {name: Way(name, args.work, *plan) for name, plan in plans.items()}
    totals = {way: collections.Counter() for way in against}
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for scene in map(Scene, args.scenes):
            results = dict(zip(ways, pool.map(lambda way: way.run(scene), ways.values())))
            for way, other in against.items():
                counts = compare(way, scene, results[way], results[other])
                totals[way] += counts
                print(f"{scene.name}, {way}: {told(counts)}")
            if args.forget:
                forget(scene)
    for way, counts in totals.items():
        print(f"all of {way}: {told(counts)}")
    sys.exit(1 if any(counts["wrong"] for counts in totals.values()) else 0)


if __name__ == "__main__":
    main()
