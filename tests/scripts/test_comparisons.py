"""Adapters that compare methods, or experiments, over trials."""

import aggregate_scores
import compare_experiments
import numpy as np
import pandas as pd
import plot_comparison
import plot_layouts
import pytest
import score_faithfulness
import score_maps
from stages import check_figure
from topomaps.common.files import load_arrays, load_table, save_arrays, save_table


@pytest.fixture
def scores(naps, layout, tmp_path):
    """Files of scores of two methods, and of two experiments with one method."""
    files = {}
    for name, methods in {"both": ["PCA", "SOM"], "one": ["PCA"], "other": ["PCA"]}.items():
        parts = []
        for method in methods:
            part = tmp_path / "part.tsv.gz"
            keys = {"experiment": name, "layer": "l", "method": method, "condition": "naps"}
            errors = {"image_size": 60, "blur_radii": [2, 4], "resize_sizes": [30, 10]}
            score_maps.main(
                naps=naps, layout=layout, scores=part, keys=keys, resolution=20, errors=errors
            )
            parts.append(load_table(part, dtype={"group": str, "parameter": str}))
        files[name] = tmp_path / f"{name}.tsv.gz"
        save_table(files[name], pd.concat(parts))
    return files


def test_methods_are_compared_in_pairs_experiments_are_not(scores, tmp_path):
    tests = tmp_path / "tests.tsv"
    written = {"scores": tmp_path / "all.tsv.gz", "summary": tmp_path / "summary.tsv"}
    aggregate_scores.main(tables=[scores["both"]], **written, tests=tests, trials=2)
    assert set(load_table(tests)["test"]) == {"Wilcoxon"}
    assert (load_table(tests)["p_holm"] == 1).all()  # equal layouts
    compare_experiments.main(scores=[scores["one"], scores["other"]], tests=tests)
    table = load_table(tests)
    assert set(table["test"]) == {"Mann–Whitney"}
    assert set(table["first"]) == {"one"}


@pytest.mark.parametrize("names", [("one", "other"), ("both", "both")])
def test_comparison_has_a_figure_for_each_arithmetic(scores, tmp_path, names):
    arithmetics = ["float", "uint8"]
    figures = {end: [tmp_path / f"{name}.{end}" for name in arithmetics] for end in ("png", "pdf")}
    plot_comparison.main(
        scores=[scores[name] for name in names], labels=["A", "B"], arithmetics=arithmetics,
        **figures,
    )  # fmt: skip
    for png, pdf in zip(*figures.values(), strict=True):
        check_figure({"png": png, "pdf": pdf})
    assert figures["png"][0].read_bytes() != figures["png"][1].read_bytes()


def test_all_methods_are_ranked_by_all_measures(naps, layout, figures, tmp_path):
    keys, parts = {"experiment": "e", "layer": "l", "condition": "naps"}, []
    what = {
        "errors": {"image_size": 60, "blur_radii": [2, 4], "resize_sizes": [30, 10]},
        "components": {"image_size": 60, "threshold": 240, "min_area": 10},
    }
    other = tmp_path / "other.npz"
    positions = np.random.default_rng(9).random((2, 12, 2))
    save_arrays(other, **{**load_arrays(layout), "positions": positions})
    for method, path in (("PCA", layout), ("SOM", other)):
        parts.append(tmp_path / f"{method}.tsv.gz")
        score_maps.main(
            naps=naps, layout=path, scores=parts[-1], keys={**keys, "method": method},
            resolution=20, **what,
        )  # fmt: skip
    parts.append(tmp_path / "faithfulness.tsv.gz")
    score_faithfulness.main(
        naps=naps, layouts=[layout, other], scores=parts[-1], methods=["PCA", "SOM"], keys=keys,
        distances=False,
    )  # fmt: skip
    written = {"summary": tmp_path / "summary.tsv", "tests": tmp_path / "tests.tsv"}
    aggregate_scores.main(tables=parts, scores=tmp_path / "all.tsv.gz", **written, trials=2)
    table = tmp_path / "layouts.tsv"
    plot_layouts.main(**written, table=table, title="a network", **figures)
    check_figure(figures)
    ranked = load_table(table)
    assert set(ranked["method"]) == {"PCA", "SOM"}
    assert {"blur_mse", "continuity_5", "roundness", "DPQ"} <= set(ranked["measure"])
    first = ranked[ranked["rank"] == 1]
    assert (first["method"] == first["best"]).all()
