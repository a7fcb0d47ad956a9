#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The command line: what it prints for people and programs, its exit statuses, and its completion.
# Nearly all of it in this process, on test:///default.
source "$(dirname "$0")/../lib/lib.sh"
vireo=$top_builddir/client/vireo/vireo
export VIREO_DEFAULT_URI=test:///default

# ends STATUS PATTERN WORD...: the status, and a line of stdout or stderr that fits the pattern.
ends()
{
    local want=$1 pattern=$2 status=0
    shift 2
    "$vireo" "$@" >"$work/said" 2>&1 </dev/null || status=$?
    if [ $status != "$want" ] || ! grep -Eq -- "$pattern" "$work/said"; then
        wrong "'$*' ended with $status, not $want, or said nothing like '$pattern':"
        cat "$work/said" >&2
    fi
}

# expect_json EXPRESSION WORD...: true of the JSON value, called v.
expect_json()
{
    local expression=$1
    shift
    "$vireo" --json "$@" >"$work/said" ||
        wrong "'--json $*' failed"
    python3 -c 'import json, sys; v = json.load(open(sys.argv[1])); sys.exit(not eval(sys.argv[2]))' \
        "$work/said" "$expression" || {
        wrong "'--json $*' is not $expression:"
        cat "$work/said" >&2
    }
}

uuid=6695eb01-f6a4-8304-79aa-97f2502e193f
cat >"$work/odd.xml" <<'EOF'
<domain type='test'>
  <name>a "quoted" näme\</name>
  <memory unit='MiB'>64</memory>
  <os><type>hvm</type></os>
</domain>
EOF

# For people.
ends 0 '^ID +NAME +UUID +STATE$' list
ends 0 "^1 +test +$uuid +running\$" list
ends 0 '^test$' list --names
ends 0 '^name +test$' info test
ends 0 '^name +test$' info 1
ends 0 '^name +test$' info $uuid
ends 0 '<name>test</name>' xml test
ends 0 '^test: paused$' pause test
ends 0 '^test: running$' reboot test
ends 0 '^test: shut off$' stop test
ends 0 '^test: shut off$' destroy test
ends 0 '^a "quoted" näme.: shut off$' define "$work/odd.xml"
ends 0 '^memory +1 GiB$' memory test 1G
ends 0 '^memory_max +8 GiB$' memory test 1G
ends 0 '^memory +1.5 MiB$' memory test 1500K
ends 0 '^memory +500 KiB$' memory test 500K
ends 0 '^cpu_time +[0-9]+d [0-9]+h$' info test
ends 0 '^memory +3 GiB$' node
ends 0 '^test +balloon.current +2 GiB$' stats test
ends 0 '^test +block.0.capacity +1 TiB$' stats test
while read -r size kib; do
    expect_json "v['memory_kib'] == $kib" memory test "$size"
done <<'EOF'
512 524288
512M 524288
512mib 524288
1024K 1024
1.5G 1572864
1.5GiB 1572864
1GB 976563
0.1k 1
EOF
expect_json "v['memory_kib'] == 524288" setmem test 524288k
ends 0 '^live +2$' vcpus test
ends 0 '^autostart +no$' autostart test
ends 0 '^autostart +yes$' autostart test on
ends 0 '<capabilities>' capabilities
ends 0 '^cpus +16$' node
ends 0 '^hypervisor +T' version
ends 0 '^test:///default$' uri
ends 0 '^vireo [0-9]' --version
ends 0 'waiting for events' events --timeout 1

ends 0 '^1$' fault add --domain 'w*' --hang
ends 0 '^ID +PROCEDURE +DOMAIN +KIND +VALUE +COUNT +MET +HELD$' fault list
ends 0 '^0 cleared$' fault clear
ends 0 '^[0-9]+$' clock advance 60000

"$vireo" emit test control-error || wrong "'emit' does not"

# For programs.
expect_json "v == [{'id': 1, 'name': 'test', 'uuid': '$uuid', 'state': 'running'}]" list
expect_json "v == ['test']" list --names
expect_json "v == []" list --inactive
expect_json "v['persistent'] is True and v['memory_max_kib'] == 8388608" info test
expect_json "v['name'] == 'a \"quoted\" n\\u00e4me\\\\' and v['id'] is None" define "$work/odd.xml"
expect_json "v['date'] > 1000000000000" clock advance 0
expect_json "v['xml'].startswith('<domain')" xml test

ends 0 '^test +state.state +1$' stats test
expect_json "v[0]['stats']['state.state'] == 1 and v[0]['stats']['balloon.current'] == 2097152" stats

expect_json "v == {'cleared': 0}" fault clear

# Several names: each is tried, text or an array comes of those that were, the status of the first that failed.
two=(-c "test://$work/two.xml")
sed '1s/^/<node>/; $s/$/\n<domain type="test"><name>web<\/name><memory>65536<\/memory><os><type>hvm<\/type><\/os><\/domain><\/node>/' \
    "$work/odd.xml" >"$work/two.xml"
ends 0 '^web: paused$' "${two[@]}" pause 1 web
ends 3 '^web: paused$' "${two[@]}" pause wbe web
ends 0 '^name +web$' "${two[@]}" info 2 web
expect_json "[x['name'] for x in v] == ['web', 'web']" "${two[@]}" info web 2
expect_json "[x['name'] for x in v] == ['web', 'web'] and v[0]['xml'] == v[1]['xml']" "${two[@]}" xml web 2
expect_json "[x['name'] for x in v] == ['a \"quoted\" näme\\\\', 'web']" "${two[@]}" stats 1 web
sed 's/a "quoted" näme./sql/' "$work/odd.xml" >"$work/sql.xml"
expect_json "[x['name'] for x in v] == ['a \"quoted\" näme\\\\', 'sql']" define "$work/odd.xml" "$work/sql.xml"

# What ends with the connection is said to, on stderr; what stays is not.
ends 0 "^vireo: 'sql' is gone already" define "$work/odd.xml" "$work/sql.xml"
"$vireo" --json define "$work/sql.xml" 2>"$work/stderr" | python3 -m json.tool >"$work/said" || wrong 'no JSON'
grep -q "^vireo: 'sql' is gone already" "$work/stderr" || wrong 'with --json nobody tells that it is gone'
start_vireod 'test_keep_world = 0'
ends 0 "^vireo: 'sql' is gone already" -c "$uri" create "$work/sql.xml"
stop_daemon
start_vireod 'test_keep_world = 1'
ends 0 '^sql: shut off$' -c "$uri" define "$work/sql.xml"
! grep -q gone "$work/said" || wrong "of a domain that stays it says: $(cat "$work/said")"
ends 0 '^sql$' -c "$uri" list --all --names
stop_daemon

# Colour is for a terminal, and for who wants it; JSON has none.
on_terminal()
{
    python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
        env -u NO_COLOR TERM=xterm "$@" >"$work/said" </dev/null || true
}
coloured()
{
    grep -q $'\033' "$work/said"
}
need python3 python3
on_terminal "$vireo" list --all
grep -q $'running\033\\[0m' "$work/said" || wrong "no colour: $(cat -v "$work/said")"
grep -q $'^\033\\[1mID\033\\[0m' "$work/said" || wrong "a table without bold heads: $(cat -v "$work/said")"
on_terminal "$vireo" quux
grep -q $'\033\\[31mvireo:\033\\[0m no command' "$work/said" || wrong "an error without colour: $(cat -v "$work/said")"
on_terminal "$vireo" --json list
! coloured || wrong 'JSON is coloured'
on_terminal NO_COLOR=1 "$vireo" list
! coloured || wrong 'coloured with NO_COLOR'
on_terminal TERM=dumb "$vireo" list
! coloured || wrong 'coloured with TERM=dumb'
TERM=xterm "$vireo" list >"$work/said"
! coloured || wrong 'coloured in a file'

# Exit statuses.
ends 1 'read.only' --readonly stop test
ends 1 '/nonexistent' define /nonexistent
ends 1 '0 of 1 events' events --count 1 --timeout 1
ends 2 'no command given'
ends 2 "no command 'lits'" lits
ends 2 "unknown option '--al1'" list --al1
ends 2 'usage: vireo list$' list test
ends 2 'usage: vireo info NAME' info
ends 2 "try 'vireo list --all', which shows the names" info
ends 2 "try 'vireo help clock'" clock
ends 2 'no size' memory test 1GX
ends 2 'no size' memory test -- -1
ends 2 'no size' memory test 1.G
ends 2 "'setmem 512' is KiB for virsh and MiB here: '512K' or '512M'" setmem test 512
ends 2 'no number' vcpus test 0
ends 2 "not 'maybe'" autostart test maybe
ends 2 '--count' events --count 0
ends 1 'no fault 7' fault clear 7
ends 1 'read.only' --readonly fault list
ends 2 'a fault is one of' fault add --domain web
ends 2 'a fault is one of' fault add --hang --delay 5
ends 2 'takes a number' fault add --delay soon
ends 2 'usage: vireo fault' fault remove
ends 1 "lacks its 'path'" emit test io-error
ends 1 "try 'vireo emit NAME io-error path=PATH alias=ALIAS action=none\|pause\|report'" emit test io-error
ends 1 "try 'vireo emit NAME watchdog action=" emit test watchdog actoin=pause
ends 1 "'action=explode' makes no sense" emit test io-error action=explode
ends 1 'read.only' --readonly emit test control-error
ends 2 "no event 'lifecycle'" emit test lifecycle
ends 2 'usage: vireo emit NAME EVENT' emit test
ends 3 "'wbe'" emit wbe control-error
ends 2 'usage: vireo clock' clock advance
ends 2 'usage: vireo clock' clock stop 5
ends 2 'no number' clock advance soon
ends 1 'read.only' --readonly clock advance 1
ends 3 "'wbe'" start wbe
ends 3 "'vireo list --all' shows them" start wbe

# Errors name the next command.
ends 1 "try 'vireo reboot test'" start test
ends 1 "try 'vireo memory --max --config test \.\.\.'" memory test 99G
ends 1 "try 'vireo vcpus --max --config test \.\.\.'" vcpus test 99
ends 1 'try without --readonly' --readonly stop test
cat >"$work/off.xml" <<'EOF'
<node><domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>off</name><memory>65536</memory><os><type>hvm</type></os><test:runstate>5</test:runstate>
</domain><domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>held</name><memory>65536</memory><os><type>hvm</type></os><test:runstate>3</test:runstate>
</domain><domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>o f</name><uuid>5695eb01-f6a4-8304-79aa-97f2502e1930</uuid><memory>65536</memory><os><type>hvm</type></os>
  <test:runstate>5</test:runstate><test:hasmanagedsave>1</test:hasmanagedsave>
</domain></node>
EOF
for command in stop shutdown reboot reset pause resume save 'memory --live' 'vcpus --live' emit; do
    read -ra words <<<"$command off"
    case $command in memory*) words+=(64M) ;; vcpus*) words+=(1) ;; emit) words+=(control-error) ;; esac
    ends 1 "^vireo: try 'vireo start off'" -c "test://$work/off.xml" "${words[@]}"
done
ends 1 "try 'vireo resume held'" -c "test://$work/off.xml" start held
ends 1 "try 'vireo start 5695eb01-f6a4-8304-79aa-97f2502e1930'" -c "test://$work/off.xml" stop 'o f'
ends 1 "try 'vireo undefine --managed-save 5695" -c "test://$work/off.xml" undefine 'o f'
ends 4 "try 'vireo uri'" -c test list
ends 4 "try '(sudo )?systemctl start vireod.socket' or 'vireod --daemon'" -c vireo:///system?socket=/nowhere list

# A word that is nearly right is told.
ends 2 "no command 'lsit'; did you mean 'list'" lsit
ends 2 "no command 'dumpxm'; did you mean 'dumpxml'" help dumpxm
ends 2 "no command 'quux'; 'vireo help'" quux
ends 2 "option '--inactve'; did you mean '--inactive'" list --inactve
ends 2 "option '--jsn=1'; did you mean '--json'" --jsn=1 list
ends 2 "option '--quux'; 'vireo help" list --quux
ends 3 "'tets'; did you mean 'test'" info tets
ends 2 "event 'watchdg' comes on demand; did you mean 'watchdog'" emit test watchdg
ends 4 '.' -c "test+unix:///default?socket=$work/nobody" list
"$vireo" list >/dev/full 2>/dev/null && wrong "a full disk looks like success"

# Every command has its help and its place in the manual.
for command in $("$vireo" help --names); do
    ends 0 "^usage: vireo $command" help "$command"
    grep -Eq "^\.(BI?|BR) .*\\b$command\\b" "$top_srcdir/man/vireo.1" || [ "$command" = help ] ||
        wrong "vireo.1 does not tell of $command"
    for option in $("$vireo" help --options "$command"); do
        grep -qF -- "${option//-/\\-}" "$top_srcdir/man/vireo.1" || [ "$command" = help ] ||
            wrong "vireo.1 does not tell of $command's $option"
    done
done

# complete WORD...: what bash offers for the last word.
complete_words()
{
    # shellcheck disable=SC2016
    PATH="$top_builddir/client/vireo:$PATH" bash -c '
        source "$1"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _vireo
        printf "%s\n" "${COMPREPLY[@]}"' bash "$top_srcdir/conf/completion/vireo" vireo "$@"
}
[ "$(complete_words sta)" = $'stats\nstart' ] || wrong "completes 'sta' to: $(complete_words sta)"
[ "$(complete_words list --na)" = --names ] || wrong "completes 'list --na' to: $(complete_words list --na)"
[ "$(complete_words info te)" = test ] || wrong "completes 'info te' to: $(complete_words info te)"
[ "$(complete_words -c test : ///default info te)" = test ] || wrong "completes no domain after -c URI"
[ "$(complete_words fault cl)" = clear ] || wrong "completes 'fault cl' to: $(complete_words fault cl)"
[ "$(complete_words emit test io)" = $'io-error\nio-error-reason' ] || wrong "completes 'emit test io' otherwise"
[ "$(complete_words clock a)" = advance ] || wrong "completes 'clock a' to: $(complete_words clock a)"
[ "$(complete_words autostart test o)" = $'on\noff' ] || wrong "completes 'autostart test o' otherwise"
# completes WANTED WORD...: the candidates, with a blank between them.
completes()
{
    local wanted=$1 got
    shift
    got=$(complete_words "$@" | LC_ALL=C sort)
    [ "${got//$'\n'/ }" = "$wanted" ] || wrong "completes '$*' to: $got"
}
completes '' quux te
completes test start test te
completes test emit te
completes test -r info te
completes test -c test : ///default stop test te
completes '' -c test : ///nowhere info te
completes test --json --connect = test : ///default info te
completes test events --count 3 te
completes '--connect --count' events --co
completes '' events --count ''
completes '///default' -c test : ///d
completes 'action= alias= path= reason=' emit test io-error-reason ''
completes 'none' emit test io-error action = n
completes 'connected disconnected' emit test agent-lifecycle state =
completes '' help list li
completes 'list' help li
(
    cd "$work" || exit
    completes 'odd.xml off.xml' define o
    completes 'odd.xml off.xml' define odd.xml o
    completes 'odd.xml off.xml' save test o
)

finish
