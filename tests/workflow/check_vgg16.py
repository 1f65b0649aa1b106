"""Checks of a run of vgg16.yaml on 200 real faces; REAL_RUN names its folder."""

import os
from pathlib import Path

import numpy as np
import pytest
from topomaps.common.files import load_table

RESULTS = Path(os.environ["REAL_RUN"]) / "results"
LAYERS = [f"block{number}_pool" for number in range(1, 6)]
MEANS = 103.87, 199.50, 209.54, 33.523, 1.1030


def separations(variable):
    return load_table(RESULTS / f"tests/faces_{variable}_separation.tsv").set_index("layer")


@pytest.mark.parametrize(("layer", "mean"), zip(LAYERS, MEANS, strict=True))
def test_layers_are_those_of_the_weights_and_of_the_networks_own_preprocessing(layer, mean):
    values = np.load(RESULTS / f"activations/vgg16/fairface/{layer}.means.npy")
    assert len(values) == 200
    assert values.mean() == pytest.approx(mean, rel=1e-3)


@pytest.mark.parametrize(("variable", "separation"), [("race", 16.0), ("gender", 29.6)])
def test_few_faces_suffice_in_the_deepest_layer_alone(variable, separation):
    table = separations(variable)
    assert table.index.tolist() == LAYERS
    assert table["statistic"]["block5_pool"] == pytest.approx(separation, abs=0.2)
    assert table["p"]["block5_pool"] == 0.001  # the smallest of 999 permutations
    assert (table["p"][LAYERS[:3]] > 0.05).all()
    assert (table["effect_low"][LAYERS[:3]] < 0).all()


def test_female_and_male_are_inverse():
    pairs = load_table(RESULTS / "tests/faces_gender_pairs.tsv")
    assert pairs["similarity"].tolist() == [pytest.approx(-1)] * len(LAYERS)


def test_the_figures_are_there():
    for variable in ("race", "gender"):
        figure = RESULTS / f"figures/faces_{variable}/significant.png"
        assert figure.stat().st_size > 10_000
