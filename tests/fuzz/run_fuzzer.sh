#!/usr/bin/env bash
# Lets one libFuzzer target run for a while and says how far it came. An input that breaks the
# parser is kept in ./crashes, and the exit status is then not 0.
# usage: run_fuzzer.sh TARGET SECONDS SEEDS_FOLDER
set -euo pipefail
target=$1 seconds=$2 seeds=$3/$(basename "$1")
name=$(basename "$target")
corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT
mkdir -p crashes "$seeds"
status=0
"$target" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
  -artifact_prefix="crashes/$name-" "$corpus" "$seeds" >"$corpus.log" 2>&1 || status=$?
executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$corpus.log")
((status == 0)) || tail -n 60 "$corpus.log"
echo "$name: ${executions:-no} executions in $seconds s, $(find "$seeds" -type f | wc -l) seeds"
rm -f "$corpus.log"
exit "$status"
