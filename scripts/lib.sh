# Shared by the scripts beside it; sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# build_tree PRESET [CMAKE_FLAG...] [-- TARGET...]: configures once, then builds what changed.
# On a terminal the compiler's progress is one line; elsewhere only a failure is worth a log.
build_tree() {
  local preset=$1 tree=$root/build/$1 flags=()
  shift
  while (($#)) && [[ $1 != -- ]]; do flags+=("$1"); shift; done
  (($#)) && shift
  local log=$root/build/$preset.log
  mkdir -p "$root/build"
  if [[ ! -f $tree/build.ninja || ${#flags[@]} -gt 0 ]]; then
    command -v ccache >/dev/null && flags+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    (cd "$root" && cmake --preset "$preset" "${flags[@]}") >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  fi
  local command=(cmake --build "$tree" -j "$(nproc)")
  (($#)) && command+=(--target "$@")
  if [[ -t 1 ]]; then
    NINJA_STATUS="[$preset %f/%t] " "${command[@]}"
  else
    "${command[@]}" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  fi
}

# The good files of the tests, as seeds for the fuzzers: build/asan/seeds/TARGET/...
make_seeds() {
  build_tree release -- test_data
  LATLAS_SEEDS=$root/build/asan/seeds "$root/build/release/tests/core/data/test_data" \
    --gtest_brief=1 --gtest_filter='*Damaged*:*Seed*' >"$root/build/seeds.log" 2>&1 ||
    { cat "$root/build/seeds.log" >&2; return 1; }
  install -D -m 644 "$root/assets/datasets.json" "$root/build/asan/seeds/fuzz_catalogue/shipped"
}

# A screen of WxH that nobody sees, on a free display; DISPLAY is set to it. It ends with the script.
start_virtual_screen() {
  command -v Xvfb >/dev/null || { echo "Xvfb is not installed; scripts/setup.sh installs it" >&2; return 1; }
  local number=
  virtual_screen_folder=$(mktemp -d)
  : >"$virtual_screen_folder/display"
  Xvfb -displayfd 3 -screen 0 "${1}x24" -nolisten tcp -noreset \
    3>"$virtual_screen_folder/display" >"$virtual_screen_folder/log" 2>&1 &
  virtual_screen_pid=$!
  trap stop_virtual_screen EXIT
  for _ in {1..100}; do
    number=$(<"$virtual_screen_folder/display")
    [[ -n $number ]] && { export DISPLAY=:$number; return; }
    kill -0 "$virtual_screen_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$virtual_screen_folder/log" >&2
  return 1
}

stop_virtual_screen() {
  kill "$virtual_screen_pid" 2>/dev/null || true
  wait "$virtual_screen_pid" 2>/dev/null || true
  rm -rf "$virtual_screen_folder"
}
