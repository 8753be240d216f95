"""Training speed beside PyTorch: the same networks on the same shapes, measured in turn."""
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# Name, the latlas data and flags, the shape PyTorch trains on, and the aim of the ratio.
NETWORKS = [
    ("MLP 784-400-20", None, ["--model", "mlp"], None, 2.0),
    ("conv 32-64 at 28x28x1", None, ["--model", "conv"], "1,28,28", 1.5),
    ("conv 32-64 at 32x32x3", "builtin:sprites?size=32&colour=1", ["--model", "conv"],
     "3,32,32", 1.5),
    ("conv 32-64 at 64x64x1", "builtin:sprites?size=64&count=4000", ["--model", "conv"],
     "1,64,64", 1.5),
]


def say(text):
    print(text, file=sys.stderr, flush=True)


def processor_kernels():
    """The OpenBLAS kernels for this CPU, which Latlas asks for by itself; None: the default."""
    try:
        with open("/proc/cpuinfo") as file:
            flags = next(line for line in file if line.startswith("flags")).split()
    except (OSError, StopIteration):
        return None
    if {"avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"} <= set(flags):
        return "SkylakeX"
    return "Haswell" if {"avx2", "fma"} <= set(flags) else None


def pytorch(options, setting, seconds, shape):
    """Images a second; a setting is (threads, OpenMP's wait policy, OpenBLAS's kernels)."""
    threads, policy, kernels = setting
    command = [options.python, os.path.join(HERE, "pytorch_vae.py"), options.mnist,
               "--threads", str(threads), "--seconds", str(seconds)]
    if shape:
        command += ["--conv", shape]
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("OMP_WAIT_POLICY", "OPENBLAS_CORETYPE")}
    if policy:
        environment["OMP_WAIT_POLICY"] = policy
    if kernels:
        environment["OPENBLAS_CORETYPE"] = kernels
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return json.loads(done.stdout.strip().splitlines()[-1])["images_per_second"]


def best_setting(options, shape):
    """PyTorch is compared with at its best, with the kernels that Latlas gives OpenBLAS."""
    settings = [(threads, policy, processor_kernels())
                for threads in (1, 2) for policy in (None, "passive")]
    return max(settings, key=lambda setting: pytorch(options, setting, 2.0, shape))


def network_rows(options, latlas, network):
    name, data, flags, shape, aim = network
    figure = "conv" if shape else "mlp"
    setting = best_setting(options, shape) if options.python else None
    ours, theirs, products, by_rows = [], [], [], []
    for index in range(options.rounds):
        say(f"{name}, round {index + 1} of {options.rounds}")
        figures = latlas.bench("train", data or options.mnist, *flags)
        ours.append(figures[f"{figure}_images_per_second"])
        products.append(figures.get(f"{figure}_matrix_products_images_per_second", 0.0))
        by_rows.append(figures.get(f"{figure}_matrix_products_by_rows_images_per_second", 0.0))
        if setting:
            theirs.append(pytorch(options, setting, options.seconds, shape))
    rate = statistics.median(ours)
    yield f"{name}, batch 128", f"{rate:,.0f} images/s", ""
    if setting:
        best = f"{setting[0]} thread(s), {setting[1] or 'default'} waits"
        yield f"  PyTorch at its best ({best})", f"{statistics.median(theirs):,.0f} images/s", ""
        yield ("  ratio to PyTorch", f"{rate / statistics.median(theirs):.2f} x",
               f"at least {aim} x")
    if products[0]:
        yield ("  of what its matrix products alone allow",
               f"{rate / statistics.median(products):.2f} of {statistics.median(products):,.0f}",
               "at least 0.75")
        yield ("  of these products with the batch's rows shared by two threads",
               f"{rate / statistics.median(by_rows):.2f} of {statistics.median(by_rows):,.0f}", "")


def objective_rows(options, latlas):
    """A step of beta-tcvae beside one of vae."""
    rates = {"vae": [], "beta-tcvae": []}
    for index in range(options.rounds):
        say(f"objectives, round {index + 1} of {options.rounds}")
        for objective, found in rates.items():
            figures = latlas.bench("train", options.mnist, "--model", "mlp", "--objective",
                                   objective)
            found.append(figures["mlp_images_per_second"])
    cost = statistics.median(rates["vae"]) / statistics.median(rates["beta-tcvae"])
    yield "a step of beta-tcvae, in steps of vae", f"{cost:.2f} x", "at most 1.15 x"


def training_rows(options, latlas):
    for network in NETWORKS:
        yield from network_rows(options, latlas, network)
    yield from objective_rows(options, latlas)
