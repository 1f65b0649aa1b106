"""Throughput and peak memory of streamed extraction, against bare prediction.

The stream decodes JPEG files from a zip archive, runs the network, and sums the activations of
some layers per group. It is compared with `model.predict` of the network's last layer on arrays
in memory, in the same process and taking turns. Weights are random, which changes neither speed
nor memory. `small` is a network as a user would train it on pictures of 64 x 64 pixels.

The processor time of each part, taken alone, bounds what can be reached: with all parts side by
side and no core ever idle, an image takes the sum of its parts, divided by the cores.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/extraction_speed.py`
"""

import argparse
import io
import multiprocessing
import os
import resource
import sys
import tempfile
import zipfile
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from PIL import Image
from threadpoolctl import threadpool_limits
from topomaps.activations.extraction import KeptLayer, SummedGroups
from topomaps.activations.network_inputs import batches_for, open_for_dataset
from topomaps.activations.network_pass import NetworkPass
from topomaps.common.files import save_arrays
from topomaps.data.dataset import open_dataset
from topomaps.data.described_inputs import folder_dataset
from topomaps.groups.sampling import GIVEN, RANDOM, SampledGroups
from topomaps.models.backend import make_deterministic

APPLICATIONS = {
    "MobileNet": {"alpha": 0.25, "include_top": False},
    "VGG16": {},
}
LAYERS = {
    "MobileNet": ["conv_pw_3_relu", "conv_pw_6_relu", "conv_pw_11_relu", "conv_pw_13_relu"],
    "VGG16": ["block1_pool", "block2_pool", "block3_pool", "block4_pool", "block5_pool", "fc2"],
    "small": ["conv_1", "conv_2", "conv_3", "hidden"],
}
SHAPES = {"MobileNet": (224, 224), "VGG16": (224, 224), "small": (64, 64)}
BATCH, THREADS = 32, 2
N_GROUPS = 36  # race, gender, age, and as many random ones
GOAL = 0.9  # of the throughput of bare prediction
N_DISTINCT = 50  # images that the archive repeats


def peak_mib():
    """Peak memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kibibytes elsewhere
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20)


def write_archive(path, n_images, shape):
    """Zip archive of a folder of JPEG files, smooth random pictures of two classes."""
    generator = np.random.default_rng(0)
    pictures = []
    for _ in range(N_DISTINCT):
        small = Image.fromarray(generator.integers(0, 255, (14, 14, 3)).astype(np.uint8))
        stream = io.BytesIO()
        small.resize(shape, Image.Resampling.BICUBIC).save(stream, "JPEG")
        pictures.append(stream.getvalue())
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(n_images):
            archive.writestr(f"{number % 2}/{number}.jpg", pictures[number % N_DISTINCT])


def small_network():
    """A network as a user would train it."""
    from topomaps.models.backend import keras

    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((*SHAPES["small"], 3)),
            *(
                layers.Conv2D(16 * 2**n, 3, 2, activation="relu", name=f"conv_{n + 1}")
                for n in range(3)
            ),
            layers.Flatten(),
            layers.Dense(128, activation="relu", name="hidden"),
            layers.Dense(2, activation="softmax", name="output"),
        ]
    )


def seconds(action):
    """Seconds of the clock and of the processor that a call takes."""
    begin, used = perf_counter(), sum(os.times()[:2])
    action()
    return perf_counter() - begin, sum(os.times()[:2]) - used


def stream(folder, layers, forward, batches, groups):
    """One pass that keeps means of feature maps and sums of groups; returns nothing but files."""
    n_inputs, kept = sum(map(len, groups.inputs)) // 2, {}
    for layer in layers:
        sums = {"groups": SummedGroups(groups, np.full(N_GROUPS, -1), n_inputs, BATCH)}
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
    return SampledGroups(names * 2, kinds, names * 2, kinds, inputs)


def opened_network(network, folder, data):
    """The network as the workflow opens it, and its preprocessing."""
    if network in APPLICATIONS:
        file = None
        settings = {"application": network, "preprocessing": None, **APPLICATIONS[network]}
    else:
        make_deterministic(0, THREADS)
        file, settings = folder / "small.keras", {"preprocessing": "divide_by_255"}
        small_network().save(file)
    return open_for_dataset(file, settings, data, None, seed=0, threads=THREADS)


def measure(network, n_images, repetitions):
    """One row of the table, in a process of its own."""
    layers, shape = LAYERS[network], SHAPES[network]
    generator = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1, "blas"):
        folder = Path(folder)
        write_archive(folder / "images.zip", n_images, shape)
        arrays = folder_dataset(folder / "images.zip", test_share=1.0, generator=generator)
        save_arrays(folder / "dataset.npz", **arrays)
        data = open_dataset(folder / "dataset.npz")
        opened, preprocess = opened_network(network, folder, data)
        batches = batches_for(opened, preprocess, data, np.arange(n_images), BATCH)
        forward = opened.forward(layers, preprocess)
        forward(np.zeros((BATCH, *shape, 3), dtype=np.uint8))  # compiles
        groups = drawn_groups(n_images)
        calls = {"stream": lambda: stream(folder, layers, forward, batches, groups)}
        taken = {"stream": [seconds(calls["stream"])]}
        row = {"network": network, "n_images": n_images, "peak_mib": peak_mib()}
        if repetitions:
            images = [images for _, images in batches]
            inputs = np.asarray(preprocess(np.concatenate(images)))
            found = [(positions, forward(each)[0]) for positions, each in batches]
            model = opened.model
            calls |= {
                "predict": lambda: model.predict(inputs, batch_size=BATCH, verbose=0),
                "decode": lambda: list(batches),
                "forward": lambda: [forward(each) for each in images],
                "keep": lambda: stream(folder, layers, lambda each: (each, None), found, groups),
            }
            model.predict(inputs[:BATCH], batch_size=BATCH, verbose=0)  # compiles
        for _ in range(repetitions):
            for name, call in calls.items():
                taken.setdefault(name, []).append(seconds(call))
    clock = {name: min(each)[0] / n_images for name, each in taken.items()}
    used = {name: min(each)[1] / n_images for name, each in taken.items()}
    usual = {name: np.median([each for each, _ in times]) for name, times in taken.items()}
    row["stream_images_per_s"] = round(1 / clock["stream"], 1)
    if not repetitions:
        return row
    bound = sum(used[part] for part in ("decode", "forward", "keep")) / THREADS
    return {
        **row,
        "predict_images_per_s": round(1 / clock["predict"], 1),
        "goal_stream_over_predict": GOAL,
        "stream_over_predict": round(clock["predict"] / clock["stream"], 3),
        "median_over_median": round(float(usual["predict"] / usual["stream"]), 3),
        "bound_over_predict": round(clock["predict"] / bound, 3),
        **{f"processor_ms_{name}": round(1000 * each, 3) for name, each in used.items()},
    }


def main():
    """Print the measurements and write them to a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=LAYERS, nargs="+", default=["MobileNet", "small"])
    parser.add_argument("--images", type=int, nargs="+", default=[640])
    parser.add_argument("--repetitions", type=int, default=6, help="0 measures memory alone")
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
