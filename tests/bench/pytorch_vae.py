#!/usr/bin/env python3
"""Training speed of the VAE of PyTorch's own example, for scripts/bench.sh to compare with.

The model is 784-400-20-400-784 with ReLU and sigmoid, or convolutions of 32 and 64 channels that
each halve the image, mirrored; binary cross-entropy plus KL summed over the batch, Adam with a
learning rate of 1e-3, batches of 128. The images are in memory and there is no loader, so nothing
but the training itself is measured.
Prints one JSON object: {"images_per_second", "threads", "seconds", "loss", "torch"}.
"""
import argparse
import gzip
import json
import os
import time


def read_images(folder):
    """MNIST's training images as a float array [60000, 784] in [0, 1]."""
    import numpy

    path = os.path.join(folder, "train-images-idx3-ubyte")
    reader = open if os.path.exists(path) else gzip.open
    with reader(path if reader is open else path + ".gz", "rb") as file:
        data = file.read()
    count, height, width = (int.from_bytes(data[at : at + 4], "big") for at in (4, 8, 12))
    pixels = numpy.frombuffer(data, numpy.uint8, offset=16).reshape(count, height * width)
    return pixels.astype(numpy.float32) / 255.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mnist", help="the folder of MNIST's IDX files")
    parser.add_argument("--conv", help="C,H,W: convolutions, on random images of that shape")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()

    import torch
    from torch import nn
    from torch.nn import functional

    class Vae(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(784, 400)
            self.mean = nn.Linear(400, 20)
            self.log_variance = nn.Linear(400, 20)
            self.back = nn.Linear(20, 400)
            self.pixels = nn.Linear(400, 784)

        def forward(self, x):
            h = functional.relu(self.hidden(x))
            mu, logvar = self.mean(h), self.log_variance(h)
            z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
            return torch.sigmoid(self.pixels(functional.relu(self.back(z)))), mu, logvar

    class ConvolutionalVae(nn.Module):
        def __init__(self, channels, height, width):
            super().__init__()
            self.encode = nn.Sequential(
                nn.Conv2d(channels, 32, 4, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 4, 2, 1), nn.ReLU(),
                nn.Flatten())
            shape = (64, height // 4, width // 4)
            features = shape[0] * shape[1] * shape[2]
            self.mean, self.log_variance = nn.Linear(features, 20), nn.Linear(features, 20)
            self.decode = nn.Sequential(
                nn.Linear(20, features), nn.ReLU(), nn.Unflatten(1, shape),
                nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ReLU(),
                nn.ConvTranspose2d(32, channels, 4, 2, 1), nn.Sigmoid())

        def forward(self, x):
            h = self.encode(x)
            mu, logvar = self.mean(h), self.log_variance(h)
            z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
            return self.decode(z), mu, logvar

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    if options.conv:
        shape = [int(side) for side in options.conv.split(",")]
        images = torch.rand(4000, *shape)
        model = ConvolutionalVae(*shape)
    else:
        images = torch.from_numpy(read_images(options.mnist))
        model = Vae()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    batch = 128

    def step(rows):
        x = images[rows]
        decoded, mu, logvar = model(x)
        loss = functional.binary_cross_entropy(decoded, x, reduction="sum")
        loss = loss - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    def train(seconds):
        done, loss, begin = 0, None, time.perf_counter()
        while True:
            order = torch.randperm(len(images))
            for first in range(0, len(images), batch):
                rows = order[first : first + batch]
                loss = step(rows)
                done += len(rows)
                elapsed = time.perf_counter() - begin
                if elapsed >= seconds:
                    return done / elapsed, elapsed, loss.item() / len(rows)

    train(1.0)  # warm-up
    speed, seconds, loss = train(options.seconds)
    print(json.dumps({"images_per_second": speed, "threads": options.threads, "seconds": seconds,
                      "loss": loss, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
