#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test: the release build, the core
# again under AddressSanitizer with UndefinedBehaviorSanitizer and under ThreadSanitizer, and every
# parser's fuzzer for 20 seconds.
# usage: scripts/test.sh [CTEST_ARGUMENT...]     e.g. scripts/test.sh -R Sprites
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/setup.sh" --with-fuzzing

# ThreadSanitizer's shadow memory does not fit beside the widest address randomization that newer
# kernels use. Tests are listed by running them, so the build needs this too.
steady=()
setarch "$(uname -m)" -R true 2>/dev/null && steady=(setarch "$(uname -m)" -R)
export -f build_tree
export root
presets=(release asan tsan)
if command -v clang++ >/dev/null; then
  presets+=(fuzz)
else
  echo "No clang, so no fuzzing: scripts/setup.sh --with-fuzzing" >&2
fi
for preset in "${presets[@]}"; do
  "${steady[@]}" bash -euo pipefail -c 'build_tree "$1"' build_tree "$preset"
done

[[ ${presets[-1]} == fuzz ]] && make_seeds

# One CTest over the trees, so that there is one summary.
mkdir -p "$root/build/all"
printf 'subdirs("%s")\n' "${presets[@]/#/$root/build/}" >"$root/build/all/CTestTestfile.cmake"
cd "$root/build/all"
exec "${steady[@]}" ctest --output-on-failure -j 2 "$@"
