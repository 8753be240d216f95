#!/usr/bin/env python3
"""Runs latlas' benchmarks and PyTorch's example in turn and prints one table; see scripts/bench.sh.

Whatever is compared is measured alternately in the same run, so that a machine that slows down
slows both; a ratio is one of medians over the rounds.
"""
import argparse
import json
import statistics
import subprocess

from loading import loading_rows
from training import say, training_rows


def last_json(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


class Latlas:
    def __init__(self, program, seconds):
        self.program, self.seconds = program, seconds

    def bench(self, name, *arguments):
        command = [self.program, "bench", name, *arguments, "--seconds", str(self.seconds),
                   "--json"]
        return {figure["name"]: figure["value"] for figure in last_json(command)["figures"]}


def decoding_rows(latlas):
    figures = latlas.bench("decode")
    for name, what in (("mlp_1", "decode 1, mlp"), ("mlp_64", "decode 64, mlp"),
                       ("conv_1", "decode 1, conv"), ("conv_64", "decode 64, conv")):
        p50, p99 = figures[f"{name}_decode_p50"], figures[f"{name}_decode_p99"]
        yield what, f"p50 {p50:.2f} ms, p99 {p99:.2f} ms", ""


def window_rows(options, latlas):
    """The window at 1280x800 with training on, and the same training without it."""
    windows, alone = [], []
    for index in range(options.rounds):
        say(f"window, round {index + 1} of {options.rounds}")
        windows.append(latlas.bench("ui", options.mnist))
        # With the one thread that the window's training has, so that what differs is the window.
        alone.append(latlas.bench("train", options.mnist, "--model", "mlp", "--latent", "2",
                                  "--threads", "1"))

    def median(name):
        return statistics.median(figures[name] for figures in windows)

    for name, what in (("slider_to_texture_ms", "slider to texture"), ("frame_ms", "frame")):
        yield (what, f"p50 {median(name + '_p50'):.1f} ms, p99 {median(name + '_p99'):.1f} ms",
               "p99 at most 33 ms")
    yield "first frame after start", f"{median('first_frame'):.2f} s", "at most 1 s"
    without = statistics.median(f["mlp_images_per_second_with_evaluation"] for f in alone)
    yield "training without the window, 1 thread", f"{without:,.0f} images/s", ""
    for name, what, aim in (("watched", "window costs training, watching", "at most 15 %"),
                            ("dragged", "window costs training, dragging", "")):
        cost = 1.0 - median(name + "_images_per_second") / without
        yield what, f"{100 * cost:.1f} %", aim


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latlas", required=True, help="the program")
    parser.add_argument("--mnist", required=True, help="the folder of MNIST's IDX files")
    parser.add_argument("--python", default="", help="a Python with PyTorch; none: no comparison")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", default="", help="a folder of JPEGs in class folders")
    parser.add_argument("--what", choices=["train", "decode", "ui", "load"], action="append",
                        help="only this; may repeat")
    options = parser.parse_args()
    latlas = Latlas(options.latlas, options.seconds)
    parts = {"train": lambda: training_rows(options, latlas),
             "decode": lambda: decoding_rows(latlas),
             "ui": lambda: window_rows(options, latlas),
             "load": lambda: loading_rows(options, latlas)}
    rows = [("figure", "measured", "aim")]
    for part in options.what or parts:
        rows += parts[part]()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    main()
