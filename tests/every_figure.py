"""Small data and models of every source, every grouping, and where every figure is to be found."""

import json
import re
import zlib
from contextlib import suppress
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from drawn_images import write_zip
from images_of_classes import CLASSES, class_files
from topomaps.common.startup_log_filter import without_startup_lines

from rules.configuration.figures import FIGURES

N_IMAGES, SIDE = 120, 8
SHARE_OF_WRONG_LABELS = 0.2
SETTINGS = {  # the quickest that all figures can be made of
    "trials_per_job": 2,
    "layouts": {"n_steps": 20},
    "explained": {"n_regions": 2, "n_inputs": 1},
    "attributions": {"n_of_group": 2, "cells": 3, "randomised": 2, "orders": 2},
    "preferred_inputs": {"n_images": 2, "n_steps": 2},
    "scores": {"blur_radii": [2, 10], "resize_sizes": [50, 10]},
}
DATASETS = {
    "pictures": {
        "source": "image_table", "path": "images.csv", "images": "images.zip", "test_share": 0.5,
        "image_size": [SIDE, SIDE], "channels": 1,
    },
}  # fmt: skip
MODELS = {
    "mlp": {"dataset": "pictures", "architecture": "mlp", "width": 16, "epochs": 8,
            "checkpoints": [0, 8]},
    "cnn": {"dataset": "pictures", "architecture": "cnn", "width": 16, "epochs": 8,
            "checkpoints": [0, 8]},
    "keras": {"path": "mine.keras", "class_names": "labels"},
    "h5": {"path": "nested.h5", "class_names": list(CLASSES),
           "preprocessing": {"divisor": 127.5, "offset": -1}},
    "onnx": {"path": "mine.onnx", "class_names": list(CLASSES)},
    "mobilenet": {"application": "MobileNet", "alpha": 0.25, "include_top": False,
                  "weights": "random", "preprocessing": {"size": [32, 32]}},
}  # fmt: skip
SOURCES = {
    "mlp": {"model": "mlp", "layers": ["flatten", "hidden"]},
    "cnn": {"model": "cnn", "layers": ["conv_1", "flatten"]},
    "keras": {"model": "keras", "dataset": "pictures", "layers": ["conv", "dense"]},
    "h5": {"model": "h5", "dataset": "pictures", "layers": ["features/conv", "dense"]},
    "onnx": {"model": "onnx", "dataset": "pictures", "layers": ["conv", "dense"]},
    "application": {"model": "mobilenet", "dataset": "pictures",
                    "layers": ["conv_pw_1_relu", "conv_pw_2_relu"]},
    "file": {"activations": "own.npz"},
    "folder": {"activations": "stored"},
    "tokens": {"activations": "tokens.npz", "tokens": "mean"},
}  # fmt: skip
GROUPINGS = {
    "class": "class",
    "prediction": "prediction",
    "correctness": "correctness",
    "confusion": "confusion",
    "checkpoint": "checkpoint",
    "attribute": "size",
    "combination": ["prediction", "size"],
}
# Names for readers, of all that figures name; no figure has a word of the other ones.
NAMES = {
    "layers": {
        "conv": "layer A", "dense": "layer B, with a long name that is wrapped",
        "conv_1": "layer C", "flatten": "layer D", "hidden": "layer E", "features/conv": "layer F",
        "block": "layer G", "conv_pw_1_relu": "layer H", "conv_pw_2_relu": "layer I",
    },
    "groups": {"cat": "Felis", "dog": "собака", "size": {"big": "grande", "small": "petit"}},
    "variables": {"size": "extent"},
    "methods": {"PCA_PSO": "our order"},
}  # fmt: skip
RAW = re.compile(
    r"\b(cat|dog|big|small|conv(?!exity|olution)\w*|dense|flatten|hidden|block|PCA_\w+)\b(?!/|\.png)"
)
TRAINED, WITHOUT_PREDICTIONS = ("mlp", "cnn"), ("application",)
PAGE_WIDTH, LEAST_TYPE = 7.2, 7  # inches, both columns of most journals; points
# The file of each figure, below results/figures.
FILES = {
    "map_grid": ["{part}/{layer}/{method}/map_grid"],
    "method_comparison": ["{part}/{layer}/method_comparison"],
    "layers": ["{part}/layers_{method}"],
    "dissimilarities": ["{part}/dissimilarities"],
    "regions": ["{part}/{layer}/{method}/regions"],
    "variables": ["{experiment}/variables_all", "{experiment}/variables_shown"],
    "similar_groups": ["{part}/similar_groups_all", "{part}/similar_groups_shown"],
    "tests": ["{part}/separation", "{part}/significant", "{part}/similarities"],
    "outcomes": ["{part}/outcomes"],
    "explorer": [],  # a page: `explorer_pages`
    "label_errors": ["{part}/{layer}/{method}/label_errors"],
    "confusion": ["{part}/{layer}/{method}/confusion"],
    "suspicious_inputs": ["{part}/suspicious_inputs"],
    "subgroups": ["{part}/subgroups"],
    "preferred_inputs": ["{part}/{layer}/{method}/preferred_inputs"],
    "attributions": ["{part}/{layer}/{method}/attributions"],
    "effects": ["{part}/{layer}/{method}/effects"],
    "training": ["{part}/{layer}/{method}/training"],
    "quality": ["{part}/{layer}/quality_float", "{part}/{layer}/quality_uint8"],
    "faithfulness": ["{part}/{layer}/faithfulness"],
    "layouts": ["{part}/layouts"],
    "measures": ["{part}/{layer}/{method}/measures"],
    "alterations": ["{part}/{layer}/{method}/alterations"],
    "measure_steps": ["{part}/{layer}/{method}/measure_steps"],
}
# Figures that one grouping alone has, and those that a grouping cannot have.
OF_ONE_GROUPING = {
    "label_errors": "correctness",
    "confusion": "confusion",
    "training": "checkpoint",
}
OF_TRIALS = ("quality", "layouts")
OF_OWN_INPUTS = (
    "tests", "suspicious_inputs", "subgroups", "attributions", "preferred_inputs", "effects",
)  # fmt: skip
OF_NETWORKS = ("attributions", "preferred_inputs", "effects")
OF_PREDICTIONS = ("outcomes", "effects")
WITHOUT_NETWORK = ("file", "folder", "tokens")


def write_data(folder):
    """Write the images, models and activations of all sources."""
    files = class_files(N_IMAGES, (SIDE, SIDE))
    write_zip(folder / "images.zip", files)
    generator = np.random.default_rng(0)
    true = np.arange(N_IMAGES) % len(CLASSES)
    wrong = generator.random(N_IMAGES) < SHARE_OF_WRONG_LABELS
    labels = np.array(CLASSES)[np.where(wrong, (true + 1) % len(CLASSES), true)]
    sizes = np.array(["big", "small"])[np.arange(N_IMAGES) // 3 % 2]
    table = pd.DataFrame({"file": list(files), "label": labels, "size": sizes})
    table.to_csv(folder / "images.csv", index=False)
    _write_activations(folder, labels, np.array(CLASSES)[true], sizes, generator)
    _write_models(folder)


def _write_activations(folder, labels, predictions, sizes, generator):
    """Of units, feature maps and tokens of 16 neurons, in a file, a folder of shards, a file."""
    codes = np.searchsorted(np.array(CLASSES), labels)
    strength = np.eye(3, 16)[codes] + 0.5 * (sizes == "big")[:, None] * np.eye(16)[5]
    units = generator.random((N_IMAGES, 16)) + strength
    maps = generator.random((N_IMAGES, 3, 3, 16)) + strength[:, None, None]
    tokens = generator.random((N_IMAGES, 5, 16)) + strength[:, None]
    known = {"labels": labels, "predictions": predictions, "attributes/size": sizes}
    inputs = generator.random((N_IMAGES, SIDE, SIDE))
    arrays = {"activations/conv": maps, "activations/dense": units}
    np.savez(folder / "own.npz", **known, **arrays, inputs=inputs)
    arrays = {"activations/block": tokens, "activations/dense": units.astype(np.float16)}
    np.savez(folder / "tokens.npz", **known, **arrays)
    (folder / "stored/conv").mkdir(parents=True)
    for number, part in enumerate(np.split(maps.astype(np.float16), [50, 100])):
        np.save(folder / f"stored/conv/{number}.npy", part)
    np.save(folder / "stored/dense.npy", units)
    columns = {"label": labels, "prediction": predictions, "size": sizes}
    pd.DataFrame(columns).to_csv(folder / "stored/inputs.csv", index=False)


def _write_models(folder):
    """A network that knows the classes: as a Keras file, nested in an older one, and as ONNX."""
    from onnx_conversion import to_onnx
    from topomaps.models.backend import keras

    inputs, targets = _training_images()
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((SIDE, SIDE, 1)), *_layers(keras)])
    _fit(model, inputs / 255, targets)
    model.save(folder / "mine.keras")
    to_onnx(model, folder / "mine.onnx")
    conv, *others = _layers(keras)
    features = keras.Sequential([keras.Input((SIDE, SIDE, 1)), conv], name="features")
    nested = keras.Sequential([keras.Input((SIDE, SIDE, 1)), features, *others])
    _fit(nested, inputs / 127.5 - 1, targets)
    nested.save(folder / "nested.h5")


def _layers(keras):
    return [
        keras.layers.Conv2D(16, 3, strides=2, activation="relu", name="conv"),
        keras.layers.Flatten(name="flatten"),
        keras.layers.Dense(16, activation="relu", name="dense"),
        keras.layers.Dense(3, activation="softmax", name="out"),
    ]


def _training_images():
    from io import BytesIO

    from PIL import Image

    files = class_files(300, (SIDE, SIDE), seed=1)
    images = [np.asarray(Image.open(BytesIO(data)), dtype=np.float32) for data in files.values()]
    return np.stack(images)[..., None], np.arange(300) % len(CLASSES)


def _fit(model, inputs, targets):
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(inputs, targets, epochs=8, batch_size=16, verbose=0)


def config_of(experiments):
    """Configuration of experiments, with the models and data that they use."""
    models = {each["model"] for each in experiments.values() if "model" in each}
    models = {name: MODELS[name] for name in MODELS if name in models}
    return {
        **SETTINGS, "datasets": {"pictures": DATASETS["pictures"]}, "models": models,
        "experiments": experiments,
    }  # fmt: skip


def is_possible(source, grouping):
    """Whether the inputs of a source can be grouped so."""
    if grouping == "checkpoint":
        return source in TRAINED
    of_labels = grouping in ("class", "attribute")
    return of_labels or source not in WITHOUT_PREDICTIONS


def has_figure(source, grouping, figure):
    """Whether a source, grouped so, can have a figure."""
    if not is_possible(source, grouping):
        return False
    if OF_ONE_GROUPING.get(figure, grouping) != grouping:
        return False
    if source in WITHOUT_NETWORK and figure in OF_NETWORKS:
        return False
    if grouping == "checkpoint" and figure in (*OF_TRIALS, *OF_OWN_INPUTS):
        return False
    return figure not in OF_PREDICTIONS or source not in WITHOUT_PREDICTIONS


def experiment_of(source, groupings, figures, methods=("random",)):
    """Experiment of a source with some groupings and figures; of checkpoints alone, one trial."""
    alone = list(groupings) == ["checkpoint"]
    given = [GROUPINGS[each] for each in groupings]
    combined = isinstance(given[0], list)  # alone, it is a list in a list
    return {
        **SOURCES[source], "groups": given if combined or len(given) > 1 else given[0],
        "random_groups": not alone, "trials": 1 if alone else 2, "methods": list(methods),
        "permutations": 19, "resamples": 100, "figures": list(figures),
    }  # fmt: skip


def layer_files(source):
    """File names of the layers of a source."""
    names = {"file": ["conv", "dense"], "folder": ["conv", "dense"], "tokens": ["block", "dense"]}
    layers = names.get(source) or SOURCES[source]["layers"]
    return [layer.replace("/", "-") for layer in layers]


def figure_files(name, source, experiment):
    """Paths below results/figures of all figures that an experiment (name, settings) has."""
    groups = experiment["groups"]
    groups = groups if isinstance(groups, list) else [groups]
    several = len(groups) > 1
    names = {repr(each): name for name, each in GROUPINGS.items()}
    found = set()
    for given in groups:
        grouping = names[repr(given)]
        by = "_".join(given) if isinstance(given, list) else given
        part = f"{name}_{by}" if several else name
        for figure in experiment["figures"]:
            if not has_figure(source, grouping, figure):
                continue
            for pattern, layer, method in product(
                FILES[figure], layer_files(source), experiment["methods"]
            ):
                found.add(pattern.format(experiment=name, part=part, layer=layer, method=method))
    return sorted(found)


def explorer_pages(folder, experiments):
    """Pages of the experiments (settings by name) that have an explorer."""
    return [
        Path(folder) / f"results/explorer/{name}.html"
        for name, experiment in experiments.items()
        if "explorer" in experiment["figures"]
    ]


def check_pages(folder, experiments):
    """Assert that every explorer has all groups, and is a page that stands alone."""
    pages = explorer_pages(folder, experiments)
    assert pages
    for page in pages:
        contents = json.loads(page.with_suffix(".json").read_text())
        (name,) = {each["experiment"] for each in contents["groupings"]}
        assert name == page.stem
        assert all(len(each["groups"]) > 1 for each in contents["groupings"])
        assert len(contents["views"]) >= 2 * len(contents["groupings"])  # all have two layers
        text = page.read_text()
        assert text.count("<script") == text.count("</script>") > 0
        assert len(text) > page.with_suffix(".json").stat().st_size


def check_files(folder, names):
    """Assert that figures exist, as PNG and PDF."""
    for name in names:
        path = Path(folder) / "results/figures" / name
        for ending in (".png", ".pdf"):
            file = path.with_name(path.name + ending)
            assert file.is_file(), f"{name}{ending} is missing"
            assert file.stat().st_size > 1000, f"{name}{ending} is empty"
        _check_print(file)


def _check_print(pdf):
    """Assert that a figure fits two columns of a journal, and that its type can be read there."""
    data, sizes = pdf.read_bytes(), set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with suppress(zlib.error):  # a font or a picture
            sizes |= set(re.findall(rb"/F\d+ ([\d.]+) Tf", zlib.decompress(stream)))
    left, _, right, _ = map(float, re.search(rb"/MediaBox \[([^\]]*)\]", data)[1].split())
    assert (right - left) / 72 < PAGE_WIDTH, f"{pdf} is too wide"
    assert not sizes or min(map(float, sizes)) >= LEAST_TYPE, f"{pdf} has small type"


def check_words(folder, names):
    """Assert that figures have names for readers, and none that stands for one."""
    texts = set()
    for name in names:
        words = _words_of(Path(folder) / "results/figures" / f"{name}.pdf")
        assert not (raw := [each for each in words if RAW.search(each)]), (name, raw)
        texts |= words
    together = " ".join(sorted(texts))
    for shown in ("layer A", "layer B", "Felis", "grande", "extent", "our order"):
        assert shown in together, shown


def _words_of(pdf):
    """Lines of text in a PDF of matplotlib; letters of its own font alone."""
    lines = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf.read_bytes(), re.DOTALL):
        with suppress(zlib.error):
            for text in re.findall(rb"BT\n(.*?)\nET", zlib.decompress(stream), re.DOTALL):
                parts = re.findall(rb"\(((?:\\.|[^\\)])*)\)", text, re.DOTALL)
                letters = re.sub(rb"\\(.)", rb"\1", b"".join(parts))
                lines.add(letters.decode("utf-16-be", errors="replace"))
    return lines


def check_log(path):
    """Assert that a log has nothing of what TensorFlow and others say at each start."""
    text = path.read_bytes()
    assert without_startup_lines(text) == text, path
    for words in (b"oneDNN", b"CUDA", b"cuInit", b"rebuild TensorFlow", b"InitializeLog"):
        assert words not in text, path


def combinations(source):
    """Experiments of a source with all groupings and figures that it can have, by name."""
    groupings = [each for each in GROUPINGS if is_possible(source, each) and each != "checkpoint"]
    figures = [
        figure for figure in FIGURES if any(has_figure(source, each, figure) for each in groupings)
    ]
    experiments = {"all": experiment_of(source, groupings, figures)}
    if is_possible(source, "checkpoint"):
        figures = [each for each in FIGURES if has_figure(source, "checkpoint", each)]
        experiments["checkpoints"] = experiment_of(source, ["checkpoint"], figures)
    return experiments
