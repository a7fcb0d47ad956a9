#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the fuzzers with clang and its sanitizers, and runs each for some seconds.
#
#     run.sh [SECONDS]          5 unless told
#
# The build and the corpora, which grow with each run, stay in build/fuzz. A crash is an exit
# status of 1; the input that makes it is in build/fuzz/found and is run again first.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-5}
fuzzers=(fuzz_codec fuzz_conf fuzz_frame fuzz_xml)
declare -A corpus_of=([fuzz_codec]=frames [fuzz_conf]=conf [fuzz_frame]=frames [fuzz_xml]=xml)

for tool in clang python3; do
    command -v $tool >/dev/null || {
        echo "skipped: $tool is missing (Debian: $tool)"
        exit 77
    }
done
[ -x configure ] || ./autogen.sh >/dev/null
mkdir -p build/fuzz/found
cd build/fuzz
log=$PWD/build.log
build()
{
    [ -f Makefile ] || ../../configure --enable-fuzzers --enable-sanitizer=address CC="${CC:-clang}"
    for folder in common event protocol rpc drivers; do
        make -j"$(nproc)" -C $folder
    done
    make -j"$(nproc)" -C tests "${fuzzers[@]/#/fuzz/}"
}
build >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    exit 1
}
python3 ../../tests/fuzz/corpus.py ../../tests corpus

for fuzzer in "${fuzzers[@]}"; do
    tests/fuzz/"$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 \
        -artifact_prefix=found/ "corpus/${corpus_of[$fuzzer]}" found >"$fuzzer.log" 2>&1 || {
        tail -n 40 "$fuzzer.log" >&2
        echo "$fuzzer failed; the input is in build/fuzz/found" >&2
        exit 1
    }
    echo "$fuzzer: $(sed -n 's/^Done \(.*\)/\1/p' "$fuzzer.log")"
done
