"""Opening datasets: Latlas beside numpy, Pillow and gzip, alternately in one run."""
import glob
import gzip
import os
import statistics
import sys
import tempfile
import time


def milliseconds(work):
    begin = time.perf_counter()
    work()
    return 1000.0 * (time.perf_counter() - begin)


def read_gzipped_idx(folder):
    """The four files as arrays; the images as the floats that training takes are made later."""
    import numpy

    for path in sorted(glob.glob(os.path.join(folder, "*ubyte*"))):
        opened = gzip.open if path.endswith(".gz") else open
        with opened(path, "rb") as file:
            content = file.read()
        rank = content[3]
        sizes = numpy.frombuffer(content, ">i4", rank, 4)
        numpy.frombuffer(content, numpy.uint8, offset=4 + 4 * rank).reshape(sizes)


def read_image_folder(folder, size):
    """Every image as size x size, as torchvision's ImageFolder with a resize reads it."""
    import numpy
    from PIL import Image

    images = []
    for path in sorted(glob.glob(os.path.join(folder, "*", "*"))):
        with Image.open(path) as image:
            image = image.convert("RGB")
            if image.size != (size, size):
                image = image.resize((size, size), Image.BILINEAR)
            images.append(numpy.asarray(image))
    numpy.stack(images)


def read_npz(path):
    import numpy

    with numpy.load(path) as archive:
        for key in archive.files:
            archive[key]


def read_npy(path):
    import numpy

    numpy.load(path)


def write_arrays(folder, mnist):
    """MNIST's images as .npy and .npz, stored and deflated."""
    import numpy

    paths = sorted(glob.glob(os.path.join(mnist, "*train-images*")))
    opened = gzip.open if paths[0].endswith(".gz") else open
    with opened(paths[0], "rb") as file:
        images = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 28, 28)
    numpy.save(os.path.join(folder, "images.npy"), images)
    numpy.savez(os.path.join(folder, "stored.npz"), images=images)
    numpy.savez_compressed(os.path.join(folder, "deflated.npz"), images=images)


def pair(options, latlas, what, source, theirs, aim):
    """Rows of one comparison: medians over the rounds, and their ratio."""
    ours, others, again = [], [], []
    for index in range(options.rounds):
        print(f"{what}, round {index + 1} of {options.rounds}", file=sys.stderr, flush=True)
        figures = latlas.bench("load", source)
        ours.append(figures["open_first_p50"])
        again.append(figures["open_again_p50"])
        others.append(statistics.median(milliseconds(theirs) for _ in range(3)))
    mine, other = statistics.median(ours), statistics.median(others)
    yield f"open {what}", f"{mine:.0f} ms, again {statistics.median(again):.0f} ms", ""
    yield f"Python, {what}", f"{other:.0f} ms", ""
    yield f"ratio to Python, {what}", f"{other / mine:.2f} x", aim


def loading_rows(options, latlas):
    try:
        import numpy  # noqa: F401
        from PIL import Image  # noqa: F401
    except ImportError:
        yield "opening datasets", "skipped: Python has no numpy or Pillow", ""
        return
    yield from pair(options, latlas, "MNIST, gzipped IDX", options.mnist,
                    lambda: read_gzipped_idx(options.mnist), "open under 500 ms")
    if os.path.isdir(options.images):
        yield from pair(options, latlas, "a folder of JPEGs", options.images,
                        lambda: read_image_folder(options.images, 32), "at least 2 x")
    with tempfile.TemporaryDirectory() as folder:
        write_arrays(folder, options.mnist)
        for name, read in (("images.npy", read_npy), ("stored.npz", read_npz),
                           ("deflated.npz", read_npz)):
            path = os.path.join(folder, name)
            yield from pair(options, latlas, name, path, lambda p=path, r=read: r(p),
                            "at least 1 x")
