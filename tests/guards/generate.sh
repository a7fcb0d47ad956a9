#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The generator refuses what it does not understand, and names the line.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# refuses LINE WORDS: the file on stdin is refused at that line (0: no line) with those words.
refuses() {
    cat >"$work/toy.x"
    where="toy.x:$1:"
    [ "$1" -gt 0 ] || where="toy.x:"
    if (cd "$work" && python3 -B "$top/protocol/generate.py" table toy.x) >"$work/out" 2>"$work/err"; then
        echo "generate: accepted: $2"
        failed=1
    elif ! grep -qF "$where" "$work/err" || ! grep -qF "$2" "$work/err"; then
        echo "generate: expected '$where ... $2', got: $(cat "$work/err")"
        failed=1
    fi
}

# procs ENUMERATORS: a whole file with these procedures; the first stands in line 2.
procs() {
    printf 'enum toy_procedure {\n%s\n};\n' "$1"
}

procs 'TOY_PROC_A = 1, /* call high */
TOY_PROC_B = 2 /* event */' >"$work/toy.x"
(cd "$work" && python3 -B "$top/protocol/generate.py" table toy.x) | grep -q 'PROC_HIGH'

echo 'struct toy_a_args { int x; };' >"$work/part.x"
{
    echo '#include "part.x"'
    procs 'TOY_PROC_A = 1 /* call */'
} >"$work/toy.x"
(cd "$work" && python3 -B "$top/protocol/generate.py" ops toy.x) | grep 'const toy_a_args \*args' >/dev/null

{
    echo 'struct toy_a_args { int x; unsigned int flags; };'
    procs 'TOY_PROC_A = 1 /* call readonly acl=domain:read,domain:write:FLAG,domain:write::x:VALUE */'
} >"$work/toy.x"
(cd "$work" && python3 -B "$top/protocol/generate.py" table toy.x) |
    grep -q 'return (args->flags & FLAG) || (args->x == VALUE);'

procs 'TOY_PROC_A = 1 /* call hihg */' | refuses 2 "cannot read 'hihg'"
procs 'TOY_PROC_A = 1 /* high */' | refuses 2 'must start with call or event'
procs 'TOY_PROC_A = 1 /* call acl=domain */' | refuses 2 "cannot read 'acl=domain'"
procs 'TOY_PROC_A = 1 /* call stream=up */' | refuses 2 "cannot read 'stream=up'"
procs 'TOY_PROC_A = 1, /* call */
TOY_PROC_B = 2' | refuses 3 'TOY_PROC_B has no policy behind it'
procs 'TOY_PROC_A = 1, /* call */
TOY_PROC_B = 1 /* call */' | refuses 3 'has the number 1 of TOY_PROC_A'

refuses 2 'unknown type toy_missing' <<X
struct toy_a {
    toy_missing field;
};
X
refuses 1 'includes itself' <<X
#include "toy.x"
X
refuses 2 'cannot read nothing.x' <<X

#include "nothing.x"
X
refuses 1 'unknown constant TOY_MAX' <<X
typedef string toy_name<TOY_MAX>;
X
refuses 2 'toy_a is defined twice' <<X
struct toy_a { int x; };
struct toy_a { int y; };
X
refuses 1 'needs a length' <<X
typedef string toy_name;
X
refuses 1 "expected ;" <<X
const TOY_MAX = 3
X
refuses 2 "starts with 'program'" <<X
const TOY_MAX = 3;
program TOY { version V { void A(void) = 1; } = 1; } = 2;
X
refuses 1 'cannot read' <<X
const TOY_MAX = 3 & 4;
X
{
    echo 'struct toy_lost_args { int x; };'
    procs 'TOY_PROC_A = 1 /* call */'
} | refuses 0 'toy_lost_args belongs to no procedure'
{
    echo 'struct toy_a_msg { int x; };'
    procs 'TOY_PROC_A = 1 /* call */'
} | refuses 0 'call TOY_PROC_A has a _msg'
{
    echo 'struct toy_a_ret { int x; };'
    procs 'TOY_PROC_A = 1 /* event */'
} | refuses 0 'event TOY_PROC_A has _args or _ret'

# The same of the generator of forms.
refuses_form() {
    cat >"$work/toy.form"
    if (cd "$work" && python3 -B "$top/drivers/forms/generate.py" tables toy.form) >"$work/out" 2>"$work/err"; then
        echo "generate: accepted a form: $2"
        failed=1
    elif ! grep -qF "toy.form:$1: $2" "$work/err"; then
        echo "generate: expected 'toy.form:$1: $2', got: $(cat "$work/err")"
        failed=1
    fi
}

refuses_form 1 'neither type, part nor root' <<X
toor a
X
refuses_form 2 'the indent is not of fours' <<X
root a
  b
X
refuses_form 3 'belongs to nothing' <<X
root a
    @b string
        c
X
refuses_form 2 'there is no type strong' <<X
root a
    b strong
X
refuses_form 2 'an attribute has a type' <<X
root a
    @b
X
refuses_form 2 'cannot read c' <<X
root a
    @b string c
X
refuses_form 2 '^b is no path' <<X
root a
    b string if ^b
X
refuses_form 1 'there is no part b' <<X
root a
    +b
X
refuses_form 1 'a contains itself' <<X
part a
    +a
root b
    +a
X
{
    echo 'root a'
    for i in $(seq 65); do echo "    b$i"; done
} | refuses_form 1 'more than 64'

exit $failed
