#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The shipped daemon.conf and its manual page say what the daemon's table of settings says: keys,
# types, defaults, ranges. The file can be read with every key taken in; a wrong key, type or range is
# refused with file, line and key.
set -eu
: "${top_builddir:?}"
vireod=$top_builddir/daemon/vireod
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$vireod" --print-config >"$dir/printed"
diff -u "$top_builddir/conf/daemon.conf" "$dir/printed"

# Of each key, a line: default, range, whether a reload applies it.
awk '/^# / { said = said " " substr($0, 3) }
    /^#[a-z]/ {
        match(said, /((From -?[0-9]+ to -?[0-9]+|0 or 1)\.)?( \[reload\])?$/)
        print substr($0, 2) " |" substr(said, RSTART)
        said = ""
    }' "$dir/printed" >"$dir/keys"
sed 's/\\-/-/g' "$top_builddir/man/daemon.conf.5" | awk '
    key != "" {
        sub(/ ?Reloadable\.$/, " [reload]")
        match($0, /((From -?[0-9]+ to -?[0-9]+|0 or 1)\.)?( \[reload\])?$/)
        print key " |" substr($0, RSTART)
        key = ""
    }
    /^\\fB[a-z_]+\\fR = / { key = $0; gsub(/\\f[A-Z]/, "", key) }' >"$dir/page"
diff -u "$dir/keys" "$dir/page"
[ "$(wc -l <"$dir/keys")" -gt 20 ]

# A wrong value behind all keys ends the daemon after it has read the others.
refused() { # TEXT, what the error says
    printf '%s\n' "$1" >"$dir/conf"
    if "$vireod" --config "$dir/conf" 2>"$dir/error"; then
        echo "accepted: $1" >&2
        exit 1
    fi
    grep -qF "$2" "$dir/error" || {
        echo "'$1' should say '$2', says:" >&2
        cat "$dir/error" >&2
        exit 1
    }
}
all=$(sed -n 's/^#\([a-z_]* = .*\)/\1/p' "$dir/printed")
refused "$all
listen_tls = 'x'" "$dir/conf:$(($(printf '%s\n' "$all" | wc -l) + 1)): key 'listen_tls'"
refused 'max_workers = "20"' "$dir/conf:1: key 'max_workers'"
refused 'max_workers = 0' "$dir/conf:1: key 'max_workers'"
refused 'unix_sock_dir = 5' "$dir/conf:1: key 'unix_sock_dir'"
refused 'unix_sock_dir = ["/a"]' "$dir/conf:1: key 'unix_sock_dir'"
refused 'unix_sock_rw_perms = "0888"' "$dir/conf:1: key 'unix_sock_rw_perms'"
refused 'auth_unix_rw = "tls"' "$dir/conf:1: key 'auth_unix_rw'"
refused 'sasl_allowed_username_list = "joe"' "$dir/conf:1: key 'sasl_allowed_username_list'"
refused 'log_filters = "7:x"' "key 'log_filters'"
refused 'log_outputs = "1:file:x"' "key 'log_outputs'"
refused 'max_workers = ' "$dir/conf:"
