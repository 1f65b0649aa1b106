"""Average precision of finding planted label errors: ours, and cleanlab's, in five cases.

Errors in test labels are looked for with a network trained on the right labels; errors in training
labels with networks of a cross-validation, each of which has learned the errors of the other folds.
Cleanlab is used where it is installed (`pip install cleanlab`), else its published measure,
self-confidence. Trains five networks' worth of folds, a few minutes.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/label_errors.py`; with `--mirror` (a
folder or URL, docs/running.md) the datasets are not fetched from their own addresses.
"""

import argparse
import functools
import tempfile
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from topomaps.data.downloads import fetch
from topomaps.data.published_images import read_idx
from topomaps.data.sources import source_named
from topomaps.models.training import as_inputs, build_model, make_deterministic, train
from topomaps.statistics.confident_learning import self_confidence
from topomaps.statistics.expected_errors import expected_wrong
from topomaps.statistics.suspicious_inputs import suspicious_inputs

try:
    from cleanlab.rank import get_self_confidence_for_each_label as cleanlab_confidence
except ImportError:
    cleanlab_confidence = self_confidence

N_CLASSES, N_FOLDS = 10, 3
LAYERS = {"mlp": ("hidden",), "cnn": ("conv_1", "conv_2")}  # judged together


class Network(NamedTuple):
    """An architecture of HHAI, and how long it is trained."""

    architecture: str
    epochs: int


class Case(NamedTuple):
    """A share of a class gets the label of another one; without a class, of any inputs any."""

    dataset: str
    split: str
    source: int | None
    target: int | None
    share: float


CASES = (
    Case("fashion-mnist", "test", 0, 1, 0.9),
    Case("fashion-mnist", "test", None, None, 0.1),
    Case("mnist", "train", 0, 1, 0.9),
    Case("mnist", "train", 0, 1, 0.5),
    Case("mnist", "train", 0, 1, 0.2),
)


@functools.cache
def read(mirror, dataset, split):
    """Inputs (n, 28, 28, 1) of a network and labels (n,)."""
    arrays, prefix = [], {"train": "train", "test": "t10k"}[split]
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("images-idx3", "labels-idx1"):
            file = Path(folder) / f"{prefix}-{kind}-ubyte.gz"
            fetch(source_named(dataset), file.name, file, mirror=mirror)
            arrays.append(read_idx(file))
    return as_inputs(arrays[0], 255), arrays[1].astype(np.int64)


def alter(labels, case, seed):
    """Labels of which a share of a class, or of all inputs, is wrong."""
    generator, altered = np.random.default_rng(seed), labels.copy()
    anywhere = case.source is None
    members = np.arange(len(labels)) if anywhere else np.flatnonzero(labels == case.source)
    rows = generator.choice(members, int(case.share * len(members)), replace=False)
    if anywhere:
        altered[rows] = (labels[rows] + generator.integers(1, N_CLASSES, len(rows))) % N_CLASSES
    else:
        altered[rows] = case.target
    return altered


def learn(inputs, labels, network, seed):
    """Train a network; the model gives its layers (means of feature maps) and predictions."""
    keras.utils.set_random_seed(seed)
    model = build_model(network.architecture, inputs.shape[1:], N_CLASSES)
    train(model, inputs, labels, network.epochs)
    layers = [model.get_layer(name).output for name in LAYERS[network.architecture]]
    layers = [keras.ops.mean(layer, axis=(1, 2)) if layer.ndim == 4 else layer for layer in layers]
    return keras.Model(model.inputs, [*layers, *model.outputs])


def look(model, shown):
    """Layers (n, N_i), and predictions (n, C) last."""
    return model.predict(shown, batch_size=1024, verbose=0)


def held_out(inputs, given, network, seed):
    """Layers, predictions and folds of inputs, each judged by a network trained on others."""
    found, folds = None, np.empty(len(given), dtype=np.int64)
    cuts = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed).split(inputs, given)
    for fold, (others, rows) in enumerate(cuts):
        parts = look(learn(inputs[others], given[others], network, seed + fold), inputs[rows])
        if found is None:
            found = [np.empty((len(given), part.shape[1]), dtype=np.float32) for part in parts]
        for whole, part in zip(found, parts, strict=True):
            whole[rows] = part
        folds[rows] = fold
    return found, folds


@functools.cache
def tested(mirror, dataset, network, seed):
    """Layers and predictions of the test inputs, by a network trained on the right labels."""
    inputs, labels = read(mirror, dataset, "train")
    return look(learn(inputs, labels, network, seed), read(mirror, dataset, "test")[0])


def evidence(mirror, case, given, network, seed):
    """Layers (n, N_i), held-out predictions and folds of the inputs whose labels are suspected."""
    if case.split == "test":
        found = tested(mirror, case.dataset, network, seed)
        folds = np.zeros(len(given), dtype=np.int64)
    else:
        inputs = read(mirror, case.dataset, "train")[0][: len(given)]
        found, folds = held_out(inputs, given, network, seed)
    return found[:-1], np.asarray(found[-1], dtype=np.float64), folds


def measure(wrong, score, name):
    """Average precision, area under the ROC curve, and precision at the number altered."""
    first = np.argsort(-score, kind="stable")[: wrong.sum()]
    return {
        f"{name}_ap": average_precision_score(wrong, score),
        f"{name}_auroc": roc_auc_score(wrong, score),
        f"{name}_precision": wrong[first].mean(),
    }


def judge(found, given, wrong, seed):
    """How well the wrong labels are found, by our score and by cleanlab's, and how many expected.

    `found` is as of `evidence`; without wrong labels the measures are missing.
    """
    layers, predictions, folds = found
    suspects = suspicious_inputs(layers, given, predictions, folds=folds, seed=seed)
    expected, low, high = expected_wrong(suspects)
    measures = {"altered": wrong.sum()}
    if wrong.any():
        measures |= measure(wrong, suspects["score"].to_numpy(), "ours")
        measures |= measure(wrong, 1 - cleanlab_confidence(given, predictions), "cleanlab")
    return {**measures, "expected": expected, "low": low, "high": high}


def compare(mirror, case, network, seed):
    """One row of the table."""
    labels = read(mirror, case.dataset, case.split)[1]
    given = alter(labels, case, seed)
    row = judge(evidence(mirror, case, given, network, seed), given, given != labels, seed)
    change = "any to any" if case.source is None else f"{case.source} to {case.target}"
    return {"case": f"{case.dataset} {case.split}, {case.share:.0%} {change}", **row}


def options_of(description, output):
    """Parser of what both benchmarks of label errors are told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--mirror", default="")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, default=Path("results/benchmarks") / output)
    return parser


def main():
    """Print the table and write it to a file."""
    parser = options_of(__doc__, "label_errors.tsv")
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    make_deterministic(options.seed, options.threads)
    network = Network("mlp", options.epochs)
    rows = [compare(options.mirror, case, network, options.seed) for case in CASES]
    table = pd.DataFrame(rows)
    source = "published measure" if cleanlab_confidence is self_confidence else "cleanlab"
    print(f"self-confidence: {source}")
    print(table.round(4).to_string(index=False))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output, sep="\t", index=False)


if __name__ == "__main__":
    main()
