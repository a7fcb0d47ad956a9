#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What Debian's virsh gets of a guest, its sleep, its images and the host's memory where libvirt's
# own test driver has nothing to compare it with.
source "${top_srcdir:?}/tests/lib/lib.sh"
need virsh libvirt-clients
start_vireod

echo 'ssh-rsa AAAA me@here' >"$work/key"
echo 'ssh-rsa BBBB you@there' >"$work/other"

# says PATTERN COMMANDS: one virsh runs the commands in one world.
says()
{
    expect "$1" virsh -k 0 -c "$uri" "$2"
}

says 'hostname *: testhost' 'guestinfo test --hostname'
says 'fs.1.mountpoint *: /boot' 'guestinfo test'
says 'offlinable *: 0-1' 'guestvcpus test'
says 'online *: 0$' 'guestvcpus test --disable --cpulist 1; guestvcpus test'
says 'stays on line' 'guestvcpus test --disable --cpulist 0'
says 'has no vcpu 9' 'guestvcpus test --enable --cpulist 9'
says 'AAAA me@here' "set-user-sshkeys test root --file $work/key; get-user-sshkeys test root"
says 'BBBB' "set-user-sshkeys test root --file $work/key; \
    set-user-sshkeys test root --file $work/other; get-user-sshkeys test root"
says 'pmsuspended' 'dompmsuspend test mem; domstate test'
says 'running (event wakeup)' 'dompmsuspend test mem; dompmwakeup test; domstate test --reason'
says 'shut off (shutdown)' 'dompmsuspend test disk; domstate test --reason'
says 'does not sleep' 'dompmwakeup test'
says '<stats period=.7.' 'dommemstat test --period 7; dumpxml test'
says '<stats period=.7.' 'dommemstat test --period 7 --config; dumpxml test --inactive'
says '<name>test</name>' 'managedsave test; managedsave-dumpxml test'
says 'has no managed save image' 'managedsave-dumpxml test'
says '2048KiB: 5' 'allocpages 2048 5; freepages --cellno 1 --pagesize 2048'
says '4KiB: 524288' 'freepages --cellno 0 --pagesize 4'
says 'has no pages of' 'freepages --cellno 0 --pagesize 7'
says 'shm_pages_to_scan 7' 'node-memory-tune --shm-pages-to-scan 7; node-memory-tune'
says 'total *: *2097152' 'nodememstats 0'
says 'Penryn' 'cpu-models x86_64'
says 'no architecture' 'cpu-models pdp11'
says 'block.0.path=/guest/diskimage1' 'domstats --block'
says 'net.0.rx.bytes=' 'domstats --interface'
says 'iothread.3.poll-max-ns=9' 'iothreadadd test 3; iothreadset test 3 --poll-max-ns 9; domstats --iothread'
says 'perf.cmt=' 'perf test --enable cmt; domstats --perf'
says 'balloon.rss=' 'domstats --balloon'
expect 'XML can not hold' virsh -c "$uri" desc test $'a\001b'
expect 'XML can not hold' virsh -c "$uri" blkdeviotune test vda --group-name $'a\001b' --total-bytes-sec 1
says 'x-portable-pixmap' "screenshot test $work/shot"
says 'has one screen' "screenshot test $work/shot --screen 1"
says 'is not running' "destroy test; screenshot test $work/shot"
[ "$(head -c 2 "$work/shot")" = P6 ] || wrong "the screen is no picture"
finish
