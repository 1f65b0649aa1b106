"""What is said once of activations from elsewhere, before they are used."""

import numpy as np
import pytest
from topomaps.activations.users_activations import check_archive_of, notes_on_layers

RANDOM = np.random.default_rng(0)
TOKENS = RANDOM.standard_normal((20, 6, 5)).astype(np.float32)
MAPS = RANDOM.standard_normal((20, 8, 3, 3)).astype(np.float32)
REAL = np.arange(6) < RANDOM.integers(1, 5, 20)[:, None]


@pytest.fixture
def own(tmp_path):
    """Write arrays of layers, and others, to a file."""

    def written(**arrays):
        names = {
            name if name.startswith("mask") else f"activations/{name}": each
            for name, each in arrays.items()
        }
        np.savez(tmp_path / "own.npz", labels=np.arange(20), **names)
        return tmp_path / "own.npz"

    return written


def test_channels_first_are_noticed(own):
    path = own(conv=MAPS, fc=MAPS[:, :, 0, 0])
    (note,) = notes_on_layers(path, ["conv", "fc"])
    assert note.startswith(f"{path}: the shapes of 'conv' (20, 8, 3, 3) look as if the channels")
    assert notes_on_layers(path, ["conv", "fc"], channels="first") == []
    assert notes_on_layers(path, ["conv"], channels={"conv": "first"}) == []


def test_one_order_is_not_said_of_maps_and_tokens_in_one_breath(own):
    path = own(patches=MAPS, block=TOKENS)
    with pytest.raises(ValueError, match=r"say it by layer, for example `channels: {patches: fir"):
        notes_on_layers(path, ["patches", "block"], "mean", "first")
    assert notes_on_layers(path, ["patches", "block"], "mean", {"patches": "first"}) == []


def test_weights_of_attention_are_noticed(own):
    weights = np.exp(RANDOM.random((20, 2, 6, 6)))
    (note,) = notes_on_layers(own(attn=weights / weights.sum(-1, keepdims=True)), ["attn"])
    assert "looks like attention weights (inputs, heads, tokens, tokens)" in note


def test_padding_without_a_mask_is_noticed_where_it_counts(own):
    path = own(block=np.where(REAL[..., None], TOKENS, 0))
    for tokens in ("mean", "max", "last", 3):
        (note,) = notes_on_layers(path, ["block"], tokens)
        assert "the last tokens of layer 'block' repeat in most inputs" in note
        assert f"`tokens: {tokens}` takes padding for text" in note
        assert "give an array masks/block" in note
    assert notes_on_layers(path, ["block"], "first") == []
    assert notes_on_layers(own(block=TOKENS), ["block"], "mean") == []


def test_masks_are_checked_whole(own):
    values = np.where(REAL[..., None], TOKENS, 0)
    assert notes_on_layers(own(block=values, mask=REAL), ["block"], "mean") == []
    turned = {"block": np.moveaxis(values, -1, 1), "mask": REAL}
    assert notes_on_layers(own(**turned), ["block"], "mean", "first") == []
    with pytest.raises(ValueError, match="has 21 rows, but layer 'block' 20 inputs"):
        notes_on_layers(own(block=values, mask=np.ones((21, 6))), ["block"], "mean")
    without = own(block=values, mask=REAL & (np.arange(20) != 7)[:, None])
    with pytest.raises(ValueError, match="input 7 has no token"):
        notes_on_layers(without, ["block"], "mean")


def test_what_is_read_is_compared_with_the_check_sums(own):
    path = own(conv=MAPS, fc=MAPS[:, :, 0, 0])
    content = bytearray(path.read_bytes())
    content[content.find(MAPS.tobytes()) + 3] ^= 0x80
    path.write_bytes(content)
    check_archive_of(path, ["fc"])
    with pytest.raises(ValueError, match=r"'activations/conv' is damaged"):
        check_archive_of(path, ["fc", "conv"])
