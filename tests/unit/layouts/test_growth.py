"""Growth of runtimes: exponents of known powers."""

import numpy as np
import pandas as pd
import pytest
from topomaps.layouts.growth import growth_exponents, seconds_by_width


@pytest.fixture
def runtimes():
    """PCA grows linearly, the swarm of PCA_PSO with the square; two repetitions."""
    rows = []
    for n in (8, 16, 32, 64):
        for repetition, factor in enumerate((0.9, 1.1)):
            rows.append(("PCA", n, repetition, "base", factor * n))
            rows.append(("PCA_PSO", n, repetition, "base", factor * n))
            rows.append(("PCA_PSO", n, repetition, "swarm", factor * n**2))
    columns = ["method", "n_neurons", "repetition", "stage", "seconds"]
    return pd.DataFrame(rows, columns=columns)


def test_a_busy_second_moves_the_mean_and_not_the_median():
    seconds = [1.0, 1.1, 1.2, 1.3, 31.0]
    rows = [("PCA", 8, number, "base", each) for number, each in enumerate(seconds)]
    columns = ["method", "n_neurons", "repetition", "stage", "seconds"]
    row = seconds_by_width(pd.DataFrame(rows, columns=columns)).iloc[0]
    assert row[["median", "lower_quartile", "upper_quartile"]].tolist() == [1.2, 1.1, 1.3]
    assert row["mean"] == pytest.approx(7.12)


def test_stages_are_summarised_apart_and_in_all(runtimes):
    means = seconds_by_width(runtimes).set_index(["method", "stage", "n_neurons"])
    assert means.loc[("PCA", "total", 16), "mean"] == pytest.approx(16)
    assert means.loc[("PCA_PSO", "swarm", 16), "mean"] == pytest.approx(256)
    assert means.loc[("PCA_PSO", "total", 16), "mean"] == pytest.approx(272)
    assert means.loc[("PCA_PSO", "total", 16), "max"] == pytest.approx(1.1 * 272)


def test_exponents_are_those_of_the_powers(runtimes):
    growth = growth_exponents(seconds_by_width(runtimes)).set_index(["method", "stage"])
    assert growth.loc[("PCA", "base"), "exponent"] == pytest.approx(1)
    assert growth.loc[("PCA_PSO", "swarm"), "exponent"] == pytest.approx(2)
    assert 1.9 < growth.loc[("PCA_PSO", "total"), "exponent"] < 2
    assert growth["from_neurons"].unique().tolist() == [32]
    assert growth.loc[("PCA", "total"), "seconds"] == pytest.approx(64)


def test_a_single_width_has_no_exponent(runtimes):
    growth = growth_exponents(seconds_by_width(runtimes[runtimes["n_neurons"] == 8]))
    assert np.isnan(growth["exponent"]).all()
