#!/usr/bin/env bash
# scripts/setup.sh with a package manager that only writes down what it is asked.
# usage: setup_test.sh SETUP_SH
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$1" "$folder/setup.sh"
mkdir "$folder/bin" "$folder/none"
installed="g++ cmake ninja-build pkg-config libtorch-dev libopenblas0-pthread libeigen3-dev
  libimgui-dev libglfw3-dev libepoxy-dev libfreetype-dev zlib1g-dev nlohmann-json3-dev
  libcurl4-openssl-dev libssl-dev libarchive-dev libhdf5-dev ca-certificates
  libcli11-dev libgtest-dev libbenchmark-dev fonts-inter fonts-dejavu-core libx11-dev libgl1-mesa-dri"
cat >"$folder/bin/dpkg-query" <<STUB
#!/bin/bash
for name in $(echo $installed) \$(cat "$folder/also" 2>/dev/null); do echo "installed \$name"; done
echo "config-files xvfb"
exit 1
STUB
printf '#!/bin/bash\necho "$*" >>"%s/asked"\n' "$folder" >"$folder/bin/apt-get"
printf '#!/bin/bash\nexit 1\n' >"$folder/bin/sudo"
chmod -R a+rX "$folder"
chmod a+rx "$folder"/bin/*
touch "$folder/asked"
chmod a+w "$folder/asked"

fail() { echo "FAILED: $*"; exit 1; }
# As root, or with "user" as somebody else.
setup() {
  local as=()
  if [[ $1 == user ]] && ((EUID == 0)); then as=(setpriv --reuid 65534 --regid 65534 --clear-groups); fi
  shift
  : >"$folder/asked"
  status=0
  said=$("${as[@]}" env PATH="$folder/bin:$PATH" LATLAS_SKIP_SETUP=0 TMPDIR=/tmp \
    bash "$folder/setup.sh" "$@" 2>&1) || status=$?
  asked=$(<"$folder/asked")
}

# Two are missing; xvfb was removed and left its configuration behind, which is missing too.
setup user
[[ $status == 2 ]] || fail "without root and with something missing: exit $status, expected 2"
[[ $said == *"sudo apt-get install -y --no-install-recommends libstb-dev xvfb"* ]] || fail "the line to run: $said"
[[ -z $asked ]] || fail "apt-get was called without root: $asked"

if ((EUID == 0)); then
  setup root
  [[ $status == 0 ]] || fail "as root: exit $status: $said"
  [[ $asked == *"install -y --no-install-recommends libstb-dev xvfb" ]] || fail "asked apt-get: $asked"
fi

echo "libstb-dev xvfb" >"$folder/also"
chmod a+r "$folder/also"
setup user
[[ $status == 0 && -z $said && -z $asked ]] || fail "nothing missing, yet: exit $status, '$said', '$asked'"

setup user --with-reference
[[ $status == 2 && $said == *"python3-numpy python3-pil python3-torch"* ]] || fail "--with-reference: $said"

setup user --with-reference --with-fuzzing
[[ $status == 2 && $said == *"python3-torch clang libclang-rt-dev"* ]] || fail "two flags: $said"

setup user --wiht-reference
[[ $status == 2 && $said == *"--with-reference"* ]] || fail "an unknown flag: exit $status, '$said'"

# Where there is no apt-get, every library and both CMake switches are named.
said=$(PATH="$folder/none" LATLAS_SKIP_SETUP=0 /bin/bash -c 'cat() { while IFS= read -r line; do echo "$line"; done; }
  source "$0"' "$folder/setup.sh" 2>&1) && fail "another system: exit 0, expected 2"
for word in LibTorch pytorch.org CMAKE_PREFIX_PATH LATLAS_IMGUI_DIR GLFW CLI11; do
  [[ $said == *"$word"* ]] || fail "another system: '$word' is not said: $said"
done
echo "ok"
