"""NAPs of many networks and groupings, in a part for tuning layouts and one for judging them.

Which part a network belongs to is fixed here by network, so that no layer of one that was tuned on
takes part in the verdict. `python benchmarks/layout_networks.py --mirror FOLDER` (or URL)
writes results/benchmarks/naps/<part>/<network>/<layer>-<grouping>.npz, each with `naps` (1, G, N)
and `features` (1, N, F) as the workflow has them; files that are there are not made again.

The ONNX networks ship inside packages of PyPI, which need nothing of their own to be read:
`pip install --no-deps rapidocr nudenet rapidocr-onnxruntime`. They are left out where missing.
"""

import argparse
import csv
import functools
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image
from topomaps.data.downloads import fetch
from topomaps.data.published_images import read_idx, split_digits
from topomaps.data.sources import source_named

TARGET = Path(__file__).parents[1] / "results" / "benchmarks" / "naps"
TUNING, VERDICT = "tuning", "verdict"
FACES_PER_RACE = 80
LEAST_GROUP = 8  # inputs; smaller groups are left out
BATCH = 40
KERAS_FILES = {
    "MobileNet": "mobilenet_2_5_224_tf_no_top.h5",
    "VGG16": "vgg16_notop.h5",
}


class Inputs(NamedTuple):
    """Inputs and their groupings.

    Attributes
    ----------
    values : ndarray, shape (n, ...)
    groupings : dict
        Name -> label (n,) of each input.
    """

    values: np.ndarray
    groupings: dict


class Case(NamedTuple):
    """A network, the part it belongs to, and a function of the mirror that opens it.

    The function gives `Inputs`, and one from some of them to activations (b, ..., N) by layer.
    """

    name: str
    part: str
    open: callable


@functools.cache
def pictures(mirror, dataset, split):
    """Pictures (n, 28, 28) uint8 and labels (n,) of MNIST or Fashion-MNIST."""
    arrays, prefix = [], {"train": "train", "test": "t10k"}[split]
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("images-idx3", "labels-idx1"):
            file = Path(folder) / f"{prefix}-{kind}-ubyte.gz"
            fetch(source_named(dataset), file.name, file, mirror=mirror)
            arrays.append(read_idx(file))
    return arrays[0], arrays[1].astype(np.int64)


@functools.cache
def faces(mirror, side):
    """The first faces of each race as `Inputs` (n, side, side, 3) uint8."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            Path(folder) / name
            for name in ("fairface_label_val.csv", "fairface-img-margin025-trainval.zip")
        ]
        for path in paths:
            fetch(source_named("fairface"), path.name, path, mirror=mirror)
        with open(paths[0], newline="") as file:
            rows = list(csv.DictReader(file))
        seen, chosen = {}, []
        for row in rows:
            seen[row["race"]] = seen.get(row["race"], 0) + 1
            if seen[row["race"]] <= FACES_PER_RACE:
                chosen.append(row)
        with zipfile.ZipFile(paths[1]) as archive:
            values = [_face(archive, row["file"], side) for row in chosen]
    groupings = {
        name: np.array([row[name] for row in chosen]) for name in ("race", "gender", "age")
    }
    return Inputs(np.stack(values), groupings)


def _face(archive, name, side):
    with archive.open(name) as file:
        return np.asarray(Image.open(file).convert("RGB").resize((side, side), Image.BICUBIC))


def dense(dataset, sizes, epochs, n_inputs=None):
    """Opens an MLP of scikit-learn, trained on a dataset."""

    def opened(mirror):
        from sklearn.neural_network import MLPClassifier

        inputs, labels = _table(mirror, dataset)
        shown = Inputs(inputs[-2000:], {"class": labels[-2000:]})
        model = MLPClassifier(sizes, max_iter=epochs, random_state=1, early_stopping=False)
        model.fit(inputs[:n_inputs], labels[:n_inputs])
        return shown, lambda values: _hidden(model, values)

    return opened


def _hidden(model, values):
    """Activations of the hidden layers of an MLP of scikit-learn."""
    found = {}
    for number, (weights, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True), 1):
        if number < len(model.coefs_):
            values = np.maximum(values @ weights + bias, 0)
            found[f"hidden_{number}"] = values
    return found


def _table(mirror, dataset):
    """Inputs (n, F) with unit variance or from 0 to 1, and labels (n,), in random order."""
    if dataset in ("mnist", "fashion-mnist"):
        inputs, labels = pictures(mirror, dataset, "train")
        return inputs.reshape(len(inputs), -1) / 255, labels
    if dataset == "digits":
        arrays = split_digits()
        inputs = np.concatenate([arrays["train_inputs"], arrays["test_inputs"]])
        labels = np.concatenate([arrays["train_labels"], arrays["test_labels"]])
        inputs = inputs.reshape(len(inputs), -1) / 16
    else:
        from sklearn import datasets

        inputs, labels = getattr(datasets, f"load_{dataset}")(return_X_y=True)
        inputs = (inputs - inputs.mean(axis=0)) / inputs.std(axis=0)
    order = np.random.default_rng(0).permutation(len(inputs))
    return inputs[order], labels[order]


def trained(dataset, architecture, epochs, seed, n_inputs=20_000):
    """Opens a network of HHAI's Table 1, trained on pictures."""

    def opened(mirror):
        import keras
        from topomaps.models.training import as_inputs, build_model, train

        inputs, labels = pictures(mirror, dataset, "train")
        keras.utils.set_random_seed(seed)
        model = build_model(architecture, (28, 28, 1), 10)
        train(model, as_inputs(inputs[:n_inputs], 255), labels[:n_inputs], epochs)
        names = [each.name for each in model.layers]
        layers = [name for name in names if name in ("hidden", "conv_1", "conv_2")]
        shown, classes = pictures(mirror, dataset, "test")
        shown = Inputs(as_inputs(shown[:2000], 255), {"class": classes[:2000]})
        return shown, _keras_layers(model, layers)

    return opened


def _keras_layers(model, layers):
    import keras

    inner = keras.Model(model.inputs, [model.get_layer(name).output for name in layers])

    def call(values):
        found = inner.predict_on_batch(values)
        found = found if isinstance(found, list | tuple) else [found]
        return dict(zip(layers, map(np.asarray, found), strict=True))

    return call


def application(name, layers, side, **options):
    """Opens a Keras application that looks at faces; its weights lie in the mirror's folder."""

    def opened(mirror):
        import keras

        path = Path(mirror) / "keras-applications" / KERAS_FILES[name]
        shape = (side, side, 3)
        model = getattr(keras.applications, name)(
            include_top=False, weights=None, input_shape=shape, **options
        )
        model.load_weights(path)
        shown = faces(mirror, side)
        module = getattr(keras.applications, name.lower())
        values = module.preprocess_input(shown.values.astype(np.float32))
        return shown._replace(values=values), _keras_layers(model, layers)

    return opened


def shipped(package, file, inputs, n_layers):
    """Opens an ONNX network inside a package, at layers spread evenly over its depth."""

    def opened(mirror):
        from topomaps.models.onnx_networks import OnnxNetwork
        from topomaps.models.preprocessing import Preprocessing

        [folder] = find_spec(package).submodule_search_locations
        network = OnnxNetwork(Path(folder) / file)
        shown = inputs(mirror)
        call = network.forward(_spread(network, n_layers), Preprocessing(), outputs=False)
        return shown, lambda values: call(values)[0]

    opened.package = package
    return opened


def _spread(network, n_layers):
    """Names of layers of feature maps with 48 to 1,024 of them, from the first to the last."""
    wide = [
        each.name
        for each in network.layers.values()
        if each.kind in ("Conv", "Relu", "HardSwish", "Mul", "Add")
        and each.axis is not None
        and each.shape is not None
        and len(each.shape) == 3
        and 48 <= (each.shape[-1] or 0) <= 1024
    ]
    places = np.linspace(0.15, 0.95, n_layers) * (len(wide) - 1)
    return list(dict.fromkeys(wide[round(place)] for place in places))


def detected_faces(side, low):
    """Faces as detectors take them, from a low value to 1."""

    def inputs(mirror):
        shown = faces(mirror, side)
        return shown._replace(values=low + (1 - low) * shown.values.astype(np.float32) / 255)

    return inputs


def digits_as_text(height, width):
    """MNIST's digits in the middle of a line of text, dark on white, from −1 to 1."""

    def inputs(mirror):
        shown, labels = pictures(mirror, "mnist", "test")
        lines = np.full((600, height, width), 255, np.uint8)
        left = (width - height) // 2
        for line, picture in zip(lines, shown, strict=False):
            line[:, left : left + height] = 255 - np.asarray(
                Image.fromarray(picture).resize((height, height), Image.BICUBIC)
            )
        values = lines.astype(np.float32)[..., None].repeat(3, axis=-1) / 127.5 - 1
        return Inputs(values, {"class": labels[:600]})

    return inputs


CASES = (
    Case("digits_mlp", TUNING, dense("digits", (128, 64), 60)),
    Case("mnist_mlp", TUNING, trained("mnist", "mlp", 5, 1)),
    Case("mnist_cnn", TUNING, trained("mnist", "cnn", 1, 1)),
    Case("cancer_mlp", TUNING, dense("breast_cancer", (100,), 60)),
    Case(
        "mobilenet", TUNING,
        application("MobileNet", ["conv_pw_3_relu", "conv_pw_6_relu", "conv_pw_11_relu",
                                  "conv_pw_13_relu"], 224, alpha=0.25),
    ),
    Case(
        "text_direction", TUNING,
        shipped("rapidocr", "models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
                digits_as_text(48, 192), 3),
    ),
    Case(
        "text_detector_4", TUNING,
        shipped("rapidocr_onnxruntime", "models/ch_PP-OCRv4_det_infer.onnx",
                detected_faces(224, -1), 4),
    ),
    Case("fashion_mlp", VERDICT, trained("fashion-mnist", "mlp", 5, 2)),
    Case("fashion_cnn", VERDICT, trained("fashion-mnist", "cnn", 1, 2)),
    Case("wide_mlp", VERDICT, dense("mnist", (512, 256), 4, 10_000)),
    Case("fashion_deep_mlp", VERDICT, dense("fashion-mnist", (256, 128, 64), 6, 10_000)),
    Case("wine_mlp", VERDICT, dense("wine", (100,), 200)),
    Case(
        "vgg16", VERDICT,
        application("VGG16", [f"block{number}_pool" for number in range(1, 6)], 112),
    ),
    Case(
        "text_reader", VERDICT,
        shipped("rapidocr", "models/PP-OCRv6_rec_small.onnx", digits_as_text(48, 96), 4),
    ),
    Case(
        "text_detector_6", VERDICT,
        shipped("rapidocr", "models/PP-OCRv6_det_small.onnx", detected_faces(224, -1), 3),
    ),
    Case(
        "body_detector", VERDICT,
        shipped("nudenet", "320n.onnx", detected_faces(320, 0), 3),
    ),
)  # fmt: skip


def profiles(shown, call):
    """Profiles {(layer, grouping): (G, ..., N)}, summed batch by batch."""
    members = {name: _members(labels) for name, labels in shown.groupings.items()}
    sums = {}
    for first in range(0, len(shown.values), BATCH):
        part = slice(first, first + BATCH)
        for layer, values in call(shown.values[part]).items():
            flat = values.reshape(len(values), -1).astype(float)
            for name, matrix in members.items():
                total = (matrix[:, part] @ flat).reshape(len(matrix), *values.shape[1:])
                sums[layer, name] = sums.get((layer, name), 0) + total
    for (_, name), total in sums.items():
        counts = members[name].sum(axis=1)
        total /= counts.reshape(-1, *[1] * (total.ndim - 1))
        total -= total.mean(axis=0)
    return sums


def _members(labels):
    """Which inputs belong to which group (G, n), groups of enough inputs alone."""
    names, counts = np.unique(labels, return_counts=True)
    return (names[counts >= LEAST_GROUP, None] == labels).astype(float)


def made(case, mirror):
    """Write the NAPs of one network, unless they are there."""
    from topomaps.profiles.naps import pool_feature_maps, profile_features

    folder = TARGET / case.part / case.name
    package = getattr(case.open, "package", None)
    if package and find_spec(package) is None:
        print(f"{case.name} is left out: `pip install --no-deps {package}` brings it")
        return
    if (folder / "done").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for (layer, grouping), values in profiles(*case.open(mirror)).items():
        naps, features = pool_feature_maps(values), profile_features(values)
        if np.abs(naps).max() > 0:
            name = "".join(each if each.isalnum() or each in "_." else "_" for each in layer)
            arrays = {"naps": naps[None], "features": features[None].astype(np.float32)}
            np.savez(folder / f"{name}-{grouping}.npz", **arrays)
            print(case.name, layer, grouping, values.shape, flush=True)
    (folder / "done").touch()


def main():
    """Make the NAPs of all networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", required=True)
    mirror = parser.parse_args().mirror
    for case in CASES:
        made(case, mirror)


if __name__ == "__main__":
    main()
