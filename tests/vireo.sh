#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The command line: what it prints for people and programs, its exit statuses, and its completion.
# All of it in this process, on test:///default; quickstart and the wire's own tests use a daemon.
set -euo pipefail

top=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
build=${top_builddir:-$top/build}
vireo=$build/client/vireo/vireo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export VIREO_DEFAULT_URI=test:///default
failed=0

wrong()
{
    echo "vireo: $*" >&2
    failed=1
}

# expect STATUS PATTERN WORD...: the status, and a line of stdout or stderr that fits the pattern.
expect()
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
expect 0 '^ID +NAME +UUID +STATE$' list
expect 0 "^1 +test +$uuid +running\$" list
expect 0 '^test$' list --names
expect 0 '^name +test$' info test
expect 0 '^name +test$' info 1
expect 0 '^name +test$' info $uuid
expect 0 '<name>test</name>' xml test
expect 0 '^test: paused$' pause test
expect 0 '^test: running$' reboot test
expect 0 '^test: shut off$' stop test
expect 0 '^test: shut off$' destroy test
expect 0 '^a "quoted" näme.: shut off$' define "$work/odd.xml"
expect 0 '^memory_kib +1048576$' memory test 1G
expect 0 '^live +2$' vcpus test
expect 0 '^autostart +no$' autostart test
expect 0 '^autostart +yes$' autostart test on
expect 0 '<capabilities>' capabilities
expect 0 '^cpus +16$' node
expect 0 '^hypervisor +T' version
expect 0 '^test:///default$' uri
expect 0 '^vireo [0-9]' --version
expect 0 'waiting for events' events --timeout 1

expect 0 '^1$' fault add --domain 'w*' --hang
expect 0 '^ID +PROCEDURE +DOMAIN +KIND +VALUE +COUNT +MET +HELD$' fault list
expect 0 '^0 cleared$' fault clear

# For programs.
expect_json "v == [{'id': 1, 'name': 'test', 'uuid': '$uuid', 'state': 'running'}]" list
expect_json "v == ['test']" list --names
expect_json "v == []" list --inactive
expect_json "v['persistent'] is True and v['memory_max_kib'] == 8388608" info test
expect_json "v['name'] == 'a \"quoted\" n\\u00e4me\\\\' and v['id'] is None" define "$work/odd.xml"
expect_json "v['xml'].startswith('<domain')" xml test

if [[ $("$vireo" stats 2>&1) == 'vireo: Not supported'* ]]; then
    echo "vireo: the in-memory hypervisor has no statistics yet, so 'stats' was not tried"
else
    expect 0 '^test +state.state +1$' stats test
    expect_json "v[0]['stats']['state.state'] == 1" stats
fi

# Exit statuses.
expect 1 'read.only' --readonly stop test
expect 1 '/nonexistent' define /nonexistent
expect 1 '0 of 1 events' events --count 1 --timeout 1
expect 2 'no command given'
expect 2 "no command 'lits'" lits
expect 2 "unknown option '--al1'" list --al1
expect 2 'usage: vireo list$' list test
expect 2 'usage: vireo info NAME' info
expect 2 'no size' memory test 1GB
expect 2 'no number' vcpus test 0
expect 2 "not 'maybe'" autostart test maybe
expect 2 '--count' events --count 0
expect 1 'no fault 7' fault clear 7
expect 1 'read.only' --readonly fault list
expect 2 'a fault is one of' fault add --domain web
expect 2 'a fault is one of' fault add --hang --delay 5
expect 2 'takes a number' fault add --delay soon
expect 2 'usage: vireo fault' fault remove
expect 3 "'wbe'" start wbe
expect 4 '.' -c "test+unix:///default?socket=$work/nobody" list
"$vireo" list >/dev/full 2>/dev/null && wrong "a full disk looks like success"

# Every command has its help and its place in the manual.
for command in $("$vireo" help --names); do
    expect 0 "^usage: vireo $command" help "$command"
    grep -Eq "^\.(BI?|BR) .*\\b$command\\b" "$top/man/vireo.1" || [ "$command" = help ] ||
        wrong "vireo.1 does not tell of $command"
    for option in $("$vireo" help --options "$command"); do
        grep -qF -- "${option//-/\\-}" "$top/man/vireo.1" || [ "$command" = help ] ||
            wrong "vireo.1 does not tell of $command's $option"
    done
done

# complete WORD...: what bash offers for the last word.
complete_words()
{
    # shellcheck disable=SC2016
    PATH="$build/client/vireo:$PATH" bash -c '
        source "$1"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _vireo
        printf "%s\n" "${COMPREPLY[@]}"' bash "$top/conf/completion/vireo" vireo "$@"
}
[ "$(complete_words sta)" = $'stats\nstart' ] || wrong "completes 'sta' to: $(complete_words sta)"
[ "$(complete_words list --na)" = --names ] || wrong "completes 'list --na' to: $(complete_words list --na)"
[ "$(complete_words info te)" = test ] || wrong "completes 'info te' to: $(complete_words info te)"
[ "$(complete_words -c test : ///default info te)" = test ] || wrong "completes no domain after -c URI"
[ "$(complete_words fault cl)" = clear ] || wrong "completes 'fault cl' to: $(complete_words fault cl)"
[ "$(complete_words autostart test o)" = $'on\noff' ] || wrong "completes 'autostart test o' otherwise"

exit $failed
