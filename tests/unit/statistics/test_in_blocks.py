"""However activations are stored and read, tests give the same bytes as of an array in memory."""

import numpy as np
import pytest
from topomaps.activations import lazy_rows
from topomaps.activations.layer import open_layer_activations
from topomaps.activations.lazy_rows import chosen_rows
from topomaps.statistics import fixed_point, row_blocks, significance, similarities
from topomaps.statistics.pairwise import pairwise_differences
from topomaps.statistics.significance import group_separation
from topomaps.statistics.similarities import similarity_intervals

LABELS = np.array(["a", "b", "c"])[np.arange(211) ** 2 % 5 % 3]
STRATA = np.arange(211) % 2
MAPS = np.random.default_rng(0).normal(size=(211, 2, 3, 21)).astype(np.float32)
UNITS = MAPS[:, 0, 0]


def results(activations):
    """Bytes of all that the three tests say."""
    how = {"seed": 1, "n_permutations": 29}
    test = group_separation(activations, LABELS, strata=STRATA, **how)
    tables = (
        pairwise_differences(activations, LABELS, strata=STRATA, alpha=0.2, **how),
        similarity_intervals(activations, LABELS, seed=1, n_resamples=23),
    )
    fields = (test.naps, test.scores, test.null, test.null_maximum)
    return [field.tobytes() for field in fields] + [table.to_csv() for table in tables]


@pytest.fixture(scope="module")
def in_memory():
    return {2: results(UNITS.astype(np.float64)), 4: results(MAPS.mean(axis=(1, 2), dtype=float))}


@pytest.fixture(params=[1, 21 * 10, 21 * 64, 10**6])
def small_blocks(request, monkeypatch):
    """Blocks of a row, of ten, of 64, and of all; every other buffer is as small."""
    monkeypatch.setattr(row_blocks, "BLOCK_VALUES", request.param)
    monkeypatch.setattr(lazy_rows, "BLOCK_VALUES", 6 * request.param)
    monkeypatch.setattr(significance, "NULL_BYTES", request.param)
    for name in ("RESAMPLE_BYTES", "DRAWN_AT_ONCE", "PRODUCT_BYTES"):
        monkeypatch.setattr(similarities, name, request.param)


@pytest.mark.parametrize("values", [UNITS, MAPS], ids=["units", "maps"])
@pytest.mark.parametrize("stored", ["file", "shards", "archive"])
def test_bytes_are_those_of_an_array_in_memory(values, stored, small_blocks, in_memory, tmp_path):
    path = tmp_path / "own.npz" if stored == "archive" else tmp_path
    if stored == "file":
        np.save(tmp_path / "layer.npy", values)
    elif stored == "archive":
        np.savez(path, **{"activations/layer": values})
    else:
        (tmp_path / "layer").mkdir()
        for number, part in enumerate(np.split(values, [1, 80, 81])):
            np.save(tmp_path / "layer" / f"{number}.npy", part)
    assert results(open_layer_activations(path, "layer").means) == in_memory[values.ndim]


def test_rows_are_chosen_without_reading_the_others(in_memory, tmp_path):
    twice = np.full((2 * len(UNITS), UNITS.shape[1]), np.nan, np.float32)
    twice[1::2] = UNITS
    np.save(tmp_path / "layer.npy", twice)
    stored = open_layer_activations(tmp_path, "layer").means
    rows = np.arange(1, len(twice), 2)
    assert results(chosen_rows(stored, rows)) == in_memory[2]
    assert chosen_rows(stored, np.arange(len(twice))) is stored


def test_powers_of_two_that_are_no_numbers_change_nothing(monkeypatch, in_memory):
    monkeypatch.setattr(fixed_point, "LARGEST_EXPONENT", 0)
    assert results(UNITS) == in_memory[2]
