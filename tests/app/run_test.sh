#!/usr/bin/env bash
# What scripts/run.sh makes of its arguments, with a program that says how it was called and
# has the real one's help.
# usage: run_test.sh SCRIPTS_FOLDER LATLAS
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"/{bin,scripts,build/release}
cp "$1"/{run.sh,lib.sh} "$folder/scripts"
touch "$folder/build/release/build.ninja"
"$2" --help >"$folder/help"
printf '#!/bin/bash\n' | tee "$folder/scripts/setup.sh" >"$folder/bin/cmake"
cat >"$folder/build/release/latlas" <<STUB
#!/bin/bash
if [[ \$* == --help ]]; then exec cat "$folder/help"; fi
echo "called: \$*"
STUB
chmod +x "$folder"/{bin/cmake,scripts/setup.sh,build/release/latlas}

fail() { echo "FAILED: $*"; exit 1; }
# expect "ARGUMENTS OF THE PROGRAM" [ARGUMENT OF run.sh...]
expect() {
  local expected="called: $1" said
  shift
  said=$(PATH="$folder/bin:$PATH" DISPLAY=:none bash "$folder/scripts/run.sh" "$@")
  [[ $said == "$expected" ]] || fail "run.sh $*: '$said', expected '$expected'"
}

for name in info train eval export bench datasets; do expect "$name a --json" "$name" a --json; done
expect "--version" --version
expect "-h" -h
expect "--start"
expect "--start --size 800x600" --size 800x600
expect "--start builtin:blobs --epochs 3" builtin:blobs --epochs 3
# The program itself says what is wrong with a mistyped subcommand.
expect "--start inof" inof
expect "--start Subcommands:" Subcommands:
expect "--start get" get
echo "ok"
