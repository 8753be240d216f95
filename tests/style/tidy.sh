#!/usr/bin/env bash
# clang-tidy over core/ and app/, as far as this build tree compiles them, without what includes
# LibTorch: clang 14 cannot read its headers as C++20 with the library of g++ 12. Read one by one,
# the sources would take most of an hour, nearly all of it for headers. So they are read many at a
# time, in units that include them. What has passed is not read again until it changes.
# usage: tidy.sh CLANG_TIDY SOURCE_FOLDER BUILD_FOLDER
set -euo pipefail
clang_tidy=$1 root=$2 build=$3
here=$root/tests/style work=$build/tests/style
mkdir -p "$work/passed"
cd "$root"

# Of each command that compiles one of our sources: its words, a line each, and the source.
commands=$(sed -n 's/^ *"command": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" |
  sed 's/\\\(.\)/\1/g' | grep -E " -c $root/(core|app)/" | grep -v " -c $root/core/model/torch/")
mapfile -t sources < <(sed -n "s|.* -c $root/||p" <<<"$commands" | sort -u)
mapfile -t flags < <(xargs printf '%s\n' <<<"$commands" | awk '
  $0 == "-isystem" { getline folder; $0 = $0 folder; if (!known[$0]++) ordered[++n] = $0; next }
  /^-[ID]/ { if (!known[$0]++) ordered[++n] = $0 }
  END { for (i = 1; i <= n; ++i) print ordered[i] }')
((${#sources[@]})) || { echo "no sources in $build/compile_commands.json" >&2; exit 1; }
headers=$(find core app -name '*.h' -print0 | sort -z |
  xargs -0 sha256sum .clang-tidy "$here/tidy.sh" | sha256sum)

# tidy SOURCE...: 0 nothing found, 1 findings, 2 they do not compile as one; prints what is wrong.
tidy() {
  local stamp log=$work/log.txt
  stamp=$work/passed/$({ echo "$headers" "${flags[@]}"; sha256sum "$@"; } | sha256sum | cut -c1-32)
  [[ -e $stamp ]] && return 0
  printf "#include \"$root/%s\"\n" "$@" >"$work/unit.cpp"
  if "$clang_tidy" --quiet --config-file=.clang-tidy --header-filter="^$root/(core|app)/" \
      "$work/unit.cpp" -- -std=c++20 "${flags[@]}" >"$log" 2>"$work/errors.txt"; then
    touch "$stamp"
    return 0
  fi
  (($# > 1)) && grep -q 'clang-diagnostic-error' "$log" && return 2
  sed "s|^$root/||" "$log"
  [[ -s $log ]] || cat "$work/errors.txt"
  return 1
}

wrong=0
while read -ra unit; do
  status=0
  tidy "${unit[@]}" || status=$?
  if ((status == 2)); then
    # Two sources mean different things by a name, in a way that source_units.awk does not see.
    mapfile -t alone < <(sed -n "s|^$root/\([^:]*\.cpp\):.*clang-diagnostic-error.*|\1|p" \
      "$work/log.txt" | sort -u)
    ((${#alone[@]})) || { cat "$work/log.txt"; exit 1; }
    echo "alone, since they do not compile with others: ${alone[*]}"
    mapfile -t together < <(printf '%s\n' "${unit[@]}" | grep -vxFf <(printf '%s\n' "${alone[@]}"))
    status=0
    ((${#together[@]} == 0)) || tidy "${together[@]}" || status=$?
    ((status != 2)) || cat "$work/log.txt"
    ((status == 0)) || wrong=1
    for source in "${alone[@]}"; do tidy "$source" || wrong=1; done
  elif ((status)); then
    wrong=1
  fi
done < <(awk -v most=120 -v overloads=1 -f "$root/cmake/source_units.awk" "${sources[@]}")
exit "$wrong"
