"""Adapters of training and extraction."""

import json

import extract_activations
import extract_checkpoints
import numpy as np
import prepare_dataset
import pytest
import train_model
from topomaps.common.files import load_arrays


@pytest.fixture
def digits(tmp_path):
    path = tmp_path / "digits.npz"
    prepare_dataset.main(source="digits", files=[], output=path)
    return path


def train(digits, folder, **changes):
    settings = {
        "name": "m", "architecture": "mlp", "width": 64, "epochs": 5, "seed": 0,
        "tensorflow_threads": 2, "l2": 0, "checkpoint_steps": [],
    }  # fmt: skip
    paths = {
        "model": folder / "model.keras",
        "history": folder / "history.tsv",
        "evaluation": folder / "evaluation.json",
        "checkpoints": folder / "checkpoints.npz",
    }
    train_model.main(dataset=digits, **paths, **{**settings, **changes})
    return paths


def weights(path):
    from topomaps.models.training import load_model

    return load_model(path).get_weights()


def test_extraction_writes_what_the_naps_need(digits, tmp_path):
    paths = train(digits, tmp_path, epochs=1)
    out = {"activations": tmp_path / "activations.npy", "examples": tmp_path / "examples.npz"}
    settings = {"dataset": digits, "model": paths["model"], "tensorflow_threads": 2}
    extract_activations.main(layer="hidden", **out, **settings)
    values = np.load(out["activations"])
    examples = load_arrays(out["examples"])
    assert values.shape == (len(examples["labels"]), 64)
    assert values.dtype == np.float32
    accuracy = (examples["labels"] == examples["predictions"]).mean()
    evaluation = json.loads(paths["evaluation"].read_text())
    assert accuracy == pytest.approx(evaluation["test_accuracy"])
    extract_activations.main(layer="hidden", **out, **settings, scale=4.0)
    assert not np.allclose(np.load(out["activations"]), values)
    with pytest.raises(ValueError, match="no layer 'hiden'"):
        extract_activations.main(layer="hiden", **out, **settings)


def test_checkpoints_hold_the_weights_on_the_way(digits, tmp_path):
    paths = train(digits, tmp_path, epochs=2, checkpoint_steps=[0, 5, 76], width=8)
    out = tmp_path / "activations.npz"
    settings = {"dataset": digits, "model": paths["model"], "tensorflow_threads": 2}
    extract_checkpoints.main(
        checkpoints=paths["checkpoints"], activations=out, layer="hidden", **settings
    )
    arrays = load_arrays(out)
    assert arrays["steps"].tolist() == [0, 5, 76]  # two epochs have 2 · 38 steps
    assert arrays["activations"].shape == (3, len(arrays["labels"]), 8)
    evaluation = json.loads(paths["evaluation"].read_text())
    assert arrays["accuracies"][-1] == pytest.approx(evaluation["test_accuracy"])
    with pytest.raises(ValueError, match="checkpoint 77 lies beyond the end"):
        train(digits, tmp_path, epochs=2, checkpoint_steps=[77], width=8)
