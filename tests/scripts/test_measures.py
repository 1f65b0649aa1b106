"""Scores of connected regions, and the figures of all measures."""

import numpy as np
import pandas as pd
import plot_drawn_maps
import score_maps
from topomaps.common.files import load_table

MEASURES = {"component_count", "mean_relative_size", "size_weighted_convexity"}
COMPONENTS = {"image_size": 60, "threshold": 240, "min_area": 10}
ERRORS = {"image_size": 60, "blur_radii": [2, 4], "resize_sizes": [30, 10]}
TEXT = {"group": str, "parameter": str, "arithmetic": str}
KEYS = {"experiment": "e", "layer": "l", "method": "PCA", "condition": "layout"}


def test_every_group_with_inputs_is_scored_in_every_trial(naps, layout, tmp_path):
    out = tmp_path / "scores.tsv.gz"
    score_maps.main(
        naps=naps, layout=layout, scores=out, keys=KEYS, resolution=20, components=COMPONENTS
    )
    table = load_table(out, dtype={"group": str})
    assert set(table["measure"]) == MEASURES
    assert set(table["group"].dropna()) == {"a", "b"}
    assert set(table["trial"]) == {0, 1}
    assert len(table) == 2 * 3 * 3
    of_trial = table[(table["trial"] == 0) & (table["measure"] == "component_count")]
    mean = of_trial.loc[of_trial["group"].isna(), "value"].item()
    assert mean == of_trial.loc[of_trial["group"].notna(), "value"].mean()
    convexity = table.loc[table["measure"] == "size_weighted_convexity", "value"]
    assert convexity.between(0, 1).all()


def test_errors_and_components_do_not_change_each_other(naps, layout, tmp_path):
    both, parts = tmp_path / "both.tsv.gz", []
    what = {"errors": ERRORS, "components": COMPONENTS}
    given = {"naps": naps, "layout": layout, "keys": KEYS, "resolution": 20}
    score_maps.main(**given, scores=both, **what)
    for name, settings in what.items():
        out = tmp_path / f"{name}.tsv.gz"
        score_maps.main(**given, scores=out, **{name: settings})
        parts.append(load_table(out, dtype=TEXT))
    order = ["trial", "measure", "arithmetic", "group", "parameter"]
    together = load_table(both, dtype=TEXT).sort_values(order)
    alone = pd.concat(parts).sort_values(order)
    pd.testing.assert_frame_equal(together.reset_index(drop=True), alone.reset_index(drop=True))


def sampled(tmp_path, **components):
    plot_drawn_maps.main(
        png=tmp_path / "m.png", pdf=tmp_path / "m.pdf", scores=tmp_path / "m.tsv",
        image_size=300, resize_sizes=[30, 10], blur_radii=[4, 20], components=components,
    )  # fmt: skip
    return load_table(tmp_path / "m.tsv").set_index("map")


def test_the_papers_claims_hold_for_the_drawn_maps(tmp_path):
    table = sampled(tmp_path, image_size=300, threshold=240, min_area=10)
    convexity = table["size_weighted_convexity"].sort_values()
    assert set(convexity.index[-2:]) == {"A", "B"}
    assert set(convexity.index[:2]) == {"C", "G"}
    assert abs(convexity["E1"] - convexity["E2"]) < 0.05
    assert convexity["D"] < convexity[["E1", "E2", "F1", "F2"]].min()
    assert (table.loc[["F1", "F2"], "component_count"] == 2).all()
    assert np.isfinite(table.to_numpy()).all()
    assert (tmp_path / "m.png").stat().st_size > 10_000


def test_drawn_maps_are_measured_as_the_components_are_set(tmp_path):
    published = sampled(tmp_path, image_size=100, threshold=230, min_area=9)
    assert (published.loc[["F1", "F2"], "component_count"] == 2).all()
    none = sampled(tmp_path, image_size=100, threshold=230, min_area=100 * 100)
    assert (none["component_count"] == 0).all()
    assert (none["blur_mse"] == published["blur_mse"]).all()
