"""Throughput and peak memory of streamed extraction, against bare prediction.

The stream decodes JPEG files from a zip archive, runs the network, and sums the activations of
some layers per group. It is compared with `model.predict` of the network's last layer on arrays
in memory, and with `predict` of the same layers, in the same process and taking turns. Weights
are random, which changes neither speed nor memory.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/extraction_speed.py`
"""

import argparse
import io
import multiprocessing
import resource
import sys
import tempfile
import zipfile
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from PIL import Image

NETWORKS = {
    "MobileNet": (
        {"alpha": 0.25, "include_top": False},
        ["conv_pw_3_relu", "conv_pw_6_relu", "conv_pw_11_relu", "conv_pw_13_relu"],
    ),
    "VGG16": (
        {},
        ["block1_pool", "block2_pool", "block3_pool", "block4_pool", "block5_pool", "fc2"],
    ),
}
SHAPE, BATCH, N_GROUPS = (224, 224), 32, 36  # groups: race, gender, age, and as many random ones
N_DISTINCT = 50  # images that the archive repeats


def peak_mib():
    """Peak memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20)


def write_archive(path, n_images):
    """Zip archive of JPEG files of smooth random pictures; returns the names."""
    generator = np.random.default_rng(0)
    pictures = []
    for _ in range(N_DISTINCT):
        small = Image.fromarray(generator.integers(0, 255, (14, 14, 3)).astype(np.uint8))
        stream = io.BytesIO()
        small.resize(SHAPE, Image.Resampling.BICUBIC).save(stream, "JPEG")
        pictures.append(stream.getvalue())
    names = [f"{number}.jpg" for number in range(n_images)]
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(name, pictures[number % N_DISTINCT])
    return names


def timed(action):
    """Seconds that a call takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def measure(network, n_images, repetitions):
    """One row of the table, in a process of its own."""
    from topomaps.activations.streaming import stream_layers
    from topomaps.data.image_archives import ImageBatches
    from topomaps.models.applications import build_application, layer_function, preprocessing

    options, layers = NETWORKS[network]
    model = build_application(network, image_shape=SHAPE, **options)
    preprocess = preprocessing(network)
    forward = layer_function(model, layers, preprocess)
    members = np.random.default_rng(0).random((N_GROUPS, n_images)) < 6 / N_GROUPS
    members = members.astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "images.zip"
        batches = ImageBatches(path, write_archive(path, n_images), SHAPE, BATCH)
        forward(np.zeros((BATCH, *SHAPE, 3), dtype=np.uint8))  # compiles
        stream = [timed(lambda: stream_layers(forward, batches, members))]
        row = {"network": network, "n_images": n_images, "peak_mib": peak_mib()}
        if repetitions:
            inputs = preprocess(np.concatenate([images for _, images in batches])).numpy()
            model.predict(inputs[:BATCH], batch_size=BATCH, verbose=0)  # compiles
        bare = []
        for _ in range(repetitions):
            bare.append(timed(lambda: model.predict(inputs, batch_size=BATCH, verbose=0)))
            stream.append(timed(lambda: stream_layers(forward, batches, members)))
    row["stream_images_per_s"] = round(n_images / min(stream), 1)
    row["predict_images_per_s"] = round(n_images / min(bare), 1) if bare else np.nan
    row["stream_over_predict"] = round(min(bare) / min(stream), 3) if bare else np.nan
    return row


def main():
    """Print the measurements and write them to a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=NETWORKS, nargs="+", default=["MobileNet"])
    parser.add_argument("--images", type=int, nargs="+", default=[200, 600])
    parser.add_argument("--repetitions", type=int, default=2, help="0 measures memory alone")
    parser.add_argument(
        "--output", type=Path, default=Path("results/benchmarks/extraction_speed.tsv")
    )
    options = parser.parse_args()
    rows = []
    for network in options.network:
        for n_images in options.images:
            with multiprocessing.get_context("spawn").Pool(1) as pool:  # its peak is its own
                rows.append(pool.apply(measure, (network, n_images, options.repetitions)))
                print(rows[-1], flush=True)
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output, sep="\t", index=False)


if __name__ == "__main__":
    main()
