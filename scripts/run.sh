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

# The program knows its subcommands: they are the first words of the lines below "Subcommands:" in
# its help.
is_subcommand() {
  "$latlas" --help | sed -n '1,/^Subcommands:/d; s/^  \([^ ][^ ]*\) .*/\1/p' | grep -xF -- "$1" >/dev/null
}
case ${1:-} in
  -h | --help | --version) exec "$latlas" "$@" ;;
esac
if (($#)) && is_subcommand "$1"; then exec "$latlas" "$@"; fi
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then exec "$latlas" --start "$@"; fi

# No display: a script does what a user would.
demo=$PWD/latlas-demo
mkdir -p "$demo"
rm -rf "$demo"/{screenshot.png,samples.png,run}
start_virtual_screen 1280x800
cat >"$virtual_screen_folder/script" <<SCRIPT
wait-until step > 0
wait seconds 40
click File
click File/Export
click "File/Export/Sample grid"
click "File/Export/Sample grid/4x"
click Browser/Name
key Ctrl+A
type "$demo/samples.png"
key Enter
click Browser/Save
wait-until status == "Saved $demo/samples.png"
key Ctrl+S
click Browser/Name
key Ctrl+A
type "$demo/run"
key Enter
click Browser/Save
wait-until status == "Saved $demo/run"
hover Map/Canvas 0.6 0.4
wait seconds 1
quit
SCRIPT
echo "No display: training for 40 s in a window on a virtual screen" >&2
"$latlas" --start --size 1280x800 --ignore-preferences --replay "$virtual_screen_folder/script" \
  --screenshot "$demo/screenshot.png" --exit-after 60 "$@"
for made in screenshot.png samples.png run/run.json; do
  [[ -f $demo/$made ]] || { echo "run.sh: $demo/$made was not made within 60 s" >&2; exit 1; }
done
echo "The window:     $demo/screenshot.png"
echo "A sample grid:  $demo/samples.png"
echo "The run:        $demo/run"
