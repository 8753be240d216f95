#!/bin/sh
# run_with_display.sh COMMAND...: runs COMMAND on a virtual display of its own, drawn in software so
# that pixels are the same everywhere, and ends that display after it. Exits as COMMAND does; 77
# (skipped) where Xvfb is not installed.
set -u

if ! command -v Xvfb >/dev/null 2>&1; then
  echo "run_with_display.sh: skipped, Xvfb is not installed" >&2
  exit 77
fi

number_file=$(mktemp)
# Xvfb takes the first free number itself and writes it: two tests at once cannot collide.
Xvfb -displayfd 3 -screen 0 2048x1280x24 -nolisten tcp 3>"$number_file" >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; rm -f "$number_file"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

waited=0
while [ ! -s "$number_file" ]; do
  # 30 s: a loaded machine is slow, a broken one must not hang.
  if [ "$waited" -ge 300 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "run_with_display.sh: Xvfb did not start" >&2
    exit 1
  fi
  sleep 0.1
  waited=$((waited + 1))
done

DISPLAY=":$(cat "$number_file")"
export DISPLAY
LIBGL_ALWAYS_SOFTWARE=1
export LIBGL_ALWAYS_SOFTWARE
unset WAYLAND_DISPLAY
"$@"
