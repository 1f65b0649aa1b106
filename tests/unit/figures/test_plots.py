"""Figures are drawn from any data that the stages may write, constant and empty groups included."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from topomaps.common.reader_names import method_name
from topomaps.figures.comparison import plot_comparison
from topomaps.figures.map_grid import plot_map_grid
from topomaps.figures.method_comparison import plot_method_comparison
from topomaps.figures.panels import Look, draw_violins, of_images, worst_first
from topomaps.figures.quality import plot_quality
from topomaps.figures.runtime import plot_runtime
from topomaps.figures.style import method_color, save_figure
from topomaps.layouts.growth import seconds_by_width
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


def test_panels_have_one_order_the_worst_mean_rank_on_top():
    rows = [
        (*panel, method, value)
        for panel, values in {
            ("layout", "blur_mse"): (3, 2, 1),
            ("naps", "blur_mse"): (2, 3, 1),
            ("naps", "resize_mse"): (9, 8, 7),
        }.items()
        for method, value in zip("abc", values, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["condition", "measure", "method", "value"])
    table = table.assign(parameter=None)
    assert worst_first(table) == ["a", "b", "c"]  # mean ranks 8/3, 7/3, 1
    assert worst_first(table, lower_is_better=False) == ["c", "b", "a"]


def test_labels_of_a_comparison_are_not_taken_for_methods(scores):
    tables = dict.fromkeys(("NAPs", "random"), scores[scores["method"] == "UMAP_PSO"])
    figure = plot_comparison(tables, "float")
    assert [each.get_text() for each in figure.legends[0].get_texts()] == ["NAPs", "random"]


def test_violins_name_the_methods_in_that_order_once_in_a_line(scores):
    figure = plot_quality(scores, "float")
    labels = [
        [label.get_text() for label in axes.get_yticklabels()]
        for axes in figure.axes
        if "area" in axes.get_xlabel()
    ]
    order = [*map(method_name, worst_first(of_images(scores, "float")))]
    assert labels == [order, [""] * len(order)] * 2  # the second condition has the same lines


def test_few_trials_are_points_and_equal_ones_one_large_point():
    rows = pd.DataFrame(
        [("few", t, None, t) for t in range(3)]
        + [("many", t, None, t) for t in range(20)]
        + [("equal", t, None, 1.5) for t in range(20)],
        columns=["method", "trial", "parameter", "value"],
    )
    _, axes = plt.subplots()
    draw_violins(axes, rows, ["few", "many", "equal"], look=Look(lambda method: "red"))
    points, mean, equal = axes.lines
    assert points.get_xdata().tolist() == [0, 1, 2]
    assert mean.get_xdata()[0] == 1
    assert (equal.get_xdata().tolist(), equal.get_marker()) == ([1.5], "D")
    assert sum("Poly" in type(each).__name__ or "Fill" in type(each).__name__
               for each in axes.collections) == 1  # fmt: skip
    plt.close()


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
    base, _, total = plot_runtime(seconds_by_width(table)).axes
    assert list(base.lines[0].get_ydata()) == [1.0, 2.0]
    # The panel "in all" has the base methods, too: of PCA, and of PCA_PSO.
    assert [list(line.get_ydata()) for line in total.lines] == [[1.0, 2.0], [4.0, 8.0]]


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
