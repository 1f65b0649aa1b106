"""Figures are drawn from any data that the stages may write, constant and empty groups included."""

import numpy as np
import pandas as pd
import pytest
from topomaps.figures.map_grid import plot_map_grid
from topomaps.figures.method_comparison import plot_method_comparison
from topomaps.figures.quality import plot_quality
from topomaps.figures.runtime import plot_runtime
from topomaps.figures.style import method_color, save_figure
from topomaps.layouts.growth import growth_exponents, mean_seconds
from topomaps.layouts.methods import METHODS
from topomaps.scores.tables import image_score_table


@pytest.fixture
def maps():
    """Maps of four groups, the last of them empty."""
    generator = np.random.default_rng(0)
    naps = generator.normal(size=(4, 12))
    naps[3] = np.nan
    return {
        "images": generator.integers(0, 255, (4, 30, 30, 3)).astype(np.uint8),
        "positions": generator.random((12, 2)),
        "naps": naps,
        "limit": np.array(2.0),
        "percentile": np.array(100.0),
        "counts": np.array([5, 5, 5, 0]),
        "groups": np.array(["a correct", "b correct", "a wrong", "b wrong"]),
        "rows": np.array(["correct", "correct", "wrong", "wrong"]),
        "columns": np.array(["a", "b", "a", "b"]),
    }


@pytest.fixture
def scores():
    """Scores of three methods, one of them constant."""
    generator = np.random.default_rng(0)
    tables = []
    for method in ("random", "PCA_PSO", "UMAP_PSO"):
        for condition in ("layout", "naps"):
            for trial in range(3):
                noise = 0 if method == "PCA_PSO" else generator.random((2, 3))
                errors = {
                    (measure, arithmetic): np.array([[1.0, 2, 3], [2, 3, 4]]) + noise
                    for measure in ("blur_mse", "resize_mse")
                    for arithmetic in ("float", "uint8")
                }
                parameters = {"blur_mse": [2, 4, 6], "resize_mse": [30, 20, 10]}
                table = image_score_table(errors, parameters, ["a", "b"])
                tables.append(table.assign(method=method, condition=condition, trial=trial))
    return pd.concat(tables).replace({"group": {"": None}, "parameter": {"": None}})


def test_map_grid_marks_empty_groups(maps):
    figure = plot_map_grid(maps)
    titles = [axes.get_title() for axes in figure.axes]
    assert {"a", "b"} <= set(titles)
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert texts == ["no inputs"]


def test_method_comparison_has_two_rows_and_the_order_of_the_methods(maps):
    layouts = pd.DataFrame(
        {"method": ["PCA", "SOM"], "density_variation": [0.5, 0.25], "roundness": [0.8, 0.9]}
    )
    figure = plot_method_comparison({"SOM": maps, "PCA": maps}, 0, layouts)
    assert [axes.get_title() for axes in figure.axes if axes.get_title()] == ["SOM", "PCA"]
    assert len(figure.axes) == 2 * 2 + 1  # and a colour bar


def test_violins_are_sorted_by_mean_the_worst_on_top(scores):
    figure = plot_quality(scores, "float")
    labels = [
        [label.get_text() for label in axes.get_yticklabels()]
        for axes in figure.axes
        if "AUC" in axes.get_xlabel()
    ]
    assert len(labels) == 4
    means = (
        scores[
            scores["group"].isna()
            & scores["parameter"].isna()
            & (scores["arithmetic"] == "float")
            & (scores["measure"] == "blur_mse")
            & (scores["condition"] == "layout")
        ]
        .groupby("method")["value"]
        .mean()
    )
    assert labels[0] == list(means.sort_values().index)  # ticks count upwards


def test_runtime_adds_the_stages_of_hybrids():
    rows = [
        ("PCA", 8, 0, "base", 1.0),
        ("PCA", 16, 0, "base", 2.0),
        ("PCA_PSO", 8, 0, "base", 1.0),
        ("PCA_PSO", 8, 0, "swarm", 3.0),
        ("PCA_PSO", 16, 0, "base", 2.0),
        ("PCA_PSO", 16, 0, "swarm", 6.0),
    ]
    table = pd.DataFrame(rows, columns=["method", "n_neurons", "repetition", "stage", "seconds"])
    means = mean_seconds(table)
    panels = plot_runtime(means, growth_exponents(means)).axes
    lines = {line.get_label().split(":")[0]: line for panel in panels for line in panel.lines}
    assert list(lines["PCA_PSO"].get_ydata()) == [4.0, 8.0]


def test_equal_figures_are_equal_bytes(maps, tmp_path):
    for name in ("one", "two"):
        save_figure(plot_map_grid(maps), tmp_path / f"{name}.png", tmp_path / f"{name}.pdf")
    for ending in ("png", "pdf"):
        one, two = (tmp_path / f"{name}.{ending}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_every_method_has_a_colour():
    colors = {method: tuple(np.atleast_1d(method_color(method))) for method in METHODS}
    assert colors["UMAP"] == colors["UMAP_PSO"]
    assert len(set(colors.values())) == 8  # six with hybrids or alone, `sorted` and `random`
