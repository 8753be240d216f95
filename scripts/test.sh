#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test: the release build, the core
# again under AddressSanitizer with UndefinedBehaviorSanitizer, what of it starts threads under
# ThreadSanitizer, and every parser's fuzzer for 10 seconds. Without clang the fuzzers are left out,
# and g++ builds for AddressSanitizer.
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
without_clang=()
if ! command -v clang++ >/dev/null; then
  echo "No clang, so no fuzzing: scripts/setup.sh --with-fuzzing" >&2
  without_clang=(-DCMAKE_C_COMPILER=cc -DCMAKE_CXX_COMPILER=c++ -DLATLAS_BUILD_FUZZERS=OFF)
fi
# A flag has each tree configured, which finds anew what can be compiled together.
presets=(release asan tsan)
for preset in "${presets[@]}"; do
  flags=(-DLATLAS_BUILD_TESTS=ON)
  [[ $preset == asan ]] && flags+=("${without_clang[@]}")
  "${steady[@]}" bash -euo pipefail -c 'build_tree "$@"' build_tree "$preset" "${flags[@]}"
done

((${#without_clang[@]})) || make_seeds

# One CTest over the trees, so that there is one summary.
mkdir -p "$root/build/all"
printf 'subdirs("%s")\n' "${presets[@]/#/$root/build/}" >"$root/build/all/CTestTestfile.cmake"
cd "$root/build/all"
# One more than there are cores, since tests of windows mostly wait.
exec "${steady[@]}" ctest --output-on-failure -j "$(($(nproc) + 1))" "$@"
