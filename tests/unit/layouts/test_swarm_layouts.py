import numpy as np
import pytest
from topomaps.layouts.coordinates import scale_to_unit
from topomaps.layouts.methods import SWARM_METHODS
from topomaps.layouts.swarm import spread
from topomaps.layouts.swarm_layouts import hybrid_start, swarm_layout, swarm_layouts


def given_for(method, n_trials=3, n_neurons=30):
    n_columns = 2 if method.endswith("_PSO") else 6
    return np.random.default_rng(0).standard_normal((n_trials, n_neurons, n_columns))


@pytest.mark.parametrize("method", SWARM_METHODS)
def test_threads_and_cutting_of_trials_never_change_a_byte(method):
    given = given_for(method, n_trials=5)
    positions, seconds = swarm_layouts(method, given, [1, 2, 3, 4, 5], n_steps=40)
    assert positions.shape == (5, 30, 2)
    assert positions.min() == 0
    assert positions.max() == 1
    assert (seconds > 0).all()
    for threads in (2, 7):
        again, _ = swarm_layouts(method, given, [1, 2, 3, 4, 5], n_steps=40, threads=threads)
        np.testing.assert_array_equal(again, positions)
    last, _ = swarm_layouts(method, given[3:], [4, 5], n_steps=40)
    np.testing.assert_array_equal(last, positions[3:])


def test_hybrids_start_from_the_scaled_base_whatever_the_seed():
    base = 7 * given_for("PCA_PSO")[0] - 100
    expected = scale_to_unit(spread(scale_to_unit(base), 50))
    for seed in (0, 1):
        np.testing.assert_array_equal(swarm_layout("PCA_PSO", base, seed, n_steps=50), expected)


@pytest.mark.parametrize("method", ["PSO", "random"])
def test_random_starts_follow_the_seed(method):
    features = given_for(method)[0]
    first, second = (swarm_layout(method, features, seed, n_steps=5) for seed in (0, 1))
    assert (first != second).any()


def test_random_ignores_what_neurons_do_and_may_stay_uniform():
    features = given_for("random")[0]
    spread_out = swarm_layout("random", features, 3)
    np.testing.assert_array_equal(spread_out, swarm_layout("random", np.zeros((30, 1)), 3))
    plain = swarm_layout("random", features, 3, random_swarm=False)
    drawn = np.random.default_rng(3).random((30, 2))
    np.testing.assert_array_equal(plain, scale_to_unit(drawn))


def test_attraction_reaches_pso():
    features = given_for("PSO")[0]
    code, equation = (
        swarm_layout("PSO", features, 0, n_steps=50, attraction=attraction)
        for attraction in ("published_code", "equation")
    )
    assert abs(code - equation).max() > 0.01


def test_a_base_on_one_line_unfolds():
    line = np.column_stack([np.linspace(0, 9, 30), np.full(30, 4.0)])
    start = hybrid_start(line)
    assert abs(start[:, 1] - 0.5).max() < 1e-6
    np.testing.assert_array_equal(start[:, 0], scale_to_unit(line)[:, 0])
    layout = swarm_layout("PCA_PSO", line, 0)
    assert np.linalg.svd(layout - layout.mean(axis=0), compute_uv=False)[1] > 1


def test_a_base_on_a_slanted_line_unfolds():
    line = np.outer(np.linspace(0, 9, 30), [1.0, -2.0])
    layout = swarm_layout("PCA_PSO", line, 0)
    assert np.linalg.svd(layout - layout.mean(axis=0), compute_uv=False)[1] > 1


def test_every_trial_needs_a_seed():
    with pytest.raises(ValueError, match="shorter"):
        swarm_layouts("random", given_for("random"), [1, 2])


def test_an_error_in_one_trial_reaches_the_user():
    given = given_for("PSO")
    given[1, 4, 0] = np.nan
    with pytest.raises(ValueError, match="first: neuron 4"):
        swarm_layouts("PSO", given, [1, 2, 3], n_steps=5, threads=2)
