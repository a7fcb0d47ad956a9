#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A file that README, ARCHITECTURE or a comment names by its path from the top is there.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$top"

rooms='bench|client|common|conf|daemon|drivers|event|include|protocol|rpc|tests'
find README.md ARCHITECTURE.md bench client common conf daemon drivers event include protocol rpc tests \
    -type f \( -name '*.[ch]' -o -name '*.md' -o -name '*.py' -o -name '*.x' -o -name '*.def' \) \
    -exec grep -noE "(^|[^[:alnum:]_./<-])($rooms)(/[[:alnum:]_-]+)+\.(api|c|def|h|list|py|sh|table|x)\b" {} + |
    grep -v /FAMILY |
    sed 's/[^[:alnum:]_./-]*\([[:alnum:]_./-]*\)$/ \1/' | {
    bad=0
    n=0
    while read -r where path; do
        n=$((n + 1))
        [ -e "$path" ] || [ -e "${top_builddir:-build}/$path" ] || {
            echo "docs-paths: $where names $path, which is not there" >&2
            bad=1
        }
    done
    [ "$n" -gt 100 ] || {
        echo "docs-paths: only $n paths found" >&2
        bad=1
    }
    exit $bad
}
