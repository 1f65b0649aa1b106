import logging

import compute_naps
import numpy as np
import pytest
from topomaps.common.files import load_arrays, save_arrays


def run(activations, output, **changes):
    settings = {
        "experiment": "e", "condition": "naps", "first": 0, "last": 2, "by": "class",
        "classes": None, "examples_per_group": 10, "seed": 0,
        "features": "naps", "feature_maps": "values", "stacked_examples": 30,
        "balanced_correct_only": False,
    }  # fmt: skip
    values, examples = activations
    compute_naps.main(activations=values, examples=examples, naps=output, **{**settings, **changes})
    return load_arrays(output)


def test_each_trial_has_its_own_draw(activations, tmp_path):
    naps = run(activations, tmp_path / "naps.npz")
    assert naps["naps"].shape == (3, 3, 12)
    assert naps["features"].shape == (3, 12, 3)
    assert naps["features"].dtype == np.float32
    assert (naps["counts"] == 10).all()
    assert naps["groups"].tolist() == ["cat", "dog", "owl"]
    assert (naps["naps"][0] != naps["naps"][1]).all()
    np.testing.assert_allclose(naps["features"][1], naps["naps"][1].T, rtol=1e-6)


def test_a_trial_does_not_depend_on_its_block(activations, tmp_path):
    together = run(activations, tmp_path / "a.npz")
    alone = run(activations, tmp_path / "b.npz", first=2, last=2)
    assert (together["naps"][2] == alone["naps"][0]).all()
    assert alone["trials"].tolist() == [2]


def test_small_and_empty_groups_are_warned_of_and_recorded(activations, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        naps = run(activations, tmp_path / "naps.npz", by="correctness", examples_per_group=15)
    counts = dict(zip(naps["groups"].tolist(), naps["counts"][0].tolist(), strict=True))
    assert counts["cat correct"] == 15
    assert counts["cat wrong"] == 3
    assert "'cat wrong' has 3 of the 15 inputs asked for: all are taken" in caplog.text
    labels = load_arrays(activations[1])
    save_arrays(activations[1], **{**labels, "predictions": labels["labels"]})
    with caplog.at_level(logging.WARNING):
        naps = run(activations, tmp_path / "naps.npz", by="correctness")
    assert "'cat wrong' has 0 of the 10 inputs asked for: its map is empty" in caplog.text
    assert np.isnan(naps["naps"][:, 3:]).all()
    assert np.isfinite(naps["features"]).all()
    assert (naps["examples"][:, 3:] == -1).all()


def test_only_the_classes_asked_for(activations, tmp_path):
    naps = run(activations, tmp_path / "naps.npz", classes=[0, 2])
    assert naps["groups"].tolist() == ["cat", "owl"]


def test_a_dead_layer_is_refused_and_older_results_stay(activations, tmp_path):
    output = tmp_path / "naps.npz"
    run(activations, output)
    before = output.read_bytes()
    np.save(activations[0], np.zeros((60, 12), np.float32))
    with pytest.raises(ValueError, match="every neuron of the layer acts the same"):
        run(activations, output)
    assert output.read_bytes() == before
