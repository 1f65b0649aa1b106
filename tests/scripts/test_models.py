"""Adapters of training and extraction."""

import json

import extract_activations
import extract_checkpoints
import list_layers
import numpy as np
import prepare_dataset
import pytest
import train_model
from topomaps.common.files import load_arrays, load_table


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
    from topomaps.models.keras_loading import load_model

    return load_model(path).get_weights()


def test_training_is_a_function_of_the_seed(digits, tmp_path):
    first, again, other = (
        train(digits, tmp_path / name, seed=seed)
        for name, seed in (("first", 0), ("again", 0), ("other", 1))
    )
    for one, same in zip(weights(first["model"]), weights(again["model"]), strict=True):
        assert (one == same).all()
    assert (weights(first["model"])[0] != weights(other["model"])[0]).any()
    history = load_table(first["history"])
    assert history["epoch"].tolist() == [1, 2, 3, 4, 5]
    assert history["loss"].iloc[-1] < history["loss"].iloc[0]
    facts = json.loads(first["evaluation"].read_text())
    assert facts["test_accuracy"] > 0.5
    assert facts["parameters"] == 64 * 64 + 64 + 64 * 10 + 10


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


def test_checkpoints_do_not_change_a_byte_of_the_training(digits, tmp_path):
    plain = train(digits, tmp_path / "plain", epochs=2)
    kept = train(digits, tmp_path / "kept", epochs=2, checkpoint_steps=[7])
    for one, same in zip(weights(plain["model"]), weights(kept["model"]), strict=True):
        assert one.tobytes() == same.tobytes()
    assert plain["history"].read_bytes() == kept["history"].read_bytes()


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


def test_the_penalty_shrinks_hidden_kernels(digits, tmp_path):
    plain, penalised = (
        np.abs(weights(train(digits, tmp_path / str(l2), l2=l2)["model"])[0]).mean()
        for l2 in (0, 0.1)
    )
    assert penalised < plain / 2


def test_the_layers_of_a_file_are_listed(digits, tmp_path):
    from onnx_conversion import to_onnx
    from topomaps.models.keras_loading import load_model

    path = train(digits, tmp_path, epochs=1, architecture="cnn", width=8)["model"]
    to_onnx(load_model(path), tmp_path / "mine.onnx")
    for file in (path, tmp_path / "mine.onnx"):
        head, _, *rows = list_layers.main(model=file, threads=2).splitlines()
        assert head.startswith("model ")
        found = {row.split()[0]: row for row in rows}
        assert found["conv_1"].endswith("(3, 3, 8)     yes, 8 feature maps")
        assert found["flatten"].endswith("possible, 8 units: the layer before, flattened")
    with pytest.raises(ValueError, match="does not exist"):
        list_layers.main(model=tmp_path / "no.keras", threads=2)
