#!/bin/sh
# compare.sh BUILD: R's spdep first, then ours, on this machine; writes docs/benchmarks.md. About ten minutes.
set -eu
build=${1:-build/release}
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${SAFEGROUND_SHARED_DATA:-$root/../shared/data}
cmake --build "$root/$build" --target bench_stats
peers=$(mktemp)
trap 'rm -f "$peers"' EXIT
Rscript "$root/tests/bench/peers.R" "$data" "$peers"
{
    cat "$root/tests/bench/preface.md"
    printf 'Measured on %s, %s cores; g++ %s, R %s, spdep %s.\n\n' "$(date +%F)" "$(nproc)" "$(g++ -dumpfullversion)" \
        "$(Rscript -e 'cat(as.character(getRversion()))')" "$(Rscript -e 'cat(as.character(packageVersion("spdep")))')"
    "$root/$build/bin/bench_stats" "$peers"
} > "$root/docs/benchmarks.md"
cat "$root/docs/benchmarks.md"
