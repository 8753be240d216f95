"""A RUN folder's network, rebuilt from run.json and safetensors files alone, in double precision."""

import json
import pathlib
import struct

import numpy as np
import torch
from torch.nn import functional as F


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


class Run:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.page = json.loads((self.folder / "run.json").read_text())
        self.config = self.page["config"]
        self.tensors, metadata = read_safetensors(self.folder / "weights.safetensors")
        assert int(metadata["step"]) == self.page["step"], "run.json and the weights differ in step"

    def optimizer(self):
        return read_safetensors(self.folder / "optimizer.safetensors")[0]

    @property
    def is_variational(self):
        return bool(self.page["network"]["logvar"])

    @property
    def are_vectors(self):
        return self.page["dataset"]["kind"] == "vectors"

    @property
    def sigma(self):
        name = self.page["network"].get("log_sigma")
        return self.tensors[name].exp().item() if name else self.config["sigma"]

    def encode(self, x):
        x = torch.nan_to_num(x, 0.0) if self.are_vectors else x
        hidden = self.apply("encoder", x)
        mu = self.apply("mu", hidden)
        return mu, self.apply("logvar", hidden) if self.is_variational else None

    def decode(self, z):
        """Logits or means."""
        return self.apply("decoder", z)

    def mean(self, z):
        """What an image of z shows."""
        output = self.decode(z)
        if self.page["likelihood"] == "bernoulli":
            return torch.sigmoid(output)
        return output if self.are_vectors else output.clamp(0, 1)

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
        if kind == "glu":
            first, second = x.chunk(2, 1)
            return first * torch.sigmoid(second)
        if kind == "dropout":
            return x  # in training only
        activations = {"relu": F.relu, "silu": F.silu, "gelu": F.gelu, "tanh": torch.tanh,
                       "sigmoid": torch.sigmoid}
        if kind in activations:
            return activations[kind](x)
        weight, bias = self.tensors[layer["weight"]], self.tensors[layer["bias"]]
        if kind == "linear":
            return F.linear(x, weight, bias)
        if kind == "batch_norm":
            return F.batch_norm(x, self.tensors[layer["running_mean"]],
                                self.tensors[layer["running_var"]], weight, bias, False,
                                layer["momentum"], layer["eps"])
        window = {"stride": layer["stride"], "padding": layer["padding"]}
        if kind == "conv2d":
            return F.conv2d(x, weight, bias, **window)
        if kind == "conv_transpose2d":
            window["output_padding"] = layer["output_padding"]
            return F.conv_transpose2d(x, weight, bias, **window)
        raise ValueError(f"a layer of the unknown type {kind}")
