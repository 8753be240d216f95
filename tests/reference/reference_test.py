#!/usr/bin/env python3
"""Trains small runs of every objective, likelihood and layer with `latlas`, evaluates them with
`latlas eval`, and recomputes each number from the RUN folder: equal to 1e-4 relative.

usage: reference_test.py LATLAS     exits with 77, "skipped", where there is no python3-torch
"""

import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import torch

    import objectives
    from evaluate_run import read_samples
    from run_reader import Run
except ImportError as missing:
    print(f"skipped: {missing} (scripts/setup.sh --with-reference)")
    sys.exit(77)

RELATIVE = 1e-4
SAMPLES = 40  # of the importance-weighted bound

CASES = {
    "vae": [],
    "free-bits": ["free_bits=0.3", "beta=2"],
    "ae": ["objective=ae"],
    "beta-vae": ["objective=beta-vae"],
    "capacity": ["objective=beta-vae", "capacity=3", "gamma=20"],
    "beta-tcvae": ["objective=beta-tcvae"],
    "beta-tcvae-weighted": ["objective=beta-tcvae", "estimator=weighted"],
    "factor-vae": ["objective=factor-vae"],
    "dip-vae-i": ["objective=dip-vae"],
    "dip-vae-ii": ["objective=dip-vae", "dip=ii"],
    "info-vae": ["objective=info-vae", "lambda=50"],
    "wae-mmd": ["objective=info-vae", "alpha=1", "lambda=50", "kernel=gaussian"],
    "iwae": ["objective=iwae", "samples=3"],
    "rae": ["objective=rae", "rae_regularizer=none", "beta=0.5"],
    "rae-gp": ["objective=rae", "lambda=0.3"],
    "rae-gp-conv": ["objective=rae", "model=conv", "channels=4,8", "likelihood=gaussian",
                    "sigma=0.3", "batch_norm=on", "dropout=0.2"],
    "rae-l2": ["objective=rae", "rae_regularizer=weight_decay", "batch_norm=on"],
    "dynamic": ["binarize=dynamic"],
    "static": ["binarize=static"],
    "gaussian": ["likelihood=gaussian", "sigma=0.3", "output=sigmoid"],
    "learned-sigma": ["likelihood=gaussian", "learn_sigma=on", "sigma=0.5", "lr=0.01"],
    "laplace": ["likelihood=laplace", "sigma=0.2"],
    "logistic": ["likelihood=discretized-logistic", "sigma=0.1"],
    "batch-norm": ["batch_norm=on", "dropout=0.2", "activation=silu"],
    "gated": ["activation=glu", "hidden=30,20"],
    "conv": ["model=conv", "channels=4,8", "activation=leaky_relu"],
    "conv-norm": ["model=conv", "channels=4,8", "hidden=12", "batch_norm=on", "activation=gelu"],
    "corrupted": ["noise=0.1", "masking=0.2", "missing=0.1", "activation=tanh"],
    "sgd": ["optimizer=sgd", "lr=0.001", "clip=5"],
}


def blobs(count, side):
    """Soft discs at random places, as bytes."""
    random = np.random.default_rng(5)
    y, x = np.mgrid[:side, :side]
    cx, cy = random.uniform(3, side - 3, (2, count, 1, 1))
    distance = (x - cx) ** 2 + (y - cy) ** 2
    return (255 * np.exp(-distance / 6)).astype(np.uint8)


def latlas(program, *arguments):
    done = subprocess.run([program, *map(str, arguments), "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"latlas {' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])


def differences(said, found):
    for name, value in found.items():
        for a, b in zip(np.atleast_1d(said[name]), np.atleast_1d(value.numpy())):
            # Terms that vanish are compared in nats.
            if not abs(a - b) <= max(RELATIVE * abs(b), 1e-4):
                yield f"{name}: latlas says {a}, recomputed {b}"


def check(program, folder, data, name, settings):
    run_folder = folder / name
    latlas(program, "train", data, "--out", run_folder, "--epochs", 2, "--latent", 5, "--batch", 32,
           "--threads", 1, *(f"--set={setting}" for setting in settings))
    run = Run(run_folder)
    importance = ["--importance-samples", SAMPLES] if run.is_variational else []
    said = latlas(program, "eval", run_folder, data, "--count", 100, "--threads", 1, *importance)
    x = objectives.binarized(run, read_samples(run, data, 100), range(100))
    found = objectives.losses(run, x, max(1, run.page["dataset"]["count"] - 100))
    if run.is_variational:
        found["importance_weighted_bound"] = objectives.importance_bound(run, x, SAMPLES)
    wrong = list(differences(said, found))
    print(f"{'FAILED' if wrong else 'ok':6} {name}: loss {float(found['loss']):.4f}")
    for line in wrong:
        print(f"       {line}")
    return not wrong


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
        folder = pathlib.Path(scratch)
        data = folder / "discs.npy"
        np.save(data, blobs(400, 12))
        passed = [check(program, folder, data, name, keys) for name, keys in CASES.items()]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
