#!/usr/bin/env python3
"""Recomputes what a RUN folder says, sharing no code with Latlas.

Reads run.json and the safetensors files, rebuilds the network from run.json's lists of layers, and
prints one JSON object. Everything is computed in double precision.

  evaluate_run.py decode RUN Z.json [--to PIXELS.npy]
      Z.json: a list of latent points. Prints the decoded images' statistics.
  evaluate_run.py losses RUN DATA.npy [--rows N] [--importance-samples K]
      DATA.npy: images [n, H, W], [n, H, W, C] in [0, 1] or of bytes, or standardized vectors
      [n, D]. Prints what `latlas eval RUN DATA.npy` prints, with the same draws.
"""

import argparse
import json
import pathlib

import numpy as np
import torch

import objectives
from run_reader import Run


def read_samples(run, path, rows):
    values = np.load(path)[:rows]
    if values.dtype == np.uint8:
        values = values / 255.0
    shape = run.page["dataset"]["shape"]
    if len(shape) == 1:
        return torch.from_numpy(values.astype(np.float64)).reshape(-1, 1, 1, shape[0])
    if values.ndim == 4 and values.shape[3] == shape[0]:
        values = values.transpose(0, 3, 1, 2)
    # As Latlas has them: in single precision.
    return torch.from_numpy(values.astype(np.float32).astype(np.float64)).reshape(-1, *shape)


def decode(run, arguments):
    z = torch.tensor(json.loads(pathlib.Path(arguments.z).read_text()), dtype=torch.float64)
    pixels = run.mean(z.reshape(-1, run.page["latent"])).numpy()
    if arguments.to:
        np.save(arguments.to, pixels.astype(np.float32))
    images = [{"mean": i.mean(), "min": i.min(), "max": i.max()} for i in pixels]
    return {"count": len(pixels), "shape": list(pixels.shape[1:]), "mean": pixels.mean(),
            "images": images}


def losses(run, arguments):
    x = objectives.binarized(run, read_samples(run, arguments.data, arguments.rows),
                             range(arguments.rows or 10**9))
    train_count = max(1, run.page["dataset"]["count"] - len(x))
    found = objectives.losses(run, x, train_count)
    if arguments.importance_samples:
        found["importance_weighted_bound"] = objectives.importance_bound(
            run, x, arguments.importance_samples)
    result = {name: value.tolist() for name, value in found.items()}
    mu, _ = run.encode(x)
    result["active_units"] = int((mu.var(0, unbiased=False) > 0.01).sum())
    return {"count": len(x), **result}


def main():
    parser = argparse.ArgumentParser(description="Recomputes what a RUN folder says.")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("decode")
    command.add_argument("run")
    command.add_argument("z")
    command.add_argument("--to")
    command.set_defaults(compute=decode)
    command = commands.add_parser("losses")
    command.add_argument("run")
    command.add_argument("data")
    command.add_argument("--rows", type=int)
    command.add_argument("--importance-samples", type=int, default=0)
    command.set_defaults(compute=losses)
    arguments = parser.parse_args()

    run = Run(arguments.run)
    with torch.no_grad():
        result = arguments.compute(run, arguments)
    print(json.dumps({"step": run.page["step"], "likelihood": run.page["likelihood"], **result}))


if __name__ == "__main__":
    main()
