"""Linear probes: learned from one half, judged on the other."""

import numpy as np
import pytest
from topomaps.effects.probe_fitting import fit_probe


def layer(seed, n=200, shift=3.0):
    generator = np.random.default_rng(seed)
    values = np.array(["women", "men"])[np.arange(n) % 2]
    activations = generator.normal(size=(n, 10))
    activations[:, 0] += shift * (values == "women")
    return activations, values


def test_what_a_layer_tells_is_read_from_inputs_that_were_not_learned():
    activations, values = layer(0)
    probe, held_out, quality = fit_probe(activations, values, seed=0)
    assert probe.names == ("men", "women")
    assert [held_out.sum(), quality["n"]] == [100, 100]
    assert [(values[held_out] == name).sum() for name in probe.names] == [50, 50]
    assert quality["accuracy"] > 0.85
    assert quality["largest_share"] == 0.5
    outputs = probe(activations)
    assert outputs.sum(axis=1) == pytest.approx(np.ones(200))
    maps = np.repeat(np.repeat(activations[:, None, None], 2, axis=1), 3, axis=2)
    assert probe(maps) == pytest.approx(outputs)


def test_what_it_does_not_tell_is_not_read():
    activations, values = layer(1, n=400, shift=0)
    _, _, quality = fit_probe(activations, values, seed=0)
    assert abs(quality["accuracy"] - 0.5) < 4 * np.sqrt(0.25 / 200)


def test_blocks_come_into_one_half_and_missing_values_into_none():
    activations, values = layer(2)
    blocks = np.arange(200) // 4
    some = values.astype(object)
    some[:20] = ""
    _, held_out, _ = fit_probe(activations, some, 0, blocks)
    assert not held_out[:20].any()
    assert all(len(set(each)) == 1 for each in held_out[20:].reshape(-1, 4))
    assert held_out.sum() == pytest.approx(90, abs=10)


def test_too_few_inputs_of_a_value_are_refused():
    activations, values = layer(3, n=20)
    values[:] = "men"
    values[:3] = "women"
    with pytest.raises(ValueError, match=r"two values or more.*3 of 'women'"):
        fit_probe(activations, values, seed=0)
