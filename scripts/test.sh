#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test: the release build, and the core
# again under AddressSanitizer with UndefinedBehaviorSanitizer and under ThreadSanitizer.
# usage: scripts/test.sh [CTEST_ARGUMENT...]     e.g. scripts/test.sh -R Sprites
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/setup.sh"

# ThreadSanitizer's shadow memory does not fit beside the widest address randomization that newer
# kernels use. Tests are listed by running them, so the build needs this too.
steady=()
setarch "$(uname -m)" -R true 2>/dev/null && steady=(setarch "$(uname -m)" -R)
export -f build_tree
export root
for preset in release asan tsan; do
  "${steady[@]}" bash -euo pipefail -c 'build_tree "$1"' build_tree "$preset"
done

# One CTest over the three trees, so that there is one summary.
mkdir -p "$root/build/all"
printf 'subdirs("%s")\n' "$root"/build/{release,asan,tsan} >"$root/build/all/CTestTestfile.cmake"
cd "$root/build/all"
exec "${steady[@]}" ctest --output-on-failure -j 2 "$@"
