"""Adapters of both kinds of layouts, one after the other."""

import compute_layout
import numpy as np
import pytest
import refine_layout
from topomaps.common.files import load_arrays

KEYS = {"experiment": "e", "condition": "naps", "layer": "l"}


def base(naps, output, **changes):
    settings = {"method": "PCA", "first": 0, "last": 1, "seed": 0, **changes}
    compute_layout.main(naps=naps, layout=output, keys=KEYS, **settings)
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


@pytest.mark.parametrize("method", ["SOM", "graph", "PCA", "TSNE"])
def test_base_layouts(naps, tmp_path, method):
    layout = base(naps, tmp_path / "layout.npz", method=method)
    check(layout)
    assert len(set(layout["seeds"])) == 2


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
