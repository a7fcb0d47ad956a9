# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares two sets of libvirt headers: headers_compare.py THEIRS OURS WORKDIR

Names come from THEIRS (an older libvirt is fine: ours may have more), values from the compiler:
one program for each set prints name=value, and the texts must be equal. Constants that are *_LAST
sentinels grow with the API; ours may only be larger.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys

HEADERS = ("libvirt.h", "virterror.h", "libvirt-qemu.h", "libvirt-lxc.h", "libvirt-admin.h")


def compiler():
    """CC may be several words: "ccache gcc"."""
    return shlex.split(os.environ.get("CC", "cc"))


def preprocess(include, *options):
    text = "#define VIR_ENUM_SENTINELS\n" + "".join(f"#include <libvirt/{h}>\n" for h in HEADERS)
    return subprocess.run(
        [*compiler(), "-std=gnu99", "-E", "-I", include, *options, "-"],
        input=text, text=True, check=True, capture_output=True).stdout


def macros(include):
    """Macros whose value is a number or a string; function-like ones are left out."""
    found = re.findall(r"^#define ((?:VIR|LIBVIR)_\w+) (.+)$", preprocess(include, "-dM"), re.M)
    return {name: value for name, value in found
            if re.match(r'["0-9(]|VIR_\w+$', value) and name != "LIBVIR_VERSION_NUMBER"}


def enumerators(text):
    return {name for body in re.findall(r"\benum\s*\w*\s*\{(.*?)\}", text, re.S)
            for name in re.findall(r"\b(VIR_\w+)\s*(?:=|,|\s*$)", body, re.M)}


def structs(text):
    """{"struct _virX": [fields]}; a union's members count as one field."""
    text = re.sub(r"\bunion\s*\{[^}]*\}", "union", text)
    text = re.sub(r"__attribute__\s*\(\(.*?\)\)", "", text)
    return {"struct " + name: re.findall(r"(\w+)\s*(?:\[[^]]*\])?\s*;", body)
            for name, body in re.findall(r"\bstruct\s+(_vir\w+)\s*\{(.*?)\}", text, re.S)}


def typedefs(text):
    return set(re.findall(r"\btypedef\b[^;{]*?\(\*\s*(vir\w+)\s*\)\s*\(", text)) | \
        set(re.findall(r"\btypedef\s+(?:struct|enum)?\s*\w+\s*\**\s*(vir\w+)\s*;", text))


def run(include, work, name, numbers, strings, layout):
    lines = ["#define VIR_ENUM_SENTINELS", "#include <stddef.h>", "#include <stdio.h>"]
    lines += [f"#include <libvirt/{h}>" for h in HEADERS]
    lines += ["int main(void)", "{"]
    lines += [f'printf("{n}=%lld\\n", (long long)({n}));' for n in numbers]
    lines += [f'printf("{n}=\\"%s\\"\\n", {n});' for n in strings]
    for struct, fields in layout.items():
        lines.append(f'printf("{struct}=%zu\\n", sizeof({struct}));')
        for field in fields:
            member = f"(({struct} *)0)->{field}"
            lines.append(f'printf("{struct}.{field}=%zu+%zu\\n", offsetof({struct}, {field}), '
                         f"sizeof({member}));")
    lines += ["return 0;", "}"]
    source = os.path.join(work, name + ".c")
    with open(source, "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")
    program = os.path.join(work, name)
    subprocess.run([*compiler(), "-std=gnu99", "-w", "-I", include, "-o", program,
                    source], check=True)
    text = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return dict(line.split("=", 1) for line in text.splitlines())


def function_types(include, work):
    """{name: type in gcc's words}; None without gcc, the only compiler that says it."""
    if not shutil.which("gcc"):
        return None
    source, described = os.path.join(work, "types.c"), os.path.join(work, "types.txt")
    with open(source, "w", encoding="ascii") as out:
        out.write("".join(f"#include <libvirt/{h}>\n" for h in HEADERS))
    subprocess.run(["gcc", "-std=gnu99", "-w", "-I", include, "-fsyntax-only", "-aux-info",
                    described, source], check=True)
    found = {}
    with open(described, encoding="utf-8") as text:
        for line in text:
            m = re.match(r"/\*.*?\*/ (?:extern )?(.*?)\b(vir[A-Z]\w+) ?(\(.*\));", line)
            if m:
                found[m.group(2)] = re.sub(r"\s+", " ", m.group(1) + m.group(3))
    return found


def main():
    theirs, ours, work = sys.argv[1:4]
    text, our_text = preprocess(theirs), preprocess(ours)
    failures = []

    constants = enumerators(text)
    values = macros(theirs)
    missing = sorted((constants - enumerators(our_text)) | (values.keys() - macros(ours).keys()))
    failures += [f"{n} is missing" for n in missing]
    numbers = sorted(constants - set(missing))
    strings = []
    for name, value in sorted(values.items()):
        if name not in missing:
            (strings if value.startswith('"') else numbers).append(name)

    layout = structs(text)
    our_layout = structs(our_text)
    for struct, fields in layout.items():
        if our_layout.get(struct) != fields:
            failures.append(f"{struct} has the fields {our_layout.get(struct)}, not {fields}")
    layout = {s: f for s, f in layout.items() if our_layout.get(s) == f}
    failures += [f"type {t} is missing" for t in sorted(typedefs(text) - typedefs(our_text))]

    a = run(theirs, work, "theirs", numbers, strings, layout)
    b = run(ours, work, "ours", numbers, strings, layout)
    for name, value in a.items():
        grown = name.endswith("_LAST") and int(b[name]) > int(value)
        if b[name] != value and not grown:
            failures.append(f"{name} is {b[name]}, not {value}")

    his, mine = function_types(theirs, work), function_types(ours, work)
    shared = his.keys() & mine.keys() if his and mine else set()
    failures += [f"{n} is {mine[n]}, not {his[n]}" for n in sorted(shared) if mine[n] != his[n]]

    if not (len(a) > 1000 and len(layout) > 20 and (his is None or len(shared) > 100)):
        failures.append(f"too little was compared: {len(a)} values, {len(layout)} structures, "
                        f"{len(shared)} functions")
    for failure in failures:
        print("headers-match-libvirt:", failure, file=sys.stderr)
    print(f"{len(numbers)} numbers, {len(strings)} strings, {len(layout)} structures with "
          f"{sum(map(len, layout.values()))} fields, {len(shared)} function types compared")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
