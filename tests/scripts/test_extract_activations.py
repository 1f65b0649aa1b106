"""Adapter that runs a network over all inputs: of all kinds, from arrays, files and checkpoints."""

import json
from functools import partial

import numpy as np
import pandas as pd
import prepare_dataset
import pytest
import train_model
from drawn_images import WRITERS
from extractions import content, extract, extract_in_shards, kept
from images_of_classes import class_files, damaged_inside
from onnx_conversion import to_onnx
from stages import grouped, sampled
from topomaps.activations.inputs import read_inputs
from topomaps.common.files import load_arrays, load_table
from topomaps.data.account import read_account

TRAINING = {
    "name": "m", "architecture": "mlp", "width": 64, "epochs": 1, "seed": 0, "l2": 0,
    "tensorflow_threads": 2, "checkpoint_steps": [],
}  # fmt: skip
N_IMAGES, DAMAGED = 60, "dog/7.png"


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    path = tmp_path_factory.mktemp("digits") / "digits.npz"
    prepare_dataset.main(source="digits", files=[], output=path)
    return path


@pytest.fixture(scope="module")
def train(digits, tmp_path_factory):
    """Function that trains a model with changed settings; its files."""

    def run(**changes):
        folder = tmp_path_factory.mktemp("model")
        names = ("model.keras", "history.tsv", "evaluation.json", "checkpoints.npz")
        files = {name.split(".")[0]: folder / name for name in names}
        train_model.main(dataset=digits, **files, **{**TRAINING, **changes})
        return files

    return run


@pytest.fixture(scope="module")
def trained(train):
    return train()


def test_what_is_known_of_the_inputs_lies_beside_the_activations(digits, trained, tmp_path):
    folder = extract(digits, trained["model"], tmp_path / "a", ["hidden"])
    values, known = np.load(folder / "hidden.npy"), read_inputs(folder)
    dataset = load_arrays(digits)
    rows = load_arrays(folder / "inputs.npz")["rows"]
    assert (dataset["split"][rows] == "test").all()
    np.testing.assert_array_equal(dataset["labels"][rows], known.labels)
    assert known.class_names == known.prediction_names == tuple("0123456789")
    assert values.shape == (len(known.labels), 64)
    assert values.dtype == np.float32
    accuracy = (known.labels == known.predictions).mean()
    evaluation = json.loads(trained["evaluation"].read_text())
    assert accuracy == pytest.approx(evaluation["test_accuracy"])
    other = extract(
        digits, trained["model"], tmp_path / "b", ["hidden"],
        model={"batch_size": 16, "preprocessing": {"divisor": 4.0}},
    )  # fmt: skip
    assert not np.allclose(np.load(other / "hidden.npy"), values)
    with pytest.raises(ValueError, match="no layer 'hiden'"):
        extract(digits, trained["model"], tmp_path / "c", ["hiden"])
    assert not (tmp_path / "c").exists()


def test_names_of_outputs_are_the_models_own(digits, trained, tmp_path):
    names = [f"class {number}" for number in range(10)]
    folder = extract(digits, trained["model"], tmp_path / "a", ["hidden"], class_names=names)
    known = read_inputs(folder)
    assert known.prediction_names == tuple(names)
    assert known.class_names == tuple("0123456789")
    numbered = extract(digits, trained["model"], tmp_path / "b", ["hidden"], class_names=None)
    assert not {*read_inputs(numbered).prediction_names} & {*known.class_names}


def test_checkpoints_are_seen_by_the_same_inputs(digits, train, tmp_path):
    files = train(epochs=2, checkpoint_steps=[0, 5, 76], width=8)  # two epochs have 2 · 38 steps
    folder = extract(
        digits, files["model"], tmp_path / "a", ["hidden"], checkpoints=files["checkpoints"]
    )
    known, n = read_inputs(folder), int((load_arrays(digits)["split"] == "test").sum())
    assert known.attributes["checkpoint"].tolist() == ["0"] * n + ["5"] * n + ["76"] * n
    assert np.load(folder / "hidden.npy").shape == (3 * n, 8)
    rows = load_arrays(folder / "inputs.npz")["rows"]
    np.testing.assert_array_equal(rows, np.tile(rows[:n], 3))
    right = (known.labels == known.predictions).reshape(3, n).mean(axis=1)
    evaluation = json.loads(files["evaluation"].read_text())
    assert right[-1] == pytest.approx(evaluation["test_accuracy"])
    assert right[0] < right[-1]
    last = extract(digits, files["model"], tmp_path / "b", ["hidden"])
    np.testing.assert_array_equal(
        np.load(folder / "hidden.npy")[2 * n :], np.load(last / "hidden.npy")
    )
    with pytest.raises(ValueError, match="checkpoint 77 lies beyond the end"):
        train(epochs=2, checkpoint_steps=[77], width=8)


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """Image files of three classes, one of them damaged, in a table and a zip archive."""
    folder = tmp_path_factory.mktemp("images")
    members = class_files(N_IMAGES)
    members[DAMAGED] = damaged_inside(members[DAMAGED])
    WRITERS["zip"](folder / "images.zip", members)
    sizes = ["big", "small"] * (N_IMAGES // 2)
    table = pd.DataFrame({"file": list(members), "size": sizes})
    table.insert(1, "label", table["file"].str.split("/").str[0])
    table.to_csv(folder / "images.csv", index=False)
    prepare_dataset.main(
        output=folder / "images.npz", source="image_table", path=folder / "images.csv",
        images=folder / "images.zip", name="d",
    )  # fmt: skip
    return folder / "images.npz"


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A small network of grey images, as a Keras file and as ONNX; it knows three classes."""
    from topomaps.models.backend import make_deterministic
    from topomaps.models.training import build_model

    make_deterministic(1, 2)
    folder, model = tmp_path_factory.mktemp("network"), build_model("cnn", (8, 8, 1), 3, width=8)
    model.save(folder / "mine.keras")
    to_onnx(model, folder / "mine.onnx")
    return {"keras": folder / "mine.keras", "onnx": folder / "mine.onnx"}


BY_CLASS = {"by": ["class"], "random_groups": True}
BY_PREDICTION = {"by": ["prediction", "size"], "examples_per_group": 5}
MAPS = {
    "conv_1": kept("conv_1", sums={"e": BY_CLASS, "f": BY_PREDICTION}),
    "flatten": kept("flatten"),
}


WHOLE = {"conv_1": kept("conv_1", values=True), "flatten": kept("flatten")}


def test_damaged_images_are_left_out_and_counted(images, network, tmp_path):
    folder = extract(images, network["keras"], tmp_path / "a", MAPS)
    dataset, known = load_arrays(images), read_inputs(folder)
    rows = load_arrays(folder / "inputs.npz")["rows"]
    assert dataset["files"].tolist().index(DAMAGED) not in rows
    assert len(rows) == len(known.labels) == N_IMAGES - 1
    assert known.attributes["size"].tolist() == dataset["attributes/size"][rows].tolist()
    assert np.load(folder / "conv_1.means.npy").shape == (N_IMAGES - 1, 8)
    assert np.load(folder / "flatten.npy").shape == (N_IMAGES - 1, 8)
    sums = load_arrays(folder / "conv_1.group_means.npz")
    assert sums["e/means"].shape == (6, 3, 3, 8)
    assert sums["e/counts"][:3].sum() == N_IMAGES - 1
    account = read_account(str(load_arrays(folder / "inputs.npz")["account"]))
    assert (account.n_inputs, account.n_left_out) == (N_IMAGES, 1)
    assert [*account.left_out.values()] == [(DAMAGED,)]


@pytest.mark.parametrize("extracted", [extract, partial(extract_in_shards, 2)])
def test_more_damaged_images_than_allowed_end_the_job(many_images, network, tmp_path, extracted):
    words = r"1 of the 600 inputs of d cannot be used.*max_left_out allows 0\.001: .*cat/0\.png"
    with pytest.raises(ValueError, match=words):
        extracted(many_images, network["keras"], tmp_path / "a", SHARDED, max_left_out=0.001)


def test_damaged_images_end_the_job_where_that_is_asked_for(images, network, tmp_path):
    folder = extract(images, network["keras"], tmp_path / "a", MAPS)
    before = content(folder)
    with pytest.raises(ValueError, match=rf"{DAMAGED} is damaged"):
        extract(images, network["keras"], folder, MAPS, on_damaged="refuse")
    assert content(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("kind", ["keras", "onnx"])
def test_a_second_run_gives_the_same_bytes(images, network, tmp_path, kind):
    first = content(extract(images, network[kind], tmp_path / "a", MAPS))
    assert content(extract(images, network[kind], tmp_path / "a", MAPS)) == first
    assert {"inputs.npz", "conv_1.means.npy", "conv_1.group_means.npz", "flatten.npy"} <= {*first}


def test_the_size_of_batches_changes_no_number(images, network, tmp_path):
    one, other = (
        extract(images, network["keras"], tmp_path / str(size), MAPS, model={"batch_size": size})
        for size in (7, 60)
    )
    for name in ("conv_1.means.npy", "flatten.npy"):
        np.testing.assert_allclose(np.load(one / name), np.load(other / name), rtol=1e-5, atol=1e-7)
    assert (one / "inputs.npz").read_bytes() == (other / "inputs.npz").read_bytes()


def test_onnx_gives_what_keras_gives(images, network, tmp_path):
    one, other = (
        extract(images, network[kind], tmp_path / kind, MAPS) for kind in ("keras", "onnx")
    )
    for name in ("conv_1.means.npy", "flatten.npy"):
        np.testing.assert_allclose(np.load(one / name), np.load(other / name), rtol=1e-4, atol=1e-5)
    for part in ("e", "f"):
        sums = [
            load_arrays(each / "conv_1.group_means.npz")[f"{part}/means"] for each in (one, other)
        ]
        np.testing.assert_allclose(*sums, rtol=1e-4, atol=1e-5)
    known = [read_inputs(each) for each in (one, other)]
    np.testing.assert_array_equal(known[0].predictions, known[1].predictions)


@pytest.mark.parametrize(("experiment", "sampling"), [("e", BY_CLASS), ("f", BY_PREDICTION)])
def test_sums_are_those_of_the_whole_maps_by_classes_and_by_predictions(
    images, network, tmp_path, experiment, sampling
):
    """The second needs a second pass, since groups by predictions are known after the first."""
    summed = extract(images, network["keras"], tmp_path / "sums", MAPS)
    complete = extract(images, network["keras"], tmp_path / "whole", WHOLE)
    assert not (summed / "conv_1.npy").exists()
    assert not (complete / "conv_1.group_means.npz").exists()
    how = {"layer": "conv_1", "experiment": experiment, **sampling}
    found, expected = (load_arrays(sampled(each, tmp_path, **how)) for each in (summed, complete))
    assert found["groups"].tolist() == expected["groups"].tolist()
    if experiment == "f":
        np.testing.assert_array_equal(found["counts"], expected["counts"])
        for key in ("naps", "features"):
            np.testing.assert_allclose(found[key], expected[key], rtol=1e-4, atol=1e-6)
    else:  # the damaged image took part in the draw of random groups
        given = found["kinds"] == "given"
        means = found["naps"][:, given] - found["naps"][:, :1]
        others = expected["naps"][:, given] - expected["naps"][:, :1]
        np.testing.assert_allclose(means, others, rtol=1e-4, atol=1e-6)


def test_groups_of_outcomes_agree_with_those_of_the_sums(images, network, tmp_path):
    folder = extract(images, network["keras"], tmp_path / "a", MAPS)
    files = grouped(folder, tmp_path, by=BY_PREDICTION["by"])
    table = load_table(files["outcomes"], dtype={"group": str, "predicted": str})
    inputs = table[table["measure"] == "inputs"].set_index("group")["count"].clip(upper=5)
    sums = load_arrays(folder / "conv_1.group_means.npz")
    assert dict(zip(sums["f/names"].tolist(), sums["f/counts"].tolist(), strict=True)) == dict(
        inputs
    )


@pytest.fixture(scope="module")
def many_images(tmp_path_factory):
    """Image files of three classes that make three blocks, the first of them damaged."""
    folder = tmp_path_factory.mktemp("many")
    members = class_files(600)
    first = next(iter(members))
    members[first] = damaged_inside(members[first])
    WRITERS["zip"](folder / "images.zip", members)
    given = {"source": "folder", "path": folder / "images.zip", "output": folder / "d.npz"}
    prepare_dataset.main(**given, name="d")
    return folder / "d.npz"


OF_ALL_IMAGES = {"e": BY_CLASS, "f": {"by": ["prediction", "class"]}}
SHARDED = {"conv_1": kept("conv_1", sums=OF_ALL_IMAGES), "flatten": kept("flatten")}


@pytest.mark.parametrize("kind", ["keras", "onnx"])
@pytest.mark.parametrize("layers", [SHARDED, WHOLE])
def test_shards_give_the_bytes_of_one_job(many_images, network, tmp_path, kind, layers):
    """The first of the batches is smaller, for its damaged image, and so is the last."""
    one = content(extract(many_images, network[kind], tmp_path / "a", layers))
    assert ("conv_1.group_means.npz" in one) == (layers is SHARDED)
    for n_shards in (1, 3):
        joined = extract_in_shards(n_shards, many_images, network[kind], tmp_path, layers)
        assert content(joined) == one


def test_shards_of_units_give_the_bytes_of_one_job(digits, trained, tmp_path):
    how = {"layers": {"hidden": kept("hidden", sums={"e": {"by": ["prediction"]}})}}
    one = extract(digits, trained["model"], tmp_path / "a", **how)
    assert content(extract_in_shards(2, digits, trained["model"], tmp_path, **how)) == content(one)


def test_shards_of_checkpoints_give_the_bytes_of_one_job(digits, train, tmp_path):
    files = train(epochs=1, checkpoint_steps=[0, 5], width=8)
    how = {"layers": {"hidden": kept("hidden")}, "checkpoints": files["checkpoints"]}
    one = extract(digits, files["model"], tmp_path / "a", **how)
    assert content(extract_in_shards(2, digits, files["model"], tmp_path, **how)) == content(one)


def test_a_shard_without_a_readable_image_is_none_the_less_joined(network, tmp_path):
    members = class_files(520)
    for damaged in list(members)[:256]:
        members[damaged] = damaged_inside(members[damaged])
    WRITERS["zip"](tmp_path / "images.zip", members)
    given = {"source": "folder", "path": tmp_path / "images.zip", "output": tmp_path / "d.npz"}
    prepare_dataset.main(**given, name="d")
    one = extract(tmp_path / "d.npz", network["keras"], tmp_path / "a", SHARDED)
    joined = extract_in_shards(3, tmp_path / "d.npz", network["keras"], tmp_path, SHARDED)
    assert len(load_arrays(one / "inputs.npz")["rows"]) == 520 - 256
    assert content(joined) == content(one)


def test_more_shards_than_blocks_are_refused(images, network, tmp_path):
    with pytest.raises(ValueError, match=r"datasets.d.shards: 2 is more than the 1 blocks of 256"):
        extract_in_shards(2, images, network["keras"], tmp_path, MAPS)


def test_a_missing_layer_is_refused_before_any_image_is_read(images, network, tmp_path):
    dataset = tmp_path / "moved.npz"
    arrays = load_arrays(images) | {"archive": np.array("nowhere.zip")}
    np.savez(dataset, **arrays)
    with pytest.raises(ValueError, match="no layer 'fc2'"):
        extract(dataset, network["keras"], tmp_path / "a", ["fc2"])


def test_no_readable_image_at_all_is_a_fault(network, tmp_path):
    members = {name: damaged_inside(png) for name, png in class_files(6).items()}
    WRITERS["zip"](tmp_path / "images.zip", members)
    given = {"source": "folder", "path": tmp_path / "images.zip", "output": tmp_path / "d.npz"}
    prepare_dataset.main(**given, name="d")
    with pytest.raises(ValueError, match="6 of the 6 inputs of d cannot be used"):
        extract(tmp_path / "d.npz", network["keras"], tmp_path / "a", MAPS)
    assert not (tmp_path / "a").exists()


def test_images_without_labels_have_predictions(images, network, tmp_path):
    table = pd.read_csv(images.with_suffix(".csv")).drop(columns="label")
    table.to_csv(tmp_path / "t.csv", index=False)
    prepare_dataset.main(
        output=tmp_path / "d.npz", source="image_table", path=tmp_path / "t.csv",
        images=images.with_suffix(".zip"), name="d",
    )  # fmt: skip
    folder = extract(
        tmp_path / "d.npz",
        network["keras"],
        tmp_path / "a",
        ["flatten"],
        class_names=["x", "y", "z"],
    )
    known = read_inputs(folder)
    assert known.labels is None
    assert known.prediction_names == ("x", "y", "z")
    assert list(known.attributes) == ["size"]


def test_random_weights_are_a_function_of_the_seed(images, tmp_path):
    model = {
        "application": "MobileNet", "include_top": False, "alpha": 0.25, "batch_size": 16,
        "preprocessing": {"size": [32, 32]},
    }  # fmt: skip
    layers = {"conv_pw_13_relu": kept("conv_pw_13_relu", sums={"e": BY_CLASS})}
    means = {
        name: np.load(
            extract(images, None, tmp_path / name, layers, model=model, class_names=None, seed=seed)
            / "conv_pw_13_relu.means.npy"
        )
        for name, seed in (("first", 0), ("again", 0), ("other", 1))
    }
    assert means["first"].shape == (N_IMAGES - 1, 256)
    np.testing.assert_array_equal(means["first"], means["again"])
    assert (means["first"] != means["other"]).any()
    assert read_inputs(tmp_path / "first").predictions is None
