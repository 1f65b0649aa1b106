"""Adapters of both kinds of layouts, one after the other."""

import compute_layout
import numpy as np
import pytest
import refine_layout
from topomaps.common.files import load_arrays, save_arrays

KEYS = {"experiment": "e", "condition": "naps", "layer": "l"}


def base(naps, output, **changes):
    settings = {"method": "PCA", "first": 0, "last": 1, "seed": 0, **changes}
    compute_layout.main(naps=[naps], layout=output, keys=KEYS, **settings)
    return load_arrays(output)


def swarm(naps, output, **changes):
    settings = {"base": None, "method": "PSO", "first": 0, "last": 1, "seed": 0, "n_steps": 20}
    refine_layout.main(naps=naps, layout=output, keys=KEYS, threads=1, **{**settings, **changes})
    return load_arrays(output)


def check(layout):
    assert layout["positions"].shape == (2, 12, 2)
    np.testing.assert_allclose(layout["positions"].min(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(layout["positions"].max(axis=1), 1, atol=1e-12)
    assert (layout["seconds"] > 0).all()
    assert layout["trials"].tolist() == [0, 1]


@pytest.mark.parametrize("method", ["SOM", "graph", "PCA", "TSNE", "sorted"])
def test_base_layouts(naps, tmp_path, method):
    layout = base(naps, tmp_path / "layout.npz", method=method)
    check(layout)
    assert len(set(layout["seeds"])) == 2


def test_layers_share_their_layouts_whichever_job_is_the_first(naps, tmp_path):
    arrays = load_arrays(naps)
    deeper = {**arrays, "naps": np.concatenate([arrays["naps"]] * 2, axis=2)}
    save_arrays(tmp_path / "deeper.npz", **deeper)
    files, found = [naps, tmp_path / "deeper.npz"], []
    for shown, layer in enumerate(("l", "deeper")):
        keys, output = {**KEYS, "layer": layer}, tmp_path / f"{layer}.layout.npz"
        how = {"method": "sorted", "first": 0, "last": 1, "seed": 0, "shared": shown}
        compute_layout.main(naps=files, layout=output, keys=keys, **how)
        found.append(load_arrays(output))
    first, second = found
    assert first["positions"].shape == (2, 12, 2)
    assert second["positions"].shape == (2, 24, 2)
    np.testing.assert_array_equal(first["seeds"], second["seeds"])
    # Twins in the deeper layer act as their neuron in the first: they lie near its place.
    for trial in range(2):
        place, twins = first["positions"][trial], second["positions"][trial].reshape(2, 12, 2)
        distances = np.linalg.norm(twins - place, axis=-1)
        others = np.linalg.norm(place[:, None] - place, axis=-1).mean()
        assert distances.mean() < others / 2
    alone = base(naps, tmp_path / "alone.npz", method="sorted")
    assert (alone["positions"] != first["positions"]).any()


@pytest.mark.parametrize("method", ["PSO", "random"])
def test_swarm_from_random_positions(naps, tmp_path, method):
    check(swarm(naps, tmp_path / "layout.npz", method=method))


def test_a_hybrid_starts_from_its_base(naps, tmp_path):
    start = base(naps, tmp_path / "base.npz")
    hybrid = swarm(naps, tmp_path / "a.npz", base=tmp_path / "base.npz", method="PCA_PSO")
    check(hybrid)
    still = swarm(naps, tmp_path / "b.npz", base=tmp_path / "base.npz", method="PCA_PSO", n_steps=1)
    assert abs(still["positions"] - start["positions"]).max() < 0.01
    assert abs(hybrid["positions"] - start["positions"]).max() > 0.01


@pytest.mark.parametrize(("run", "method"), [(base, "SOM"), (swarm, "PSO")])
def test_a_trial_does_not_depend_on_its_block(naps, tmp_path, run, method):
    together = run(naps, tmp_path / "a.npz", method=method)
    alone = run(naps, tmp_path / "b.npz", method=method, first=1, last=1)
    assert (together["positions"][1] == alone["positions"][0]).all()
