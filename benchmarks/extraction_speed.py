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
from topomaps.activations.extraction import KeptLayer, SummedGroups
from topomaps.activations.network_inputs import batches_for, open_for_dataset
from topomaps.activations.network_pass import NetworkPass
from topomaps.common.files import save_arrays
from topomaps.data.dataset import open_dataset
from topomaps.data.described_inputs import folder_dataset
from topomaps.groups.drawing import GIVEN, RANDOM, DrawnGroups
from topomaps.models.applications import build_application

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
SHAPE, BATCH, THREADS = (224, 224), 32, 2
N_GROUPS = 36  # race, gender, age, and as many random ones
GOAL = 0.9  # of the throughput of bare prediction
N_DISTINCT = 50  # images that the archive repeats


def peak_mib():
    """Peak memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20)


def write_archive(path, n_images):
    """Zip archive of a folder of JPEG files, smooth random pictures of two classes."""
    generator = np.random.default_rng(0)
    pictures = []
    for _ in range(N_DISTINCT):
        small = Image.fromarray(generator.integers(0, 255, (14, 14, 3)).astype(np.uint8))
        stream = io.BytesIO()
        small.resize(SHAPE, Image.Resampling.BICUBIC).save(stream, "JPEG")
        pictures.append(stream.getvalue())
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(n_images):
            archive.writestr(f"{number % 2}/{number}.jpg", pictures[number % N_DISTINCT])


def timed(action):
    """Seconds that a call takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def stream(folder, network, forward, batches, groups):
    """One pass that keeps means of feature maps and sums of groups; returns nothing but files."""
    layers, n_inputs = NETWORKS[network][1], sum(map(len, groups.inputs)) // 2
    kept = {}
    for layer in layers:
        sums = {"groups": SummedGroups(groups, np.full(N_GROUPS, -1), n_inputs)}
        kept[layer] = KeptLayer(folder, layer, layer, n_inputs, sums=sums)
    run = NetworkPass(folder, kept, n_inputs)
    run.run(forward, batches)
    run.close()


def drawn_groups(n_images):
    """As many given as random groups, each kind a division of all images."""
    generator = np.random.default_rng(0)
    names = tuple(str(group) for group in range(N_GROUPS // 2))
    inputs = []
    for _ in (GIVEN, RANDOM):
        codes = generator.integers(0, len(names), n_images)
        inputs += [np.flatnonzero(codes == group) for group in range(len(names))]
    kinds = (GIVEN,) * len(names) + (RANDOM,) * len(names)
    return DrawnGroups(names * 2, kinds, names * 2, kinds, inputs)


def measure(network, n_images, repetitions):
    """One row of the table, in a process of its own."""
    options, layers = NETWORKS[network]
    generator = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        write_archive(folder / "images.zip", n_images)
        arrays = folder_dataset(folder / "images.zip", test_share=1.0, generator=generator)
        save_arrays(folder / "dataset.npz", **arrays)
        data = open_dataset(folder / "dataset.npz")
        settings = {"application": network, "preprocessing": None, **options}
        opened, preprocess = open_for_dataset(None, settings, data, None, seed=0, threads=THREADS)
        batches = batches_for(opened, preprocess, data, np.arange(n_images), BATCH)
        forward = opened.forward(layers, preprocess)
        forward(np.zeros((BATCH, *SHAPE, 3), dtype=np.uint8))  # compiles
        groups = drawn_groups(n_images)
        streamed = [timed(lambda: stream(folder, network, forward, batches, groups))]
        row = {"network": network, "n_images": n_images, "peak_mib": peak_mib()}
        if repetitions:
            model = build_application(network, image_shape=SHAPE, **options)
            images = np.concatenate([images for _, images in batches])
            inputs = np.asarray(preprocess(images))
            model.predict(inputs[:BATCH], batch_size=BATCH, verbose=0)  # compiles
        bare = []
        for _ in range(repetitions):
            bare.append(timed(lambda: model.predict(inputs, batch_size=BATCH, verbose=0)))
            streamed.append(timed(lambda: stream(folder, network, forward, batches, groups)))
    row["stream_images_per_s"] = round(n_images / min(streamed), 1)
    row["predict_images_per_s"] = round(n_images / min(bare), 1) if bare else np.nan
    row["goal_stream_over_predict"] = GOAL
    row["stream_over_predict"] = round(min(bare) / min(streamed), 3) if bare else np.nan
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
