"""Adapters from layouts to tables of scores."""

import aggregate_scores
import numpy as np
import pandas as pd
import render_maps
import score_faithfulness
import score_maps
from topomaps.common.files import load_arrays, load_table, save_arrays
from topomaps.scores.tables import COLUMNS

SETTINGS = {"resolution": 20, "image_size": 60, "color_limit": "max"}
SCORES = {
    "resolution": 20,
    "errors": {"image_size": 60, "blur_radii": [2, 4], "resize_sizes": [30, 10]},
}
OF_SHAPE = ["density_variation", "roundness"]
KEYS = {"experiment": "e", "layer": "l", "method": "PCA", "condition": "naps"}


def test_maps_hold_all_that_figures_show(naps, layout, tmp_path):
    render_maps.main(naps=naps, layout=layout, maps=tmp_path / "maps.npz", **SETTINGS)
    maps = load_arrays(tmp_path / "maps.npz")
    assert maps["images"].shape == (3, 60, 60, 3)
    assert (maps["images"][2] == 255).all()  # the empty group
    assert len(np.unique(maps["images"][0])) > 10
    assert maps["limit"] == np.nanmax(abs(maps["naps"]))
    assert maps["positions"].shape == (12, 2)
    np.testing.assert_array_equal(maps["images"], maps["scored_images"])


def test_a_percentile_deepens_the_maps_that_are_shown_not_those_that_are_scored(
    naps, layout, tmp_path
):
    found = {}
    for limit in ("max", 60):
        settings = {**SETTINGS, "color_limit": limit}
        render_maps.main(naps=naps, layout=layout, maps=tmp_path / "maps.npz", **settings)
        found[limit] = load_arrays(tmp_path / "maps.npz")
    largest, cut = found["max"], found[60]
    sizes = np.abs(cut["naps"][:2]).ravel()  # the third group is empty
    assert cut["limit"] == np.percentile(sizes, 60)
    assert (largest["percentile"], cut["percentile"]) == (100, 60)
    np.testing.assert_array_equal(cut["scored_images"], largest["images"])
    assert cut["images"].mean() < largest["images"].mean()  # less white


def test_scores_are_tidy_and_leave_empty_groups_out(naps, layout, tmp_path):
    path = tmp_path / "scores.tsv.gz"
    score_maps.main(naps=naps, layout=layout, scores=path, keys=KEYS, **SCORES)
    table = load_table(path, dtype={"group": str, "parameter": str})
    assert set(table.columns) == set(COLUMNS)
    assert set(table["group"].dropna()) == {"a", "b"}
    assert set(table["trial"]) == {0, 1}
    assert np.isfinite(table["value"]).all()
    # trials x (groups and their mean) x measures x arithmetics x (parameters and their AUC)
    assert len(table) == 2 * 3 * 2 * 2 * 3
    assert (table["method"] == "PCA").all()


def test_aggregation_cuts_at_the_number_of_trials(naps, layout, tmp_path):
    part = tmp_path / "part.tsv.gz"
    score_maps.main(naps=naps, layout=layout, scores=part, keys=KEYS, **SCORES)
    for trials in (1, 2):
        aggregate_scores.main(
            tables=[part], scores=tmp_path / "all.tsv.gz", summary=tmp_path / "sum.tsv",
            tests=tmp_path / "tests.tsv", trials=trials,
        )  # fmt: skip
        table = load_table(tmp_path / "all.tsv.gz")
        assert list(table.columns) == COLUMNS
        assert set(table["trial"]) == set(range(trials))
        summary = pd.read_csv(tmp_path / "sum.tsv", sep="\t")
        assert (summary["n"] == trials).all()
        assert len(summary) == 4  # two measures in two arithmetics
        assert (tmp_path / "tests.tsv").read_text().startswith("experiment\tlayer\tcondition")


def test_faithfulness_is_scored_per_trial_and_sees_shuffled_neurons(naps, layout, tmp_path):
    arrays = load_arrays(naps)
    features = arrays["features"].astype(float)
    faithful, shuffled = load_arrays(layout), load_arrays(layout)
    faithful["positions"] = features[..., :2]
    shuffled["positions"] = np.random.default_rng(0).permutation(features[..., :2], axis=1)
    save_arrays(tmp_path / "faithful.npz", **faithful)
    save_arrays(tmp_path / "shuffled.npz", **shuffled)
    score_faithfulness.main(
        naps=naps, layouts=[tmp_path / "faithful.npz", tmp_path / "shuffled.npz"],
        scores=tmp_path / "scores.tsv", methods=["PCA", "PCA_PSO"], keys={"experiment": "e"},
        distances=False,
    )  # fmt: skip
    table = load_table(tmp_path / "scores.tsv")
    assert list(table.columns) == COLUMNS
    of_neighbors = ["trustworthiness_5", "neighbor_preservation_5", "continuity_5"]
    assert set(table["measure"]) == {*of_neighbors, "DPQ", "morans_i_5", *OF_SHAPE}
    ranks = table[table["measure"].isin(of_neighbors)]
    means = ranks.groupby(["method", "trial"])["value"].mean()
    assert (means["PCA"] == 1).all()
    assert (means["PCA_PSO"] < 0.8).all()
    values = table.set_index(["method", "trial", "measure"])["value"].drop(OF_SHAPE, level=2)
    assert (values["PCA"] > values["PCA_PSO"]).all()
