"""The figure of effects: which regions and measures it shows, and its words."""

import numpy as np
import pandas as pd
from topomaps.figures.effects import plot_effects, shown_measures, shown_regions
from topomaps.figures.style import save_figure


def table(acting="a"):
    rows = []
    for region, kind in (("a", "found"), ("b", "named"), ("all", "whole layer")):
        for group in ("x", "y", "gap"):
            for measure, output in (("mean output", "1"), ("mean output", "2"), ("share", "1"),
                                    ("share", "2")):  # fmt: skip
                acts = region == acting and output == "2" and measure == "mean output"
                rows.append({
                    "region": region, "kind": kind, "found_in": "x", "group": group,
                    "measure": measure, "output": output, "change": -0.2 if acts else 0.3,
                    "low": -0.3, "high": 0.4, "control_low": -0.1, "control_high": 0.1,
                    "p": 0.01 if acts else 0.5, "p_holm": 0.02 if acts else 1.0, "least_p": 0.01,
                    "finding": "acts" if acts else "nothing",
                })  # fmt: skip
    return pd.DataFrame(rows)


def test_what_acts_is_shown_before_what_changes_more():
    effects = table()
    assert shown_regions(effects) == ["a", "b"]
    of_region = dict(list(effects.groupby("region")))
    assert shown_measures(of_region["a"]) == [("mean output", "2"), ("share", "2")]
    assert shown_measures(of_region["b"]) == [("mean output", "1"), ("share", "1")]


def test_the_figure_says_what_acts_and_where_nothing_does(tmp_path):
    generator = np.random.default_rng(0)
    maps = {
        "positions": generator.random((12, 2)), "groups": np.array(["x", "y"]),
        "images": generator.integers(0, 255, (2, 20, 20, 3)).astype(np.uint8),
    }  # fmt: skip
    regions = pd.DataFrame({"region": ["a"] * 3 + ["b"] * 3, "found_in": ["x"] * 3 + [""] * 3,
                            "neuron": [0, 1, 2, 3, 4, 5]})  # fmt: skip
    figure = plot_effects(maps, regions, table(), "title", "mean")
    words = [axes.get_title() for axes in figure.axes]
    assert "mean output of 2:\nacts on x, y, gap, p ≤ 0.02" in words
    assert "mean output of 1:\nnothing beyond other sets, p = 1" in words
    save_figure(figure, tmp_path / "a.png", tmp_path / "a.pdf")
    assert (tmp_path / "a.png").stat().st_size > 10_000
