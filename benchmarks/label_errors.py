"""Average precision of finding planted label errors: ours, and cleanlab's, in five cases.

Errors in test labels are looked for with a network trained on the right labels; errors in training
labels with networks of a cross-validation, each of which has learned the errors of the other folds.
Cleanlab is used where it is installed (`pip install cleanlab`), else its published measure,
self-confidence. Trains five networks' worth of folds, a few minutes.

Run from the top folder: `PYTHONPATH=scripts python benchmarks/label_errors.py`; with `--mirror` (a
folder or URL, README) the datasets are not fetched from their own addresses.
"""

import argparse
import functools
import tempfile
from pathlib import Path

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
CASES = (  # dataset, split, class, its new label, share; without class any input, any other label
    ("fashion-mnist", "test", 0, 1, 0.9),
    ("fashion-mnist", "test", None, None, 0.1),
    ("mnist", "train", 0, 1, 0.9),
    ("mnist", "train", 0, 1, 0.5),
    ("mnist", "train", 0, 1, 0.2),
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


def alter(labels, source, target, share, seed):
    """Labels with a share of a class, or of all inputs, wrong."""
    generator, altered = np.random.default_rng(seed), labels.copy()
    members = np.arange(len(labels)) if source is None else np.flatnonzero(labels == source)
    rows = generator.choice(members, int(share * len(members)), replace=False)
    if source is None:
        altered[rows] = (labels[rows] + generator.integers(1, N_CLASSES, len(rows))) % N_CLASSES
    else:
        altered[rows] = target
    return altered


def learn_and_look(inputs, labels, shown, epochs, seed):
    """Train the MLP; activations of its hidden layer and predictions of the shown inputs."""
    keras.utils.set_random_seed(seed)
    model = build_model("mlp", inputs.shape[1:], N_CLASSES)
    train(model, inputs, labels, epochs)
    outputs = [model.get_layer(name).output for name in ("hidden", "output")]
    return keras.Model(model.inputs, outputs).predict(shown, batch_size=1024, verbose=0)


def evidence(mirror, dataset, split, given, epochs, seed):
    """Activations, held-out predictions and folds of the inputs whose labels are suspected."""
    inputs, labels = read(mirror, dataset, "train")
    if split == "test":
        shown, _ = read(mirror, dataset, "test")
        found = learn_and_look(inputs, labels, shown, epochs, seed)
        return *found, np.zeros(len(shown), dtype=np.int64)
    activations, probabilities = np.empty((len(given), 128)), np.empty((len(given), N_CLASSES))
    folds = np.empty(len(given), dtype=np.int64)
    cuts = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed).split(inputs, given)
    for fold, (others, rows) in enumerate(cuts):
        found = learn_and_look(inputs[others], given[others], inputs[rows], epochs, seed + fold)
        activations[rows], probabilities[rows] = found
        folds[rows] = fold
    return activations, probabilities, folds


def measure(wrong, score, name):
    """Average precision, area under the ROC curve, and precision at the number altered."""
    first = np.argsort(-score, kind="stable")[: wrong.sum()]
    return {
        f"{name}_ap": average_precision_score(wrong, score),
        f"{name}_auroc": roc_auc_score(wrong, score),
        f"{name}_precision": wrong[first].mean(),
    }


def compare(mirror, case, epochs, seed):
    """One row of the table."""
    dataset, split, source, target, share = case
    labels = read(mirror, dataset, split)[1]
    given = alter(labels, source, target, share, seed)
    wrong = given != labels
    activations, probabilities, folds = evidence(mirror, dataset, split, given, epochs, seed)
    table = suspicious_inputs(activations, given, probabilities, folds=folds, seed=seed)
    expected = expected_wrong(table["score"])
    confidence = cleanlab_confidence(given, np.asarray(probabilities, dtype=np.float64))
    change = "any to any" if source is None else f"{source} to {target}"
    return {
        "case": f"{dataset} {split}, {share:.0%} {change}",
        "altered": wrong.sum(),
        **measure(wrong, table["score"].to_numpy(), "ours"),
        **measure(wrong, 1 - confidence, "cleanlab"),
        "expected": f"{expected[0]:.0f} [{expected[1]:.0f}, {expected[2]:.0f}]",
    }


def main():
    """Print the table and write it to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", default="")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, default=Path("results/benchmarks/label_errors.tsv"))
    options = parser.parse_args()
    make_deterministic(options.seed, options.threads)
    rows = [compare(options.mirror, case, options.epochs, options.seed) for case in CASES]
    table = pd.DataFrame(rows)
    source = "published measure" if cleanlab_confidence is self_confidence else "cleanlab"
    print(f"self-confidence: {source}")
    print(table.round(4).to_string(index=False))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output, sep="\t", index=False)


if __name__ == "__main__":
    main()
