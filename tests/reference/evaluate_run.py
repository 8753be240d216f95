#!/usr/bin/env python3
"""Recomputes what a RUN folder says, sharing no code with Latlas.

Reads run.json and weights.safetensors, rebuilds the network from run.json's lists of layers, and
prints one JSON object. Everything is computed in double precision.

  evaluate_run.py decode RUN Z.json [--to PIXELS.npy]
      Z.json: a list of latent points. Prints the decoded images' statistics.
  evaluate_run.py losses RUN DATA_FOLDER [--rows N] [--split train|held_out]
      DATA_FOLDER: MNIST's IDX files, gzipped. Prints the losses of the first N rows with z = mu:
      nats, summed over an image's pixels, averaged over the images.
"""

import argparse
import gzip
import json
import math
import pathlib
import struct

import numpy as np
import torch
from torch.nn import functional as F

BATCH = 1000  # images at a time; bounds the memory, changes no result


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", f"{name}: expected F32, found {entry['dtype']}"
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data, "<f4", (end - begin) // 4, 8 + length + begin)
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).astype(np.float64))
    return tensors, metadata


def read_idx_images(path):
    data = gzip.decompress(path.read_bytes())
    magic, count, height, width = struct.unpack_from(">4i", data)
    assert magic == 0x803, f"{path}: expected 8-bit images, found magic {magic:#x}"
    pixels = np.frombuffer(data, np.uint8, count * height * width, 16)
    return pixels.reshape(count, 1, height, width)


class Run:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.page = json.loads((folder / "run.json").read_text())
        self.tensors, metadata = read_safetensors(folder / "weights.safetensors")
        assert int(metadata["step"]) == self.page["step"], "run.json and the weights differ in step"

    def apply(self, part, x):
        for layer in self.page["network"][part]:
            x = self.apply_layer(layer, x)
        return x

    def apply_layer(self, layer, x):
        kind = layer["type"]
        if kind == "flatten":
            return x.flatten(1)
        if kind == "reshape":
            return x.reshape(-1, *layer["shape"])
        if kind == "leaky_relu":
            return F.leaky_relu(x, layer["negative_slope"])
        activations = {"relu": F.relu, "silu": F.silu, "gelu": F.gelu, "tanh": torch.tanh}
        if kind in activations:
            return activations[kind](x)
        weight, bias = self.tensors[layer["weight"]], self.tensors[layer["bias"]]
        if kind == "linear":
            return F.linear(x, weight, bias)
        window = {"stride": layer["stride"], "padding": layer["padding"]}
        if kind == "conv2d":
            return F.conv2d(x, weight, bias, **window)
        if kind == "conv_transpose2d":
            window["output_padding"] = layer["output_padding"]
            return F.conv_transpose2d(x, weight, bias, **window)
        raise ValueError(f"a layer of the unknown type {kind}")

    def decode(self, z):
        output = self.apply("decoder", z)
        if self.page["likelihood"] == "bernoulli":
            return torch.sigmoid(output)
        return output.clamp(0, 1)

    def reconstruction(self, output, pixels):
        if self.page["likelihood"] == "bernoulli":
            nats = F.binary_cross_entropy_with_logits(output, pixels, reduction="none")
        else:
            sigma = self.page["config"]["sigma"]
            nats = ((pixels - output) / sigma) ** 2 / 2 + math.log(sigma * math.sqrt(2 * math.pi))
        return nats.flatten(1).sum(1)

    def losses(self, pixels):
        """Reconstruction and KL of each image, with z = mu."""
        hidden = self.apply("encoder", pixels)
        mu = self.apply("mu", hidden)
        reconstruction = self.reconstruction(self.apply("decoder", mu), pixels)
        if not self.page["network"]["logvar"]:
            return reconstruction, torch.zeros_like(reconstruction)
        logvar = self.apply("logvar", hidden)
        return reconstruction, (mu**2 + logvar.exp() - logvar - 1).sum(1) / 2


def decode(run, arguments):
    z = torch.tensor(json.loads(pathlib.Path(arguments.z).read_text()), dtype=torch.float64)
    pixels = run.decode(z.reshape(-1, run.page["latent"])).numpy()
    if arguments.to:
        np.save(arguments.to, pixels.astype(np.float32))
    images = [{"mean": i.mean(), "min": i.min(), "max": i.max()} for i in pixels]
    return {"count": len(pixels), "shape": list(pixels.shape[1:]), "mean": pixels.mean(),
            "images": images}


def losses(run, arguments):
    prefix = {"train": "train", "held_out": "t10k"}[arguments.split]
    images = read_idx_images(pathlib.Path(arguments.data) / f"{prefix}-images-idx3-ubyte.gz")
    images = images[: arguments.rows]
    parts = []
    for begin in range(0, len(images), BATCH):
        pixels = torch.from_numpy(images[begin : begin + BATCH].astype(np.float64)) / 255
        parts.append(torch.stack(run.losses(pixels)))
    reconstruction, kl = torch.cat(parts, 1).mean(1).tolist()
    config = run.page["config"]
    beta = config["beta"] if config["objective"] == "vae" else 0.0
    return {"count": len(images), "split": arguments.split, "beta": beta,
            "loss": reconstruction + beta * kl, "reconstruction": reconstruction, "kl": kl}


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
    command.add_argument("--split", choices=["train", "held_out"], default="held_out")
    command.set_defaults(compute=losses)
    arguments = parser.parse_args()

    run = Run(arguments.run)
    with torch.no_grad():
        result = arguments.compute(run, arguments)
    print(json.dumps({"step": run.page["step"], "likelihood": run.page["likelihood"], **result}))


if __name__ == "__main__":
    main()
