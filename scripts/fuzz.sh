#!/bin/sh
# Feeds every target of Tests/FuzzTests with inputs that libFuzzer invents, each for as many seconds, two at a time.
# What is found stays in .build-fuzz/findings, and ends this with 1.
#
#     scripts/fuzz.sh SECONDS [TARGET…]
set -eu
seconds=$1
shift
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- request-bodies socket-frames tokens configurations journals stored-events
for target in "$@"; do
    [ -d "Tests/FuzzTests/Seeds/$target" ] || { echo "draft: there is no target $target" >&2; exit 2; }
done
scratch=.build-fuzz
findings=$scratch/findings
clang=$(dirname "$(command -v swiftc)")/clang
fuzzer=$("$clang" -print-file-name="libclang_rt.fuzzer_no_main-$(uname -m).a")

# Optimized, for more inputs a second. Every program that is linked on the way needs the counters of the instruments, so
# the archive goes to all; the tests look its driver up by name.
DRAFT_FUZZ=1 swift build --scratch-path "$scratch" --build-tests --sanitize=address \
    -Xswiftc -O -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer -Xcxx -fsanitize=fuzzer-no-link \
    -Xlinker "$fuzzer" -Xlinker --undefined=LLVMFuzzerRunDriver \
    -Xlinker --export-dynamic-symbol=LLVMFuzzerRunDriver -Xlinker -lstdc++ -Xlinker -lm

mkdir -p "$findings"
# libFuzzer ends the process before it has tidied up; and a database in memory answers sooner.
place=/tmp
[ ! -w /dev/shm ] || place=/dev/shm
TMPDIR=$(mktemp -d "$place/draft-fuzz-XXXXXX")
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 1' HUP INT TERM
# What a process has not given back when it ends is no leak.
export TMPDIR ASAN_OPTIONS=detect_leaks=0

fuzz() {
    corpus=$scratch/corpus/$1
    log=$scratch/$1.log
    mkdir -p "$corpus"
    status=0
    FUZZ_TARGET=$1 FUZZ_ARGUMENTS="$corpus Tests/FuzzTests/Seeds/$1 -dict=Tests/FuzzTests/Dictionaries/$1.dict \
        -max_total_time=$seconds -timeout=20 -rss_limit_mb=4096 -detect_leaks=0 -max_len=131072 -len_control=10 \
        -print_final_stats=1 -artifact_prefix=$findings/$1-" \
        "$scratch/debug/draftPackageTests.xctest" --testing-library swift-testing --filter libFuzzer \
        >"$log" 2>&1 || status=$?
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ "$status" -eq 0 ] && [ "${inputs:-0}" -gt 0 ]; then
        echo "draft: $1: $inputs inputs in $seconds s, nothing found"
        return 0
    fi
    echo "draft: $1: ended with $status after ${inputs:-no} inputs, see $log" >&2
    grep -m 3 'FINDING\|ERROR\|Fatal error' "$log" >&2 || tail -5 "$log" >&2
    return 1
}

failed=0
while [ $# -gt 0 ]; do
    fuzz "$1" &
    first=$!
    shift
    second=
    if [ $# -gt 0 ]; then
        fuzz "$1" &
        second=$!
        shift
    fi
    wait "$first" || failed=1
    [ -z "$second" ] || wait "$second" || failed=1
done
exit "$failed"
