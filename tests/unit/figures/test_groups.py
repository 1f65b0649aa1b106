"""Figures of groups are drawn from any data that the stages may write."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text
from topomaps.common.probabilities import written_p
from topomaps.figures.measure_steps import plot_measure_steps
from topomaps.figures.measures import TABLE, plot_measures
from topomaps.figures.separation import plot_separation
from topomaps.figures.significant import plot_significant
from topomaps.figures.similar_groups import plot_similar_groups
from topomaps.figures.similarities import plot_similarities
from topomaps.figures.variables import plot_variables
from topomaps.maps.drawn_maps import drawn_maps
from topomaps.maps.rendering import sampled
from topomaps.scores.components import CHANNELS, components
from topomaps.statistics.permutable import noted
from topomaps.statistics.significance import group_separation
from topomaps.statistics.similarities import similarity_intervals

NAMES = ["Latino Hispanic", "White", "Black"]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def maps_of(names, with_random=True):
    """Maps of groups and, if asked for, of as many random ones."""
    generator = np.random.default_rng(0)
    groups = [*names, *(f"random {n + 1}" for n in range(len(names) * with_random))]
    kinds = ["given"] * len(names) + ["random"] * (len(groups) - len(names))
    return {
        "images": generator.integers(0, 255, (len(groups), 30, 30, 3)).astype(np.uint8),
        "positions": generator.random((12, 2)),
        "naps": generator.normal(size=(len(groups), 12)),
        "limit": np.array(2.0),
        "percentile": np.array(100.0),
        "counts": np.full(len(groups), 5),
        "groups": np.array(groups),
        "kinds": np.array(kinds),
    }


def texts(figure):
    """All texts of a figure and its parts, line breaks as spaces."""
    figure.canvas.draw()
    found = figure.findobj(Text)
    return [artist.get_text().replace("\n", " ") for artist in found if artist.get_text()]


@pytest.mark.parametrize("with_random", [True, False])
def test_variables_stand_side_by_side_with_their_convexity(with_random):
    race, gender = maps_of(NAMES, with_random), maps_of(["Female", "Male"], with_random)
    layer = {
        "race": (race, np.arange(len(race["groups"])) / 100),
        "gender": (gender, np.full(len(gender["groups"]), 0.77)),
    }
    figure = plot_variables({"deep": layer, "deeper": layer}, "a network")
    found = texts(figure)
    assert found.count("0.77") == 2 * len(gender["groups"])
    assert found.count("Latino Hispanic") == 2
    assert found.count("race ±2") == 2
    assert found.count("random groups ±2") == (4 if with_random else 0)
    assert {"a network", "layer deep", "layer deeper"} <= set(found)


def test_rows_are_ordered_each_by_its_own_similarity():
    maps = maps_of(["a", "b", "c", "d"])
    maps["naps"][[0, 3]] = np.eye(12)[0] + 0.01 * maps["naps"][[0, 3]]
    maps["naps"][[1, 2]] = -np.eye(12)[0] + 0.01 * maps["naps"][[1, 2]]
    figure = plot_similar_groups({"one": (maps, "given"), "two": (maps, "random")}, "title")
    shown = [text for text in texts(figure) if text in ("a", "b", "c", "d")]
    assert abs(shown.index("a") - shown.index("d")) == 1
    assert abs(shown.index("b") - shown.index("c")) == 1
    assert sum(text.startswith("random ") for text in texts(figure)) == 4


def test_separation_says_p_or_its_bound():
    generator = np.random.default_rng(0)
    labels = np.repeat(NAMES, 10)
    chance = generator.normal(size=(30, 5))
    planted = chance + 9 * (labels == "White")[:, None]
    rows = [
        {"layer": name, **group_separation(values, labels, seed=0, n_permutations=99).summary()}
        for name, values in (("chance", chance), ("planted", planted))
    ]
    table = noted(pd.DataFrame(rows).assign(n_permutable=[30, 4]))
    found = texts(plot_separation(table, "race", alpha=0.05))
    assert "only 4 of 30 inputs can be permuted, no p below 0.01 is possible" in "\n".join(found)
    assert "p ≤ 0.01" in found
    assert f"p = {written_p(rows[0]['p'])}" in found
    assert "5 of 5" in found


@pytest.mark.parametrize("level", [0.001, 0.5, 1.0])
def test_lines_enclose_no_some_or_all_neurons(level):
    maps = maps_of(NAMES)
    tested = {"groups": np.sort(NAMES), "p": np.full((3, 12), level)}
    tested["p"][:, :4] = 0.05
    figure = plot_significant({"deep": (maps, tested)}, "race", alpha=0.5)
    assert "lies off the mean over groups" in " ".join(figure.get_suptitle().split())
    found = texts(figure)
    assert found.count("12 of 12" if level <= 0.5 else "4 of 12") == 3
    assert not any(text.startswith("random") for text in found)


def test_similarities_that_are_sure_are_bold():
    rows = [
        ("a", "b", -0.5, -0.6, -0.4, 0.01),  # as unrelated ones
        ("a", "c", 0.96, 0.9, 1.0, 0.01),
        ("a", "d", -0.9, -1.0, -0.8, 0.2),  # of a profile that is noise
        ("b", "c", -0.7, -0.8, -0.6, 0.05),
        ("b", "d", 0.04, -0.2, 0.3, 0.01),
        ("c", "d", 0.2, -0.6, 0.6, 0.01),
    ]
    columns = ["first", "second", "corrected", "low", "high", "noise_p"]
    pairs = pd.DataFrame(rows, columns=columns).assign(layer="deep", unrelated=-0.5)
    figure = plot_similarities(pairs, ["a", "b", "c", "d"], "race", 0.95)
    weights = {text.get_text(): text.get_fontweight() for text in figure.axes[0].texts}
    seldom = ("1.0", "−.7", ".0")
    assert {text: weight == "bold" for text, weight in weights.items()} == {
        text: text in seldom for text in weights
    }
    assert "unrelated groups have −0.50" in " ".join(figure.get_suptitle().split())
    within = plot_similarities(pairs, ["a", "b", "c", "d"], "race", 0.95, ["age"])
    assert "noise and means by age taken out" in " ".join(within.get_suptitle().split())


def test_similarities_of_real_tables_can_be_drawn():
    values = np.random.default_rng(0).normal(size=(30, 5))
    pairs = similarity_intervals(values, np.repeat(NAMES, 10), seed=0, n_resamples=20)
    plot_similarities(pairs.assign(layer="deep"), NAMES, "race", 0.95).canvas.draw()


def test_better_scores_are_darker():
    images = {name: image for name, image in drawn_maps(60).items() if name in "ABC"}
    scores = pd.DataFrame(
        [(1, 1, 1, 0.9, 0.9), (2, 2, 2, 0.5, 0.9), (9, 9, 9, 0.1, 0.1)],
        columns=list(TABLE),
        index=list("ABC"),
    )
    shades = plot_measures(images, scores, "title").axes[-1].images[0].get_array()
    assert shades.shape == (len(TABLE), 3)
    assert (shades[:, 0] > shades[:, 2]).all()
    assert (shades[:, 0] >= shades[:, 1]).all()


@pytest.mark.parametrize("name", ["A", "C", "F1"])
def test_steps_can_be_drawn_of_any_map(name):
    figure = plot_measure_steps(drawn_maps(60)[name], "title", image_size=60)
    assert sum(text.endswith("components") for text in texts(figure)) >= 2


@pytest.mark.parametrize(
    "settings", [{"threshold": 240, "min_area": 10}, {"threshold": 230, "min_area": 200}]
)
def test_steps_count_the_regions_that_are_scored(settings):
    image = drawn_maps(300)["C"]
    counts = components(sampled(image, 100), **settings)["channel"].value_counts()
    shown = texts(plot_measure_steps(image, "title", image_size=100, **settings))
    for name in CHANNELS:
        assert f"{counts.get(name, 0)} components" in shown
