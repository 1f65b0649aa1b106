"""Findings on real MNIST, in the folder of a finished run that the variable REAL_RUN names."""

import json
import os
from pathlib import Path

import numpy as np
from topomaps.common.files import load_arrays, load_table

RESULTS = Path(os.environ["REAL_RUN"]) / "results"


def test_accuracy_is_that_of_the_paper():
    facts = json.loads((RESULTS / "models/mnist_mlp/evaluation.json").read_text())
    assert facts["test_accuracy"] >= 0.97
    assert facts["parameters"] == 101_770


def test_layouts_lie_in_the_unit_square():
    layouts = sorted((RESULTS / "layouts/short_quality").rglob("*.npz"))
    assert len(layouts) == 2 * (5 + 7)
    for path in layouts:
        positions = load_arrays(path)["positions"]
        assert positions.shape == (3, 128, 2)
        assert positions.min() >= 0
        assert positions.max() <= 1


def test_scores_are_finite_and_random_is_worst_by_the_wrapped_errors():
    scores = load_table(RESULTS / "scores/short_quality.tsv.gz")
    assert np.isfinite(scores["value"]).all()
    summary = load_table(RESULTS / "scores/short_quality_summary.tsv")
    wrapped = summary[summary["arithmetic"] == "uint8"]
    worst = wrapped.loc[wrapped.groupby(["condition", "measure"])["mean"].idxmax(), "method"]
    assert worst.tolist() == ["random"] * 4


def test_figures_are_there():
    names = {path.name for path in (RESULTS / "figures").rglob("*.png")}
    quality = {"quality_float.png", "quality_uint8.png", "faithfulness.png"}
    assert names == {*quality, "label_errors.png"}


def test_the_injected_annotation_error_ranks_first():
    suspects = load_table(RESULTS / "tables/test_label_errors/hidden/PCA_PSO_suspects.tsv")
    first, second = suspects.query("suspected == 'test'").iloc[:2].to_dict("records")
    assert (first["class"], first["most_similar_class"]) == ("Trouser", "T-shirt/top")
    assert first["similarity_to_other"] > 0.9
    assert first["score"] > 2 * second["score"]
