#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The direction of includes is the architecture: a room includes itself and the floors below it, by
# path from the top; daemon/ and client/ never meet; the command line is a program like anybody's.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$top"

find include common event protocol rpc drivers daemon client bench tests \
    -name '*.[ch]' -exec grep -nH '^[[:space:]]*#[[:space:]]*include' {} + |
    awk '
    BEGIN {
        floor["include"] = 0; floor["common"] = 1; floor["event"] = 2; floor["protocol"] = 3
        floor["rpc"] = 4; floor["drivers"] = 5; floor["daemon"] = 6; floor["client"] = 6
        floor["bench"] = 7; floor["tests"] = 7
    }
    function wrong(why) {
        print "includes-point-down: " $0 "  (" why ")" > "/dev/stderr"
        bad = 1
    }
    {
        n++
        split($0, part, ":")
        file = part[1]
        room = file; sub("/.*", "", room)
        if (match($0, /<(libvirt|vireo)\//))
            next
        if (!match($0, /"[^"]+"/))
            next
        target = substr($0, RSTART + 1, RLENGTH - 2)
        if (target == "config.h") {
            if (room == "include")
                wrong("a public header cannot know how we were configured")
            next
        }
        if (target !~ /\//) {
            wrong("name it by its path from the top")
            next
        }
        below = target; sub("/.*", "", below)
        if (!(below in floor))
            wrong("no room is called " below)
        else if (room == "include")
            wrong("a public header includes only public headers")
        else if (below != room && floor[below] >= floor[room])
            wrong(room " stands below or beside " below)
        else if (file ~ /^client\/vireo\// && target !~ /^(client\/vireo\/|common\/cleanup\.h$)/)
            wrong("the command line uses the public API only")
    }
    END {
        if (n == 0) {
            print "includes-point-down: no include found at all" > "/dev/stderr"
            bad = 1
        }
        exit bad
    }'
