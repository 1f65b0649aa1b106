"""Figures of plain arrays."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from topomaps import compute_layout, group_separation, neuron_activation_profiles, plot

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
