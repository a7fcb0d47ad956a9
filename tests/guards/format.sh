#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every C file has the layout of .clang-format, as version 14 understands it. `make format` applies it.
set -eu

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
for tool in clang-format-14 clang-format; do
    if command -v $tool >/dev/null && $tool --version | grep -q 'version 14\.'; then
        cd "$top"
        exec find include common event protocol rpc drivers daemon client bench tests \
            -name '*.[ch]' -exec $tool --dry-run --Werror {} +
    fi
done
echo "format: clang-format 14 is missing (Debian: apt install clang-format-14)"
exit 77
