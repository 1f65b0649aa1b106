"""Adapters about single inputs: suspicious labels, folds, and hidden subgroups."""

import extract_folds
import find_subgroups
import find_suspicious_inputs
import numpy as np
import plot_subgroups
import plot_suspicious_inputs
import prepare_dataset
import pytest
import train_fold
from sklearn.metrics import average_precision_score
from stages import CLASS_NAMES, changed, check_figure, rendered, sampled
from topomaps.activations.inputs import read_inputs
from topomaps.activations.stored_arrays import open_outputs
from topomaps.common.files import load_arrays, load_table, save_arrays

N, N_WRONG, N_NEURONS = 360, 40, 12
LABELS = {"labels": {"by": ["class"], "min_size": 0}}
MAPS = {
    "layer": "units",
    "resolution": 20,
    "image_size": 60,
    "color_limit": 99,
    "title": "units, class",
}


@pytest.fixture
def mislabelled(tmp_path):
    """File of activations in two layers; 40 inputs that act like owls are called cats."""
    generator = np.random.default_rng(0)
    true = np.arange(N) % 3
    given = true.copy()
    given[np.flatnonzero(true == 2)[:N_WRONG]] = 0
    values = 7 * np.eye(3, N_NEURONS)[true] + generator.normal(size=(N, N_NEURONS))
    logits = np.array([[3, 0, 0], [0, 3, 0], [2, 0, 2.5]])[true]  # of a network that learned them
    arrays = {
        "activations/units": values.astype(np.float32),
        "activations/deep": values[:, ::-1].astype(np.float32),
        "attributes/sex": np.array(["F", "M"])[np.arange(N) // 3 % 2],
        "inputs": generator.integers(0, 255, (N, 8, 8)).astype(np.uint8),
        "network.outputs": logits + generator.normal(scale=0.3, size=(N, 3)),
        "prediction_names": CLASS_NAMES,
    }
    path = tmp_path / "mislabelled.npz"
    save_arrays(path, labels=given, predictions=true, class_names=CLASS_NAMES, **arrays)
    return path


def find(source, folder, **changes):
    """Find suspicious inputs; both tables."""
    files = {"suspects": folder / "suspects.tsv", "expected": folder / "expected.tsv"}
    settings = {**LABELS, "layers": ["units", "deep"], "seed": 0, **changes}
    find_suspicious_inputs.main(source={"path": source}, **files, **settings)
    text = {"given_label": str, "predicted_label": str}
    return (load_table(path, dtype=text) for path in files.values())


def divide(source, folder, **changes):
    """Find subgroups; the files of the tables."""
    files = {name: folder / f"{name}.tsv" for name in ("subgroups", "members", "neurons")}
    settings = {**LABELS, "layers": ["units", "deep"], "seed": 0, "alpha": 0.05, **changes}
    find_subgroups.main(source={"path": source}, **files, **settings)
    return files


def test_wrong_labels_come_first_with_the_likelier_label(mislabelled, tmp_path):
    suspects, expected = find(mislabelled, tmp_path)
    assert suspects.columns.tolist() == [
        "index", "given_label", "predicted_label", "score", "is_label_issue", "from_outputs",
        "from_activations", "clarity",
    ]  # fmt: skip
    assert sorted(suspects["index"]) == list(range(N))
    assert suspects["score"].is_monotonic_decreasing
    first = suspects.head(N_WRONG)
    assert (first["given_label"] == "cat").mean() > 0.95
    assert (first["predicted_label"] == "owl").mean() > 0.95
    assert (suspects["is_label_issue"] == (suspects["score"] > 0.5)).all()
    assert expected["first"].tolist() == [10, 20, 50, 100, 200, N]
    assert expected["low"].iloc[-1] <= N_WRONG <= expected["high"].iloc[-1]
    assert expected["verdict"].str.startswith("Of 360 labels 4").all()
    assert expected["clarity"].between(0.75, 1).all()


def test_outputs_are_used_by_name_and_left_out_where_they_are_of_something_else(
    mislabelled, tmp_path
):
    with_outputs, _ = find(mislabelled, tmp_path)
    by_activations = {"prediction_names": None, "predictions": None, "network.outputs": None}
    changed(mislabelled, prediction_names=np.array(["eel", "fox", "gnu"]))
    others, _ = find(mislabelled, tmp_path)
    changed(mislabelled, **by_activations)
    alone, _ = find(mislabelled, tmp_path)
    assert with_outputs["from_outputs"].notna().all()
    assert others["from_outputs"].isna().all()
    assert others.equals(alone)
    assert not alone["score"].equals(with_outputs["score"])


def test_predictions_without_probabilities_are_used(mislabelled, tmp_path):
    changed(mislabelled, **{"network.outputs": None})
    table, _ = find(mislabelled, tmp_path)
    assert table["from_outputs"].nunique() == 2
    assert (table.head(N_WRONG)["predicted_label"] == "owl").mean() > 0.95


def test_inputs_of_one_block_count_for_fewer(mislabelled, tmp_path):
    _, alone = find(mislabelled, tmp_path)
    changed(mislabelled, **{"attributes/video": (np.arange(N) // 6).astype(str)})
    _, blocks = find(mislabelled, tmp_path, blocks=["video"])
    width, wider = ((each["high"] - each["low"]).iloc[-1] for each in (alone, blocks))
    assert wider > 1.5 * width


def test_labels_may_be_those_of_an_attribute(mislabelled, tmp_path):
    table, _ = find(mislabelled, tmp_path, labels={"by": ["sex"]})
    assert {*table["given_label"]} == {"F", "M"}
    assert table["from_outputs"].isna().all()


@pytest.mark.parametrize("with_pictures", [True, False])
def test_the_figure_shows_maps_and_inputs(mislabelled, tmp_path, figures, with_pictures):
    find(mislabelled, tmp_path)
    if not with_pictures:
        changed(mislabelled, inputs=None)
    maps = rendered(sampled(mislabelled, tmp_path), tmp_path)
    plot_suspicious_inputs.main(
        suspects=tmp_path / "suspects.tsv", expected=tmp_path / "expected.tsv", maps=maps,
        judged=mislabelled, source={"path": mislabelled},
        **LABELS, **MAPS, **figures,
    )  # fmt: skip
    check_figure(figures)


@pytest.mark.parametrize("with_pictures", [True, False])
def test_a_hidden_part_is_found_and_shown(mislabelled, tmp_path, figures, with_pictures):
    files = divide(mislabelled, tmp_path)
    table = load_table(files["subgroups"])
    assert len(table) == 2 * 3
    found = table[(table["group"] == "cat") & table["divided"]]
    assert "groups" in set(found["towards"])
    assert (found["acts_like"] == "owl").all()
    assert found["reads"].str.contains("of cat").all()
    assert not table.loc[table["group"] != "cat", "divided"].any()
    members = load_table(files["members"])
    part = members["index"][(members["group"] == "cat") & (members["groups"] > 0.5)]
    assert (part % 3 == 2).mean() > 0.95
    neurons = load_table(files["neurons"])
    first = neurons[(neurons["group"] == "cat") & (neurons["rank"] <= 2)]
    assert set(first.loc[first["layer"] == "units", "neuron"]) == {0, 2}
    if not with_pictures:
        changed(mislabelled, inputs=None)
    maps = rendered(sampled(mislabelled, tmp_path), tmp_path)
    plot_subgroups.main(
        maps=maps, source={"path": mislabelled}, **files, **LABELS, **MAPS, **figures
    )
    check_figure(figures)


def test_where_no_group_is_divided_the_figure_says_so(mislabelled, tmp_path, figures):
    changed(mislabelled, labels=np.arange(N) % 3)
    files = divide(mislabelled, tmp_path)
    assert not load_table(files["subgroups"])["divided"].any()
    maps = rendered(sampled(mislabelled, tmp_path), tmp_path)
    plot_subgroups.main(
        maps=maps, source={"path": mislabelled}, **files, **LABELS, **MAPS, **figures
    )
    check_figure(figures)


TRAINING = {
    "architecture": "mlp", "width": 32, "epochs": 15, "seed": 0, "l2": 0, "tensorflow_threads": 2,
}  # fmt: skip


def trained_folds(dataset, folder, folds=2):
    """Train a network for each fold, and let it judge; the folder of activations."""
    networks = [folder / f"{fold}.keras" for fold in range(folds)]
    for fold, path in enumerate(networks):
        train_fold.main(dataset=dataset, model=path, fold=fold, folds=folds, name="m", **TRAINING)
    extract_folds.main(
        dataset=dataset, networks=networks, activations=folder / "folds", name="m",
        model={"batch_size": 256}, class_names="labels", on_damaged="skip",
        layers={"hidden": "hidden"}, seed=0, tensorflow_threads=2,
    )  # fmt: skip
    return folder / "folds"


def test_errors_in_training_labels_are_found_by_networks_that_have_not_learned_them(tmp_path):
    dataset = tmp_path / "digits.npz"
    alter = {"split": "train", "from": 0, "to": 1, "fraction": 0.5}
    prepare_dataset.main(source="digits", files=[], output=dataset, alter=alter)
    folder = trained_folds(dataset, tmp_path)
    rows = load_arrays(folder / "inputs.npz")["rows"]
    assert sorted(rows) == np.flatnonzero(load_arrays(dataset)["split"] == "train").tolist()
    assert len(open_outputs(folder)) == len(np.load(folder / "hidden.npy")) == len(rows)
    folds = load_arrays(folder / "folds.npz")["folds"]
    assert abs(np.bincount(folds)[0] - len(rows) / 2) <= 1
    known = read_inputs(folder)
    assert np.mean(known.predictions == known.labels) > 0.8
    table, _ = find(folder, tmp_path, layers=["hidden"], dataset=dataset, folds=True)
    altered = load_arrays(dataset)["altered"]
    wrong = altered[table["row"]]
    assert wrong.sum() > 40
    assert average_precision_score(wrong, table["score"]) > 0.95
    again = trained_folds(dataset, tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_too_many_folds_are_refused(tmp_path):
    dataset = tmp_path / "digits.npz"
    prepare_dataset.main(source="digits", files=[], output=dataset)
    with pytest.raises(ValueError, match="lower `folds`"):
        train_fold.main(
            dataset=dataset, model=tmp_path / "m.keras", fold=0, folds=10_000, name="m", **TRAINING
        )
