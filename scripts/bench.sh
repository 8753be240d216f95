#!/usr/bin/env bash
# Measures Latlas on MNIST and prints each figure with its aim: training beside PyTorch's own VAE
# example, decoding, the window while it trains (software GL on a virtual screen), and what the
# window costs the training, and opening data beside numpy and Pillow.
# usage: scripts/bench.sh [train|decode|ui|load]... [MNIST_FOLDER] [--seconds S] [--rounds N]
#   MNIST_FOLDER   the four IDX files, gzipped or not; default: ../shared/data/mnist. A folder
#                  cifar10-images beside it is the folder of JPEGs.
# PyTorch, numpy and Pillow are compared with when Python has them: scripts/setup.sh --with-reference
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

what=()
while (($#)) && [[ $1 =~ ^(train|decode|ui|load)$ ]]; do what+=(--what "$1"); shift; done
mnist=$root/../shared/data/mnist
if (($#)) && [[ $1 != --* ]]; then mnist=$1; shift; fi
if [[ ! -d $mnist ]]; then
  echo "bench.sh: expected MNIST's IDX files in $mnist, found no such folder; name it as the first argument" >&2
  exit 2
fi

"$root/scripts/setup.sh"
build_tree release -DLATLAS_BUILD_BENCHMARKS=ON -- latlas bench_core bench_charts

python=
for candidate in python3 /usr/bin/python3; do
  if "$candidate" -c 'import numpy, torch' 2>/dev/null; then python=$candidate; break; fi
done
[[ -n $python ]] || echo "No PyTorch for Python, so no comparison: scripts/setup.sh --with-reference" >&2

# Frames are drawn by the processor, as on a machine without a graphics card.
export LIBGL_ALWAYS_SOFTWARE=1
start_virtual_screen 1280x800
if ! ((${#what[@]})); then
  for program in bench_core bench_charts; do
    "$root/build/release/tests/bench/$program" --benchmark_color=false 2>/dev/null
  done
fi
"${python:-python3}" "$root/tests/bench/compare.py" "${what[@]}" --images "$mnist/../cifar10-images" --latlas "$root/build/release/latlas" --mnist "$mnist" \
  --python "$python" "$@"
