"""Which inputs a page shows."""

import numpy as np
import pytest
from topomaps.activations import chunks
from topomaps.explorer.shown_inputs import by_frequency, shown_inputs, strongest_inputs


@pytest.mark.parametrize("at_once", [2**24, 24])
def test_the_strongest_inputs_of_each_neuron_in_chunks_or_at_once(monkeypatch, at_once):
    monkeypatch.setattr(chunks, "CHUNK_VALUES", at_once)
    values = np.random.default_rng(0).integers(0, 9, (50, 6)).astype(float)  # with ties
    expected = np.argsort(-values, axis=0, kind="stable")[:3]
    assert strongest_inputs(values, 3).tolist() == expected.tolist()
    assert strongest_inputs(values[:2], 3).shape == (2, 6)


def test_inputs_of_most_neurons_come_first_rank_by_rank():
    first = np.array([[5, 5, 2], [0, 1, 1]])
    second = np.array([[7, 7, 7, 2]])
    assert by_frequency([first, second]) == [7, 2, 5, 1, 0]


def test_named_inputs_are_all_there_and_others_fill_the_room():
    strongest = [np.array([[3, 4]])]
    assert shown_inputs([9, 8, 9, 7], strongest, 20, 2) == [9, 8, 7]
    shown = shown_inputs([9], strongest, 20, 7)
    assert shown[:3] == [9, 3, 4]
    assert len(shown) == len(set(shown)) == 7
    assert sorted(shown_inputs([9], strongest, 20, 500)) == list(range(20))
    assert max(shown) > 10  # from all over, not from the beginning
