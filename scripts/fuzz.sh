#!/bin/sh
# Feeds every target of Tests/FuzzTests with inputs that libFuzzer invents, each for as many seconds, two at a time.
# What is found stays in .build-fuzz/findings, and ends this with 1.
#
#     scripts/fuzz.sh SECONDS [TARGET…]
set -eu
seconds=$1
shift
[ $# -gt 0 ] || set -- request-bodies socket-frames tokens configurations journals stored-events
scratch=.build-fuzz
findings=$scratch/findings
clang=$(dirname "$(command -v swiftc)")/clang
fuzzer=$("$clang" -print-file-name="libclang_rt.fuzzer_no_main-$(uname -m).a")

# Optimized, for more inputs a second. Every program that is linked on the way needs the counters of the instruments, so
# the archive goes to all; the tests look its driver up by name.
DRAFT_FUZZ=1 swift build --scratch-path "$scratch" --build-tests --sanitize=address \
    -Xswiftc -O -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer -Xcxx -fsanitize=fuzzer-no-link \
    -Xlinker "$fuzzer" -Xlinker --undefined=LLVMFuzzerRunDriver -Xlinker --export-dynamic -Xlinker -lstdc++ -Xlinker -lm

mkdir -p "$findings"
# Leaks of a process that is about to end are none, and a database in memory answers sooner.
export ASAN_OPTIONS=detect_leaks=0
[ ! -d /dev/shm ] || export TMPDIR=/dev/shm
run() {
    corpus=$scratch/corpus/$1
    mkdir -p "$corpus"
    if FUZZ_TARGET=$1 FUZZ_ARGUMENTS="$corpus Tests/FuzzTests/Seeds/$1 -dict=Tests/FuzzTests/Dictionaries/$1.dict \
        -max_total_time=$seconds -timeout=20 -rss_limit_mb=4096 -detect_leaks=0 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix=$findings/$1-" \
        "$scratch/debug/draftPackageTests.xctest" --testing-library swift-testing --filter libFuzzer \
        >"$scratch/$1.log" 2>&1; then
        echo "draft: $1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/$1.log") inputs, nothing found"
    else
        echo "draft: $1: something was found, see $scratch/$1.log" >&2
        grep -m 3 'FINDING\|ERROR\|Fatal error' "$scratch/$1.log" >&2 || tail -5 "$scratch/$1.log" >&2
        return 1
    fi
}

failed=0
while [ $# -gt 0 ]; do
    run "$1" &
    first=$!
    shift
    second=
    if [ $# -gt 0 ]; then
        run "$1" &
        second=$!
        shift
    fi
    wait "$first" || failed=1
    [ -z "$second" ] || wait "$second" || failed=1
done
exit "$failed"
