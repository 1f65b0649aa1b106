import numpy as np
import pytest
from topomaps.layouts import swarm, swarm_grid
from topomaps.layouts.swarm import local_weights, part_coinciding, spread


def local_force(distance):
    return 1.5 / (distance + 1) ** 3 - 15 * np.exp(-distance / 2)


@pytest.mark.parametrize("size", ["", "_large"])
def test_local_force_equals_published_result(published_layouts, size):
    ours = spread(published_layouts[f"swarm_init{size}"])
    published = published_layouts[f"swarm_local_final{size}"]
    np.testing.assert_allclose(ours, published, rtol=0, atol=1e-9)


def test_two_neurons_move_along_their_line():
    start = np.array([[0.0, 0.0], [3.0, 4.0]])
    moved = spread(start, n_steps=1)
    step = 0.5 * local_weights(1)[0] * 0.5 * local_force(5.0) * np.array([3.0, 4.0])
    np.testing.assert_allclose(moved, [step, [3, 4] - step])


def test_weights_run_from_the_global_to_the_local_force():
    weights = local_weights(1000)
    assert len(weights) == 1000
    assert weights[0] == pytest.approx((np.tanh(-3) + 1) / 2)
    assert weights[-1] == pytest.approx((np.tanh(6) + 1) / 2)
    assert (np.diff(weights) > 0).all()


def test_spread_does_not_depend_on_order_place_and_direction():
    start = np.random.default_rng(0).random((60, 2))
    expected = spread(start, 200)
    order = np.random.default_rng(1).permutation(60)
    np.testing.assert_allclose(spread(start[order], 200), expected[order], atol=1e-9)
    shift = np.array([5.0, -3.0])
    np.testing.assert_allclose(spread(start + shift, 200), expected + shift, atol=1e-9)
    turn = np.array([[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]])
    np.testing.assert_allclose(spread(start @ turn, 200), expected @ turn, atol=1e-9)


def test_spread_fills_a_disc():
    positions = spread(np.random.default_rng(0).random((300, 2)))
    radii = np.linalg.norm(positions - positions.mean(axis=0), axis=1)
    assert 43 < radii.max() < 47
    assert 0.55 < np.median(radii) / radii.max() < 0.75  # 0.71 if it were perfectly even


def test_no_steps_leave_the_start():
    start = np.random.default_rng(0).random((10, 2))
    np.testing.assert_array_equal(spread(start, 0), start)


def test_large_swarms_go_to_the_grid(monkeypatch):
    calls = []

    def run(start, weights, threads):
        calls.append(len(start))
        return start

    monkeypatch.setattr(swarm_grid, "run", run)
    rng = np.random.default_rng(0)
    for n_neurons in (swarm.GRID_FROM - 1, swarm.GRID_FROM):
        spread(rng.random((n_neurons, 2)), 1)
    assert calls == [swarm.GRID_FROM]


def test_large_starts_far_apart_are_refused():
    start = np.random.default_rng(0).random((swarm.GRID_FROM, 2)) * 1e6
    with pytest.raises(ValueError, match="scale"):
        spread(start)


def test_parting_moves_coinciding_neurons_only():
    start = np.random.default_rng(0).random((20, 2))
    start[[4, 11, 13]] = start[2]
    parted = part_coinciding(start)
    assert len(np.unique(parted, axis=0)) == 20
    others = np.delete(np.arange(20), [4, 11, 13])
    np.testing.assert_array_equal(parted[others], start[others])
    moved = np.linalg.norm(parted[[4, 11, 13]] - start[2], axis=1)
    np.testing.assert_allclose(moved, 1e-4 * np.sqrt([1, 2, 3]))


def test_distinct_neurons_start_where_they_are():
    start = np.random.default_rng(0).random((20, 2))
    start[1] = start[0] + 1e-15
    assert part_coinciding(start) is start


@pytest.mark.parametrize("n_neurons", [2, 40, 2600])
def test_neurons_that_all_coincide_unfold(n_neurons):
    positions = spread(np.full((n_neurons, 2), 0.5), n_steps=200, threads=2)
    assert np.isfinite(positions).all()
    assert len(np.unique(positions, axis=0)) == n_neurons
    assert np.ptp(positions, axis=0).max() > 1


@pytest.mark.parametrize(
    ("start", "options", "message"),
    [
        ([[0, 0], [np.nan, 1]], {}, "NaN or infinite"),
        ([[0, 0, 0]], {}, r"shape \(neurons, 2\), not \(1, 3\)"),
        (np.empty((0, 2)), {}, "shape"),
        ([[0, 0], [1, 1]], {"n_steps": -1}, "n_steps must be a whole number of at least 0, not -1"),
        ([[0, 0], [1, 1]], {"n_steps": 2.5}, "n_steps must be a whole number"),
        ([[0, 0], [1, 1]], {"threads": 0}, "threads must be a whole number of at least 1, not 0"),
    ],
)
def test_spread_refuses_bad_input(start, options, message):
    with pytest.raises(ValueError, match=message):
        spread(start, **options)
