#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The generator of the public functions refuses what it does not understand, and names the
# line; each line of every .api file is one function that the library exports.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

generate() {
    (cd "$work" && python3 -B "$top/client/generate/generate.py" --protocol "$top/protocol" \
        --headers "$top/include" --objects "$top/client/core/objects.def" "$1")
}

# refuses WORDS LINE: the line, after a first that is right, is refused with those words.
refuses() {
    printf 'from VIR_FROM_DOM\n%s\n' "$2" >"$work/toy.api"
    if generate toy.api >"$work/out" 2>"$work/err"; then
        echo "api-generator: accepted: $2"
        failed=1
    elif ! grep -qF 'toy.api:2:' "$work/err" || ! grep -qF "$1" "$work/err"; then
        echo "api-generator: expected 'toy.api:2: ... $1' for '$2', got: $(cat "$work/err")"
        failed=1
    fi
}

printf 'from VIR_FROM_DOM\nvirDomainSave DOMAIN_SAVE\n' >"$work/toy.api"
generate toy.api | grep -q 'api_may_write(conn, VIR_FROM_DOM, "virDomainSave")'

refuses 'neither from, program, nor a function' 'save DOMAIN_SAVE'
refuses 'no public header declares virDomainMissing' 'virDomainMissing DOMAIN_SAVE'
refuses 'remote.x has no procedure DOMAIN_MISSING' 'virDomainSave DOMAIN_MISSING'
refuses 'nothing to do with the parameter const char* to' 'virDomainSave DOMAIN_SUSPEND'
refuses 'nobody knows the argument xml' 'virDomainSuspend DOMAIN_ATTACH_DEVICE'
refuses 'nobody knows the result type' 'virDomainSuspend DOMAIN_GET_OS_TYPE'
refuses 'virDomainSave has no parameter path' 'virDomainSave DOMAIN_SAVE path=to'
refuses "cannot read the word 'to&'" 'virDomainSave DOMAIN_SAVE to&'
refuses 'to may be NULL, but to must be there' 'virDomainSave DOMAIN_SAVE to?'
refuses 'DOMAIN_SAVE takes no flags' 'virDomainSave DOMAIN_SAVE flags:=0'
refuses 'DOMAIN_GET_STATE has no field answer' 'virDomainGetState DOMAIN_GET_STATE return=answer'
refuses 'has no remote_nonnull_domain' 'virDomainLookupByName NETWORK_LOOKUP_BY_NAME'
refuses 'unknown word =reference' 'virDomainRef =reference'
refuses 'remote_nonnull_domain has no title' 'virDomainGetName =field title'

cat "$top"/client/api/*.api | sed -n 's/^\(vir[A-Za-z]*\) .*/\1/p' | sort >"$work/described"
sed -n 's/^\(vir[A-Za-z]*\) .*/\1/p' "$top/client/libvireo.syms.list" | sort >"$work/exported"
uniq -d "$work/described" >"$work/twice"
comm -23 "$work/described" "$work/exported" >"$work/hidden"
for list in twice hidden; do
    [ ! -s "$work/$list" ] || { echo "api-generator: $list:"; cat "$work/$list"; failed=1; }
done

exit $failed
