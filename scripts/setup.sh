#!/usr/bin/env bash
# Installs what building and testing Latlas needs and this machine lacks (Debian, Ubuntu).
# usage: scripts/setup.sh [--with-reference] [--with-fuzzing]
#   --with-reference   also PyTorch, numpy and Pillow, which scripts/bench.sh compares with
#   --with-fuzzing     also clang, which builds the fuzzers
# LATLAS_SKIP_SETUP=1 skips the check, for libraries that were installed in another way.
# Exit codes: 0 everything is there, 1 the installation failed, 2 something is missing and this
# script may not or cannot install it.
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config
  libtorch-dev libopenblas0-pthread libeigen3-dev
  libimgui-dev libglfw3-dev libepoxy-dev libx11-dev libstb-dev libfreetype-dev
  zlib1g-dev nlohmann-json3-dev libcli11-dev
  libcurl4-openssl-dev libssl-dev libarchive-dev libhdf5-dev ca-certificates
  libgtest-dev libbenchmark-dev
  fonts-inter fonts-dejavu-core
  xvfb libgl1-mesa-dri
)

for flag; do
  case $flag in
    --with-reference) packages+=(python3-numpy python3-pil python3-torch) ;;
    --with-fuzzing) packages+=(clang libclang-rt-dev) ;;
    *)
      echo "setup.sh: unknown flag '$flag'; known: --with-reference, --with-fuzzing" >&2
      exit 2 ;;
  esac
done

[[ ${LATLAS_SKIP_SETUP:-0} == 1 ]] && exit 0

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  cat >&2 <<'TEXT'
Latlas installs its libraries by itself on Debian and Ubuntu only. Here, please install

  a C++20 compiler (g++ 12 or newer), CMake 3.22 or newer, Ninja, pkg-config
  LibTorch 1.13 or 2.x, zlib, stb, Eigen 3, nlohmann-json, CLI11
  libcurl, OpenSSL 3, libarchive, HDF5 1.10.3 or newer
  GLFW 3.3 or newer, libepoxy, libX11, FreeType, Dear ImGui 1.86 or newer
  GoogleTest, Google Benchmark, and for the tests Xvfb and Mesa's software driver
  the fonts Inter and DejaVu Sans

LibTorch from https://pytorch.org (choose LibTorch, C++, CPU or a CUDA version; the cxx11 ABI):
unpack it and point CMake at it. A newer Dear ImGui is compiled from its source folder:

  cmake --preset release -DCMAKE_PREFIX_PATH=/path/to/libtorch -DLATLAS_IMGUI_DIR=/path/to/imgui

Then go on with LATLAS_SKIP_SETUP=1 scripts/run.sh
TEXT
  exit 2
fi

installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
missing=()
for package in "${packages[@]}"; do
  [[ $'\n'$installed$'\n' == *$'\n'"installed $package"$'\n'* ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

install=(apt-get install -y --no-install-recommends "${missing[@]}")
if ((EUID == 0)); then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  echo "Latlas needs packages that are not installed. Please run" >&2
  echo "  sudo ${install[*]}" >&2
  exit 2
fi

quiet_apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Use-Pty=0 "$@" </dev/null
}

echo "Installing ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A fresh machine has no package lists and an old one has stale lists; both are cured by an update.
if ! quiet_apt "${install[@]:1}" >"$log" 2>&1; then
  if ! { quiet_apt update && quiet_apt "${install[@]:1}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "The installation failed. By hand: sudo ${install[*]}" >&2
    exit 1
  fi
fi
