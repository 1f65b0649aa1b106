import subprocess
import sys

import numpy as np
import pytest
from topomaps.layouts import base_layouts as module
from topomaps.layouts.base_layouts import base_layout, base_layouts
from topomaps.layouts.distances import distance_rows
from topomaps.layouts.methods import BASE_METHODS


@pytest.fixture
def features():
    return np.random.default_rng(0).standard_normal((3, 40, 6))


@pytest.mark.parametrize("method", BASE_METHODS)
def test_blocks_of_trials_give_what_single_trials_give(method, features):
    positions, seconds = base_layouts(method, features, [5, 6, 7])
    assert positions.shape == (3, 40, 2)
    assert (positions.min(axis=1), positions.max(axis=1)) == (pytest.approx(0), pytest.approx(1))
    assert (seconds > 0).all()
    last, _ = base_layouts(method, features[2:], [7])
    np.testing.assert_array_equal(positions[2:], last)


def test_option_distances_lays_out_the_rows_of_the_distance_matrix(features):
    expected = base_layout("PCA", distance_rows(features[0]), 0)
    np.testing.assert_array_equal(base_layout("PCA", features[0], 0, distances=True), expected)
    plain = base_layout("SOM", features[0], 0)
    np.testing.assert_array_equal(base_layout("SOM", features[0], 0, distances=True), plain)


def test_quantile_reaches_the_graph(features):
    sparse, dense = (base_layout("graph", features[0], 0, quantile=q) for q in (0.05, 0.5))
    assert (sparse != dense).any()


def test_every_trial_needs_a_seed(features):
    with pytest.raises(ValueError, match="shorter"):
        base_layouts("PCA", features, [1, 2])


@pytest.mark.parametrize(("n_neurons", "warmed"), [(100, 64), (4096, 4096)])
def test_warm_up_takes_the_way_that_umap_will_take(monkeypatch, n_neurons, warmed):
    sizes = []
    monkeypatch.setattr(module, "base_layout", lambda _, x, seed: sizes.append(len(x)))
    module._warm_up("UMAP", n_neurons)
    assert sizes == [warmed]


def test_never_imports_the_swarm_nor_tensorflow():
    code = (
        "import sys, topomaps.layouts.base_layouts;"
        "slow = 'topomaps.layouts.swarm', 'numba', 'umap', 'tensorflow';"
        "print([m for m in sys.modules if m in slow])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
