# SPDX-License-Identifier: LGPL-2.1-or-later
# Writes the keys of conf/daemon.conf, which a test holds to daemon/config/settings.def, as roff:
#
#     ## TITLE           a heading
#     # MEANING ...      what the next key means; its last line may be a range and [reload]
#     #KEY = DEFAULT     a key
#
# The comment before the first heading is for readers of that file.

function escape(text)
{
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    return text
}

/^## / {
    seen = 1
    print ".SS " escape(substr($0, 4))
    next
}
/^# / && seen {
    meaning = meaning (meaning == "" ? "" : " ") substr($0, 3)
    next
}
/^#[a-z_]+ = / {
    reload = sub(/ *\[reload\]$/, "", meaning)
    at = index($0, " = ")
    print ".TP"
    print "\\fB" substr($0, 2, at - 2) "\\fR = \\fI" escape(substr($0, at + 3)) "\\fR"
    print "\\&" escape(meaning) (reload ? " Reloadable." : "")
    meaning = ""
    next
}
/^./ && seen {
    print "keys.awk: line " NR " is neither comment nor key: " $0 > "/dev/stderr"
    exit 1
}
