#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The direction of includes is the architecture: a room includes itself and the floors below it, by
# path from the top; those beside each other never meet: daemon/ and client/, hypervisors, families of
# objects. What stands above drivers/ knows their contract and no driver; the command line is a program
# like anybody's.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$top"

rooms='include common event protocol rpc launcher drivers daemon client bench tests'
for room in $rooms; do
    [ ! -d "$room" ] || set -- "$@" "$room"
done
find "$@" -name '*.[ch]' -exec grep -nH '^[[:space:]]*#[[:space:]]*include' {} + |
    awk '
    BEGIN {
        n_floors = split("include; common; event; protocol; rpc; launcher; drivers; drivers/xml; drivers/object drivers/forms;" \
            "drivers/domain drivers/cpu;" \
            "drivers/network drivers/storage drivers/nodedev drivers/interface drivers/secret drivers/nwfilter" \
            " drivers/node; drivers/machine; drivers/test drivers/qemu; drivers/registry; daemon client; bench tests",
            floors, ";")
        for (i = 1; i <= n_floors; i++) {
            n_rooms = split(floors[i], rooms, " ")
            for (k = 1; k <= n_rooms; k++)
                floor[rooms[k]] = i
        }
    }
    # The room of a path. In drivers/ each folder is one, and so is the list of all drivers.
    function room_of(path,    part) {
        split(path, part, "/")
        if (part[1] != "drivers")
            return part[1]
        if (part[2] ~ /^registry\.[ch]$/)
            return "drivers/registry"
        return part[3] == "" ? part[1] : part[1] "/" part[2]
    }
    function wrong(why) {
        print "includes-point-down: " $0 "  (" why ")" > "/dev/stderr"
        bad = 1
    }
    {
        n++
        split($0, part, ":")
        file = part[1]
        room = room_of(file)
        if (!(room in floor))
            wrong("no floor is said for " room)
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
        below = room_of(target)
        if (!(below in floor))
            wrong("no room is called " below)
        else if (room == "include")
            wrong("a public header includes only public headers")
        else if (below != room && floor[below] >= floor[room])
            wrong(room " stands below or beside " below)
        else if (room ~ /^(daemon|client)$/ && below ~ /^drivers\// && below != "drivers/registry")
            wrong("above drivers/, no driver is known by name")
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
