"""Adapter of the training."""

import json

import numpy as np
import pandas as pd
import prepare_dataset
import pytest
import train_model
from drawn_images import image_bytes, write_tar
from topomaps.common.files import load_table


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


def test_checkpoints_do_not_change_a_byte_of_the_training(digits, tmp_path):
    plain = train(digits, tmp_path / "plain", epochs=2)
    kept = train(digits, tmp_path / "kept", epochs=2, checkpoint_steps=[7])
    for one, same in zip(weights(plain["model"]), weights(kept["model"]), strict=True):
        assert one.tobytes() == same.tobytes()
    assert plain["history"].read_bytes() == kept["history"].read_bytes()


def test_the_penalty_shrinks_hidden_kernels(digits, tmp_path):
    plain, penalised = (
        np.abs(weights(train(digits, tmp_path / str(l2), l2=l2)["model"])[0]).mean()
        for l2 in (0, 0.1)
    )
    assert penalised < plain / 2


def test_a_model_is_trained_on_a_table_of_numbers(tmp_path):
    table = pd.DataFrame(np.random.default_rng(0).random((40, 3)), columns=list("abc"))
    table.assign(label=["no", "yes"] * 20).to_csv(tmp_path / "t.csv", index=False)
    given = {"source": "table", "path": tmp_path / "t.csv", "output": tmp_path / "d.npz"}
    prepare_dataset.main(**given, test_share=0.25)
    facts = json.loads(train(tmp_path / "d.npz", tmp_path, epochs=1)["evaluation"].read_text())
    assert 0 <= facts["test_accuracy"] <= 1
    assert facts["parameters"] == 3 * 64 + 64 + 64 * 2 + 2


def test_a_model_is_trained_on_image_files_in_an_archive(tmp_path):
    members = {
        f"{name}/{k}.png": image_bytes((value + k, k, 9), size=(10, 7))
        for name, value in (("dark", 0), ("bright", 200))
        for k in range(40)
    }
    path = write_tar(tmp_path / "images.tar", members)
    given = {"source": "folder", "path": path, "output": tmp_path / "d.npz", "test_share": 0.25}
    prepare_dataset.main(**given, image_size=[8, 8], name="mine")
    first, again = (
        train(tmp_path / "d.npz", tmp_path / name, epochs=15) for name in ("first", "again")
    )
    assert first["history"].read_bytes() == again["history"].read_bytes()
    for one, same in zip(weights(first["model"]), weights(again["model"]), strict=True):
        assert one.tobytes() == same.tobytes()
    history = load_table(first["history"])
    assert history["loss"].iloc[-1] < history["loss"].iloc[0]
    assert json.loads(first["evaluation"].read_text())["test_accuracy"] > 0.9
    prepare_dataset.main(**given)
    with pytest.raises(ValueError, match="add the key image_size"):
        train(tmp_path / "d.npz", tmp_path)
