#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes ./configure from a clean clone. A release tarball brings it along.
set -eu
cd "$(dirname "$0")"
command -v autoreconf >/dev/null || {
    echo "autogen.sh: autoreconf is missing (Debian: apt install autoconf automake libtool)" >&2
    exit 1
}
exec autoreconf --install --force
