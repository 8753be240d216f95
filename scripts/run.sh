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

# No display: a script does what a user would, and everything appears in latlas-demo/ at once.
demo=$PWD/latlas-demo
mkdir -p "$demo"
fresh=$(mktemp -d "$demo/.new-XXXXXX")
start_virtual_screen 1280x800
trap 'stop_virtual_screen; rm -rf "$fresh"' EXIT
cat >"$fresh/script" <<SCRIPT
wait-until step > 0
wait seconds 40
click File
click "File/Export"
click "File/Export/Sample grid"
click "File/Export/Sample grid/4x"
click Browser/Name
key Ctrl+A
type "$fresh/samples.png"
key Enter
click Browser/Save
wait-until status == "Saved $fresh/samples.png"
key Ctrl+S
click Browser/Name
key Ctrl+A
type "$fresh/run"
key Enter
click Browser/Save
wait-until status == "Saved $fresh/run"
quit
SCRIPT
echo "No display: training in a window on a virtual screen for 40 s" >&2
"$latlas" --start --size 1280x800 --ignore-preferences --replay "$fresh/script" \
  --screenshot "$fresh/screenshot.png" --exit-after 60 "$@"
rm -rf "$demo/run"
mv -f "$fresh"/{screenshot.png,samples.png,run} "$demo"
echo "The window:      $demo/screenshot.png"
echo "A sample grid:   $demo/samples.png"
echo "The run:         $demo/run"
