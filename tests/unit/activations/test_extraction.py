"""Batches in, what is kept of each layer out: the same numbers as from all activations at once."""

import numpy as np
import pytest
from topomaps.activations.extraction import KeptLayer, SummedGroups, run_network
from topomaps.activations.group_means import load_group_means
from topomaps.groups.sampling import SampledGroups

N = 20
MAPS = np.random.default_rng(0).normal(size=(N, 3, 4, 5)).astype(np.float32)
DRAWN = SampledGroups(
    ("a", "b", "none", "random 1"), ("",) * 4, ("a", "b", "none", "a"),
    ("given", "given", "given", "random"),
    [np.arange(0, 8), np.arange(8, 20), np.array([], dtype=int), np.array([1, 9, 19])],
)  # fmt: skip
EXAMPLES = np.array([3, 12, -1, 19])


def batches(size=6, left_out=()):
    rows = np.setdiff1d(np.arange(N), left_out)
    return [(part, MAPS[part]) for part in np.split(rows, range(size, len(rows), size))]


def kept(folder, *, left_out=(), values=MAPS, **options):
    layer = KeptLayer(folder, "conv", "conv", N, **options)
    read = np.zeros(N, dtype=bool)

    def take(positions, found, outputs):
        read[positions] = True
        layer.add(positions, found["conv"])

    forward = iter(batches(left_out=left_out))
    run_network(
        lambda inputs: ({"conv": values[next(forward)[0]]}, None), batches(left_out=left_out), take
    )
    layer.close(read)
    return read


def test_feature_maps_leave_means_and_sums_of_groups(tmp_path):
    kept(tmp_path, sums={"part": SummedGroups(DRAWN, EXAMPLES, N)})
    assert {path.name for path in tmp_path.iterdir()} == {"conv.means.npy", "conv.group_means.npz"}
    means = np.load(tmp_path / "conv.means.npy")
    np.testing.assert_allclose(means, MAPS.mean(axis=(1, 2)), rtol=1e-5)
    sums = load_group_means(tmp_path, "conv", "part")
    np.testing.assert_allclose(sums.means[0], MAPS[:8].mean(axis=0), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(sums.means[3], MAPS[[1, 9, 19]].mean(axis=0), rtol=1e-5, atol=1e-7)
    assert np.isnan(sums.means[2]).all()
    assert sums.counts.tolist() == [8, 12, 0, 3]
    assert sums.names == DRAWN.names
    assert sums.kinds == DRAWN.kinds
    assert load_group_means(tmp_path, "conv", "other") is None
    assert load_group_means(tmp_path, "dense", "part") is None


def test_whole_maps_are_kept_where_asked_for(tmp_path):
    kept(tmp_path, whole=True)
    np.testing.assert_array_equal(np.load(tmp_path / "conv.npy"), MAPS)


def test_units_are_kept_whole_and_have_no_sums(tmp_path):
    units = MAPS.mean(axis=(1, 2))
    kept(tmp_path, values=units, sums={"part": SummedGroups(DRAWN, EXAMPLES, N)})
    assert [path.name for path in tmp_path.iterdir()] == ["conv.npy"]
    np.testing.assert_array_equal(np.load(tmp_path / "conv.npy"), units)


def test_inputs_that_were_not_read_leave_no_trace(tmp_path):
    read = kept(tmp_path, left_out=[2, 3, 19], sums={"part": SummedGroups(DRAWN, EXAMPLES, N)})
    assert read.sum() == 17
    assert len(np.load(tmp_path / "conv.means.npy")) == 17
    sums = load_group_means(tmp_path, "conv", "part")
    assert sums.counts.tolist() == [6, 11, 0, 2]
    np.testing.assert_allclose(sums.means[0], MAPS[[0, 1, 4, 5, 6, 7]].mean(axis=0), rtol=1e-5)
    # Examples are counted among those that were read; one that was not is none.
    assert sums.examples.tolist() == [-1, 10, -1, -1]


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [("mean", MAPS[:, :, 0].mean(axis=1)), ("last", MAPS[:, 2, 0]), (1, MAPS[:, 1, 0])],
)
def test_tokens_are_reduced(tmp_path, tokens, expected):
    kept(tmp_path, values=MAPS[:, :, 0], tokens=tokens)
    np.testing.assert_allclose(np.load(tmp_path / "conv.npy"), expected, rtol=1e-6)


def test_tokens_without_a_choice_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"layer conv .* tokens"):
        kept(tmp_path, values=MAPS[:, :, 0])


def test_activations_that_are_not_finite_are_refused(tmp_path):
    broken = MAPS.copy()
    broken[9, 0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="layer conv has activations that are NaN"):
        kept(tmp_path, values=broken)
