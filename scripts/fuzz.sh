#!/usr/bin/env bash
# Fuzzes the parsers under AddressSanitizer and UndefinedBehaviorSanitizer, as many at a time as
# there are cores, each from the good files that the tests make. An input that breaks one is kept
# in build/asan/crashes. scripts/test.sh does the same for 10 seconds each.
# usage: scripts/fuzz.sh [--seconds S] [TARGET...]     e.g. scripts/fuzz.sh --seconds 3600 fuzz_npy
#   S   of each target; default 600
# docs/fuzzing.md says what was found in earlier runs.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seconds=600
if [[ ${1:-} == --seconds ]]; then seconds=$2; shift 2; fi

"$root/scripts/setup.sh" --with-fuzzing
build_tree asan -DLATLAS_BUILD_FUZZERS=ON -- fuzzers
make_seeds
cd "$root/build/asan"
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(find tests/fuzz -maxdepth 1 -name 'fuzz_*' -type f -perm -u+x -printf '%f\n' | sort)
printf '%s\n' "${targets[@]}" |
  xargs -P "$(nproc)" -I{} "$root/tests/fuzz/run_fuzzer.sh" "tests/fuzz/{}" "$seconds" seeds
