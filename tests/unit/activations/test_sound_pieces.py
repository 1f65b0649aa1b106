import numpy as np
import pytest
from topomaps.activations.sound_pieces import counted, pooled, pooled_forward
from topomaps.models.sound_features import Pieces, cut_sound


def pieces_of(waves, n_samples, axis=None):
    cut = [cut_sound(np.asarray(each, np.float32), n_samples) for each in waves]
    owners = np.repeat(np.arange(len(cut)), [len(each) for each, _ in cut])
    values, parts = (np.concatenate(each) for each in zip(*cut, strict=True))
    return Pieces(values, owners, parts, axis)


WAVES = [np.arange(10), [5, 6], np.arange(4)]  # in pieces of 4: three, a part of one, one


def test_each_sample_of_a_sound_counts_once():
    pieces = pieces_of(WAVES, 4)
    values, mask = pooled(pieces.inputs[..., None], pieces)
    assert values.shape == (3, 12, 1)
    for wave, row, real in zip(WAVES, values[..., 0], mask, strict=True):
        np.testing.assert_array_equal(row[real], wave)


def test_positions_of_whole_pieces_need_no_mask():
    pieces = pieces_of([np.arange(4), np.ones(4)], 4)
    assert pooled(pieces.inputs[..., None], pieces).shape == (2, 4, 1)


def test_units_are_means_by_how_much_of_a_piece_is_new():
    pieces = pieces_of(WAVES, 4)
    units = np.array([[1.0], [2.0], [4.0], [7.0], [9.0]])
    found = pooled(units, pieces)
    np.testing.assert_allclose(found[:, 0], [(1 + 2 + 0.5 * 4) / 2.5, 7, 9])


@pytest.mark.parametrize("axis", [1, 2])
def test_means_of_feature_maps_leave_silence_out(axis):
    pieces = pieces_of(WAVES, 4, axis)
    maps = np.repeat(pieces.inputs[:, :, None, None], 3, axis=2)
    maps = maps if axis == 1 else maps.swapaxes(1, 2)
    found = pooled(maps, pieces)
    assert found.shape == (3, *maps.shape[1:])
    np.testing.assert_allclose(found[1:].mean(axis=(1, 2, 3)), [5.5, 1.5])
    along = found[0, :, 0, 0] if axis == 1 else found[0, 0, :, 0]
    np.testing.assert_allclose(along, [2, 3, (2 + 6 + 8) / 3, (3 + 7 + 9) / 3])


def test_places_of_fewer_positions_count_by_their_share():
    parts = np.array([[0, 1], [0, 0.5], [0.75, 1], [0, 0.01]])
    np.testing.assert_array_equal(counted(parts, 4).astype(int), [
        [1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0],
    ])  # fmt: skip


def test_a_network_sees_a_few_pieces_at_a_time(caplog):
    seen = []

    def forward(inputs):
        seen.append(len(inputs))
        return {"l": inputs, "maps": inputs[:, :, None, None]}, inputs[:, :2]

    pieces = pieces_of(WAVES, 4)
    values, outputs = pooled_forward(forward, 2)(pieces)
    assert seen == [2, 2, 1]
    np.testing.assert_allclose(values["l"][2], np.arange(4))
    np.testing.assert_allclose(outputs[0], [(0 + 4 + 0.5 * 6) / 2.5, (1 + 5 + 0.5 * 7) / 2.5])
    assert "layer maps" in caplog.text
    assert "shorter: repeat" in caplog.text
