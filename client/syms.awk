# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes a linker's version script of lists of symbols, a symbol and its node a line. With nodes=REGEX
# only what stands in such nodes is shown; everything else is hidden.
/^#/ || (nodes && $2 !~ nodes) { next }
!($2 in symbols) { order[++n] = $2 }
{ symbols[$2] = symbols[$2] "        " $1 ";\n" }
END {
    for (i = 1; i <= n; i++)
        print order[i] " {\n    global:\n" symbols[order[i]] "};"
    print "VIREO_HIDDEN {\n    local:\n        *;\n};"
}
