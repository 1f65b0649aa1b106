"""Figures of plain arrays."""

import re

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from topomaps import (
    compute_layout,
    group_separation,
    hidden_subgroups,
    neuron_activation_profiles,
    plot,
)
from topomaps.figures.subgroups import N_TEXTS

LABELS = np.arange(90) % 3
ACTIVATIONS = np.random.default_rng(0).random((90, 24))
ACTIVATIONS[:, :15] += np.repeat(np.eye(3), 5, axis=1)[LABELS]  # five neurons for each group
NAMES, NAPS = neuron_activation_profiles(ACTIVATIONS, np.array(["cat", "dog", "owl"])[LABELS])
POSITIONS = compute_layout("TSNE_PSO", NAPS.T, seed=0, n_steps=300)


def texts(figure):
    return {text.get_text() for text in figure.findobj(matplotlib.text.Text)} - {""}


def images(figure):
    return [axes.images[0].get_array() for axes in figure.axes if axes.images]


def test_maps_have_their_groups_counts_and_a_colour_bar(tmp_path):
    figure = plot.maps(NAPS, POSITIONS, NAMES, counts=[30, 30, 30])
    assert {"cat", "dog", "owl", "n = 30"} <= texts(figure)
    assert "NAP value\ncolours end at\npercentile 99 of\n|NAP|" in texts(figure)
    assert [image.shape for image in images(figure)] == [(300, 300, 3)] * 3
    figure.savefig(tmp_path / "maps.png")
    assert (tmp_path / "maps.png").stat().st_size > 10_000


def test_without_counts_none_are_written_and_empty_groups_are_marked():
    naps = NAPS.copy()
    naps[1] = np.nan
    figure = plot.maps(naps, POSITIONS)
    assert {"0", "1", "2", "no inputs"} <= texts(figure)
    assert not any("n =" in text for text in texts(figure))
    assert len(images(figure)) == 2


def test_a_common_limit_makes_colours_paler():
    own, common = (plot.maps(NAPS, POSITIONS, limit=limit) for limit in (None, 5.0))
    assert images(common)[0].min() > images(own)[0].min()


def test_maps_are_reordered_on_demand():
    naps = np.stack([NAPS[0], NAPS[1], 0.9 * NAPS[0]])
    figure = plot.maps(naps, POSITIONS, reorder=True)
    column = {axes.get_title(): axes.get_subplotspec().colspan.start for axes in figure.axes[:3]}
    assert abs(column["0"] - column["2"]) == 1
    kept = plot.maps(naps, POSITIONS).axes[:3]
    assert [axes.get_subplotspec().colspan.start for axes in kept] == [0, 1, 2]


def test_feature_maps_are_averaged():
    maps = NAPS[:, None, None, :] + np.array([-1, 1])[:, None]  # means are the NAPs
    for first, second in zip(
        images(plot.maps(maps, POSITIONS)), images(plot.maps(NAPS, POSITIONS)), strict=True
    ):
        np.testing.assert_array_equal(first, second)


def test_neurons_are_dots_in_the_colours_of_their_values():
    figure = plot.neurons(NAPS, POSITIONS, NAMES)
    dots = [axes.collections[0] for axes in figure.axes if axes.get_title()]
    assert [len(each.get_offsets()) for each in dots] == [24] * 3
    assert sorted(dots[1].get_array()) == pytest.approx(sorted(NAPS[1]))
    assert set(NAMES) <= texts(figure)


def test_regions_are_outlined_with_the_inputs_that_excite_them():
    pictures = np.random.default_rng(1).random((90, 8, 8))
    options = {"activations": ACTIVATIONS, "labels": LABELS, "threshold": 0.3, "n_inputs": 2}
    figure = plot.regions(NAPS, POSITIONS, NAMES, pictures=pictures, **options)
    assert len(images(figure)) == 3 + 3 * 2
    assert {"cat", "dog", "owl"} <= texts(figure)
    listed = " ".join(texts(plot.regions(NAPS, POSITIONS, NAMES, **options)))
    assert listed.count("input ") == 3 * 2
    assert "neurons" in " ".join(texts(plot.regions(NAPS, POSITIONS, threshold=0.3)))


def test_neurons_that_differ_are_counted():
    test = group_separation(ACTIVATIONS, LABELS, seed=0, n_permutations=199)
    figure = plot.significant(NAPS, POSITIONS, test, title="animals")
    counts = {f"{(p <= 0.05).sum()} of 24" for p in test.neuron_p}
    assert counts <= texts(figure)
    assert any(text.startswith("animals") for text in texts(figure))


@pytest.fixture(scope="module")
def divided():
    """Activations and labels: a third of the cats act like owls; the last input has no label."""
    acts_like = np.repeat([0, 2, 1, 2], [60, 30, 90, 90])
    given = np.repeat(["cat", "dog", "owl"], 90).astype(object)
    values = np.random.default_rng(1).normal(size=(270, 24))
    values += 3 * np.repeat(np.eye(3), 8, axis=1)[acts_like]
    given[-1] = None
    return values, given


@pytest.fixture(scope="module")
def parts(divided):
    with pytest.warns(UserWarning, match="1 of 270 inputs have no label"):
        return hidden_subgroups(*divided)


def test_a_second_mode_stands_beside_the_whole(divided, parts):
    with pytest.warns(UserWarning, match="1 of 270 inputs have no label"):
        figure = plot.subgroups(*divided, POSITIONS, parts)
    said = " ".join(texts(figure))
    assert "1 of 3 groups have two modes" in said
    assert {"whole group", "first part", "second part", "acts like", "67%", "33%"} <= texts(figure)
    assert "of cat act like owl" in " ".join(said.split())
    listed = next(each for each in texts(figure) if "inputs " in each)
    numbers = re.findall(r"\d+", listed.partition("inputs")[2])
    assert len(numbers) == 4
    assert all(60 <= int(each) < 90 for each in numbers)
    _, first, second, like = images(figure)[:4]
    assert np.abs(second - like.astype(int)).mean() < np.abs(first - like.astype(int)).mean() / 4


def test_inputs_of_a_second_mode_are_shown(divided, parts):
    values, given = divided
    kept = given != None  # noqa: E711 - one by one
    found = hidden_subgroups(values[kept], given[kept], towards="anything")
    names = [f"animal{number}" for number in range(269)]
    figure = plot.subgroups(values[kept], given[kept], POSITIONS, found, pictures=names)
    shown = re.findall(r"animal(\d+)", " ".join(texts(figure)))
    assert len(shown) == N_TEXTS
    assert all(60 <= int(each) < 90 for each in shown)


def test_subgroups_of_other_inputs_are_refused(divided, parts):
    values, given = divided[0][:-1], divided[1][:-1]
    with pytest.raises(ValueError, match="found is of 270 inputs in 3 groups, but there are 269"):
        plot.subgroups(values, given, POSITIONS, parts)
    with pytest.raises(ValueError, match="found is a DataFrame; give the result of"):
        plot.subgroups(values, given, POSITIONS, parts.table)
    with pytest.raises(ValueError, match="activations of shape"):
        plot.subgroups(values, given, POSITIONS[:-1], parts)


def test_figures_leave_the_settings_of_the_user_alone(tmp_path):
    with plt.rc_context({"font.size": 17}):
        figure = plot.maps(NAPS, POSITIONS, NAMES)
        assert plt.rcParams["font.size"] == 17
    assert isinstance(figure, Figure)
    assert figure.axes[0].title.get_fontsize() == 7
    assert plt.get_fignums() == []


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"shape \(3, 24\) and positions of shape \(23, 2\) do no"):
        plot.maps(NAPS, POSITIONS[:-1])
    with pytest.raises(ValueError, match="3 rows of NAPs, but 2 names"):
        plot.neurons(NAPS, POSITIONS, ["a", "b"])
    with pytest.raises(ValueError, match="there are 90 activations, but 4 labels"):
        plot.regions(NAPS, POSITIONS, activations=ACTIVATIONS, labels=[1, 2, 3, 4])


def test_a_single_map_is_drawn_in_the_axes_that_are_given():
    own, axes = plt.subplots(1, 2)
    figure = plot.maps(NAPS[1], POSITIONS, "dog", ax=axes[0], title="my map")
    assert figure is own
    assert axes[0].get_title() == "my map"
    assert len(axes[0].images) == 1
    assert not axes[1].images
    plot.neurons(NAPS[1], POSITIONS, "dog", ax=axes[1])
    assert axes[1].get_title() == "dog"
    assert len(axes[1].collections[0].get_offsets()) == 24
    assert plt.fignum_exists(own.number)  # it is the user's
    plt.close(own)
    alone = plot.maps(NAPS[1], POSITIONS)
    np.testing.assert_array_equal(images(alone)[0], own.axes[0].images[0].get_array())


def test_all_groups_fit_into_one_axes_or_one_for_each():
    own, axes = plt.subplots(1, 3)
    assert plot.maps(NAPS, POSITIONS, NAMES, ax=axes, title="all") is own
    assert [each.get_title() for each in axes] == NAMES.tolist()
    assert "all" in texts(own)
    with pytest.raises(ValueError, match="ax are 2 axes, but there are 3 groups; give one each"):
        plot.maps(NAPS, POSITIONS, ax=axes[:2])
    plt.close(own)
    for layout in (None, "constrained"):
        own, (left, right) = plt.subplots(1, 2, layout=layout)
        assert plot.maps(NAPS, POSITIONS, NAMES, ax=left, title="all") is own
        assert {*NAMES, "all"} <= texts(own)
        own.canvas.draw()
        places = [each.get_position() for each in own.subfigs[0].axes]
        assert len(places) == 4
        boxes = [each.get_window_extent() for each in own.subfigs[0].axes]
        assert all(each.x1 <= right.get_window_extent().x0 for each in boxes)
        plt.close(own)
    with pytest.raises(ValueError, match="ax is a int; give axes of matplotlib"):
        plot.maps(NAPS, POSITIONS, ax=3)


def test_colours_are_those_that_are_named():
    options = {"limit": 1e-3, "cmap": "PuOr"}
    purple, red = (
        images(plot.maps(NAPS[0], POSITIONS, **each))[0] for each in (options, {"limit": 1e-3})
    )
    for level, color in ((0.0, (0, 0, 255)), (1.0, (255, 0, 0))):
        expected = matplotlib.colormaps["PuOr"](level, bytes=True)[:3]
        places = (red == color).all(axis=2)
        assert places.sum() > 100
        assert (purple[places] == expected).all()
    dots = plot.neurons(NAPS[0], POSITIONS, cmap="PuOr").axes[0].collections[0]
    assert dots.get_cmap().name == "PuOr"
    white = matplotlib.colors.ListedColormap(["blue", "white", "red"])
    assert (images(plot.maps(NAPS[0], POSITIONS, cmap=white))[0] == 254).all(axis=2).any()
    with pytest.raises(ValueError, match="cmap is 'bwrr', which matplotlib does not have"):
        plot.maps(NAPS, POSITIONS, cmap="bwrr")
    again = images(plot.maps(NAPS[0], POSITIONS, limit=1e-3))[0]
    np.testing.assert_array_equal(again, red)


def test_all_figures_have_the_same_options():
    test = group_separation(ACTIVATIONS, LABELS, n_permutations=9)
    calls = {
        "maps": (NAPS, POSITIONS), "neurons": (NAPS, POSITIONS), "regions": (NAPS, POSITIONS),
        "significant": (NAPS, POSITIONS, test),
        "subgroups": (ACTIVATIONS, LABELS, POSITIONS, hidden_subgroups(ACTIVATIONS, LABELS)),
    }  # fmt: skip
    assert set(calls) == set(plot.__all__) == set(dir(plot))
    for name, arguments in calls.items():
        own, axes = plt.subplots(figsize=(7, 7), layout="constrained")
        how = {"limit": 0.5, "cmap": "RdBu_r", "title": "mine"}
        assert getattr(plot, name)(*arguments, **how, ax=axes) is own
        assert any(text.startswith("mine") for text in texts(own)), name
        plt.close(own)
        figure = getattr(plot, name)(*arguments, **how)
        assert isinstance(figure, Figure)
        assert any(text.startswith("mine") for text in texts(figure)), name


def test_tensors_and_tables_are_drawn_as_arrays_are():
    torch = pytest.importorskip("torch")
    expected = images(plot.maps(NAPS, POSITIONS, NAMES))
    naps, positions = (torch.tensor(each, requires_grad=True) for each in (NAPS, POSITIONS))
    for figure in (
        plot.maps(naps, positions, NAMES.tolist()),
        plot.maps(pd.DataFrame(NAPS), pd.DataFrame(POSITIONS), pd.Series(NAMES)),
    ):
        for found, image in zip(images(figure), expected, strict=True):
            np.testing.assert_array_equal(found, image)


def test_a_layout_of_the_groups_is_refused_with_the_way_to_one_of_the_neurons():
    words = r"NAPs of shape \(3, 24\) and positions of shape \(3, 2\).*topomaps.profile_features"
    for name in plot.__all__[:3]:
        with pytest.raises(ValueError, match=words):
            getattr(plot, name)(NAPS, POSITIONS[:3])
