#!/usr/bin/env bash
# Installs what is missing, builds, and opens the window, already training.
# usage: scripts/run.sh [DATASET] [FLAG...]      as `latlas` takes them; without: builtin:sprites
# Without a display the same window is used by a script on a virtual one for at most a minute; its
# picture, a sheet of samples and the run are left in latlas-demo/.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/setup.sh"
build_tree release -- latlas
latlas=$root/build/release/latlas

case ${1:-} in
  info | train | export | bench | -h | --help | --version) exec "$latlas" "$@" ;;
esac
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then exec "$latlas" --start "$@"; fi

