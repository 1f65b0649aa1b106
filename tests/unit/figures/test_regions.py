"""The figure of regions: of groups with and without any, with pictures and without."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text
from topomaps.activations.inputs import InputTable
from topomaps.activations.shown_inputs import Pictures
from topomaps.figures.regions import MAX_ROWS, plot_regions, shown_named_regions
from topomaps.maps.region_inputs import named_inputs, top_inputs
from topomaps.maps.regions import find_regions

N_INPUTS, N_NEURONS, N_SHOWN = 20, 40, 3
POSITIONS = np.random.default_rng(1).random((N_NEURONS, 2))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def maps_of(naps, random=()):
    """Arrays of `render_maps` of groups called g0, g1, …; those with NaN are empty."""
    n = len(naps)
    return {
        "images": np.full((n, 30, 30, 3), 255, dtype=np.uint8),
        "positions": POSITIONS,
        "naps": naps,
        "limit": np.array(np.nanmax(np.abs(naps))),
        "percentile": np.array(100.0),
        "counts": np.where(np.isnan(naps[:, 0]), 0, 5),
        "groups": np.array([f"g{group}" for group in range(n)]),
        "kinds": np.where(np.isin(np.arange(n), random), "random", "given"),
    }


def figure_of(maps, pictures=None):
    """The figure of the regions of the maps, and its texts."""
    activations = np.random.default_rng(2).random((N_INPUTS, N_NEURONS))
    found = find_regions(maps["naps"], POSITIONS, maps["groups"].tolist())
    known = InputTable(None, None, (), (), pd.DataFrame(index=range(N_INPUTS)))
    examples = named_inputs(top_inputs(activations, found, N_SHOWN), known)
    figure = plot_regions(maps, found, examples, pictures)
    figure.canvas.draw()
    return figure, [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def naps_of(strengths):
    """NAPs whose left half of the map is active, as strongly as given for each group."""
    left = np.where(POSITIONS[:, 0] < 0.5, 1.0, -0.2)
    return np.array(strengths, dtype=float)[:, None] * left


def test_pale_groups_have_regions_and_a_group_without_one_says_so():
    scattered = np.zeros(N_NEURONS)
    scattered[0] = 0.3  # a single neuron is no region
    naps = np.vstack([naps_of([5, 0.1]), scattered])
    _, texts = figure_of(maps_of(naps))
    n = int((POSITIONS[:, 0] < 0.5).sum())
    assert texts.count(f"{n} neurons") == 2
    assert texts.count("no region stands out") == 1
    assert {"g0", "g1", "g2"} <= {*texts}


def test_random_and_empty_groups_have_no_row():
    _, texts = figure_of(maps_of(naps_of([5, 0.1, np.nan, 3]), random=[3]))
    assert {"g0", "g1"} <= {*texts}
    assert not {"g2", "g3"} & {*texts}


def test_of_many_groups_those_with_the_largest_regions_are_shown():
    naps = np.vstack([naps_of([1] * MAX_ROWS), np.eye(N_NEURONS)[0]])
    figure, texts = figure_of(maps_of(naps))
    assert f"g{MAX_ROWS}" not in texts
    labels = [axes.get_ylabel() for axes in figure.axes]
    assert labels.count("g0") == labels.count(f"g{MAX_ROWS - 1}") == 1


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 1), (4, 4, 3)])
def test_inputs_are_shown_as_pictures_or_listed_by_number(shape):
    values = np.random.default_rng(0).random((N_INPUTS, *shape))
    figure, texts = figure_of(maps_of(naps_of([5, 1])), Pictures(lambda index: values[index]))
    assert sum(len(axes.images) for axes in figure.axes) >= 2 + 2 * N_SHOWN
    assert not any(text.startswith("input ") for text in texts)
    _, texts = figure_of(maps_of(naps_of([5, 1])))
    assert sum(text.count("input ") for text in texts if text.startswith("input ")) == 2 * N_SHOWN


def test_a_figure_without_any_region_can_be_drawn():
    _, texts = figure_of(maps_of(np.eye(N_NEURONS)[:2]))
    assert texts.count("no region stands out") == 2


@pytest.mark.parametrize(
    ("missing", "discovery", "said"),
    [
        ("sex", "other", ":\nadd sex to `nuisance`"),
        (np.nan, "same", ", too small: found\nin these inputs"),
        (np.nan, "other", ""),
    ],
)
def test_a_named_region_says_what_is_wrong_with_its_p(missing, discovery, said):
    table = pd.DataFrame({
        "region": "mine", "group": ["g0", "g1"], "mean_nap": [2.0, -1.0], "p": [0.98, 1.0],
        "least_p": 0.01,
        "found_in": np.nan, "missing_nuisance": [missing] * 2, "discovery": discovery,
    })  # fmt: skip
    examples = pd.DataFrame({"region": []})
    regions = {"mine": np.arange(3)}
    shown = shown_named_regions(maps_of(naps_of([1, -1])), regions, table, examples)
    assert shown[0].words == f"g0: 3 neurons\np = 0.98{said}"
