#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The first comment of every source file names the licence.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$top"
failed=0
for file in configure.ac common.mk Makefile.am autogen.sh quickstart run .ci/run \
    $(find include common event protocol rpc drivers daemon client bench tests conf man -type f \
        \( -name '*.[ch]' -o -name '*.x' -o -name '*.py' -o -name '*.awk' -o -name '*.sh' -o -name '*.am' -o -name '*.def' -o -name '*.form' \
        -o -name '*.[1-8]' -o -name '*.in' -o -name '*.list' -o -name '*.service' -o -name '*.socket' \) \
        ! -name Makefile.in ! -name daemon.conf.in); do
    if ! head -n 3 "$file" | grep -q 'SPDX-License-Identifier: LGPL-2\.1-or-later'; then
        echo "spdx: $file does not say its licence in its first lines" >&2
        failed=1
    fi
done
exit $failed
