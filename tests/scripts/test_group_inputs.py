"""Adapter that groups inputs and counts what the network predicts for each group."""

import logging

import numpy as np
import pandas as pd
import pytest
from stages import changed, grouped
from topomaps.common.files import load_arrays, load_table
from topomaps.groups.files import load_groups


def outcomes(files, measure):
    table = load_table(files["outcomes"], dtype={"group": str, "predicted": str})
    return table[table["measure"] == measure].set_index("group")


def test_groups_outcomes_and_what_is_right(activations, tmp_path):
    files = grouped(activations, tmp_path)
    groups = load_groups(files["groups"])
    assert groups.grouping.names == ("cat", "dog", "owl")
    assert groups.grouping.counts().tolist() == [20, 20, 20]
    np.testing.assert_array_equal(groups.correct, np.arange(60) >= 9)
    assert groups.strata is None
    assert outcomes(files, "inputs")["count"].to_dict() == {"cat": 20, "dog": 20, "owl": 20}
    assert outcomes(files, "accuracy")["share"].to_dict() == {"cat": 0.85, "dog": 0.85, "owl": 0.85}
    predicted = outcomes(files, "predicted").set_index("predicted", append=True)["count"]
    assert predicted["cat", "cat"] == 17
    assert predicted["cat", "dog"] == 3
    assert predicted["cat", "owl"] == 0


def test_nuisance_becomes_strata(activations, tmp_path):
    groups = load_groups(grouped(activations, tmp_path, nuisance=["sex"])["groups"])
    sexes = load_arrays(activations)["attributes/sex"]
    assert len(set(groups.strata[sexes == "F"])) == 1
    assert len(set(groups.strata)) == 2


def test_combinations_have_outcomes_of_their_own(activations, tmp_path):
    files = grouped(activations, tmp_path, by=["prediction", "sex"])
    assert set(outcomes(files, "inputs").index) == {
        f"{name} × {sex}" for name in ("cat", "dog", "owl") for sex in "FM"
    }
    # Of inputs that are predicted as cats, all are: the share is 1 by construction.
    row = outcomes(files, "predicted").loc["cat × F"].set_index("predicted")
    assert row.loc["cat", "share"] == 1


def test_groups_of_interest_alone(activations, tmp_path):
    files = grouped(activations, tmp_path, only=["cat", "owl"])
    assert load_groups(files["groups"]).grouping.names == ("cat", "owl")
    assert set(outcomes(files, "inputs").index) == {"cat", "owl"}
    # The shares are of all inputs of the group, whatever it is predicted as.
    assert outcomes(files, "predicted").groupby(level=0)["share"].sum().tolist() == [1, 1]


def test_without_labels_the_inputs_group_by_attributes_and_have_no_accuracy(activations, tmp_path):
    changed(activations, labels=None, class_names=None)
    files = grouped(activations, tmp_path, by=["sex"])
    assert set(load_table(files["outcomes"])["measure"]) == {"inputs", "predicted"}
    assert not load_groups(files["groups"]).correct.any()
    with pytest.raises(ValueError, match=r"no labels.*group by an attribute: sex"):
        grouped(activations, tmp_path, by=["class"])


def test_other_classes_of_the_network_are_counted_but_never_compared(activations, tmp_path):
    changed(activations, prediction_names=np.array(["angry", "happy", "sad"]))
    files = grouped(activations, tmp_path, by=["prediction", "sex"])
    assert "angry × F" in load_groups(files["groups"]).grouping.names
    assert outcomes(files, "accuracy").empty
    with pytest.raises(ValueError, match=r"network's classes \(angry, happy, sad\) are not those"):
        grouped(activations, tmp_path, by=["correctness"])


def test_small_groups_are_left_out_with_a_warning(activations, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        files = grouped(activations, tmp_path, by=["correctness"], min_size=4)
    assert "group 'cat wrong' has 3 inputs, fewer than 4: it is left out" in caplog.text
    assert all("correct" in name for name in load_groups(files["groups"]).grouping.names)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"attributes/sex": np.full(61, "F")}, r"labels \(60\), .*sex \(61\)"),
        ({"labels": np.zeros((60, 2))}, "labels has the shape .*give one value per input"),
        ({"labels": np.zeros(60, dtype=int)}, "1 groups are left, two are needed"),
        ({"labels": np.arange(60) % 3 * np.nan}, "0 groups are left, two are needed"),
        ({"labels": np.arange(60) % 4}, "'3' is neither a name nor an index of a class"),
    ],
)
def test_bad_files_are_answered_in_sentences(activations, tmp_path, changes, words):
    changed(activations, **changes)
    with pytest.raises(ValueError, match=words):
        grouped(activations, tmp_path)
    assert not (tmp_path / "groups.npz").exists()
    assert not (tmp_path / "outcomes.tsv").exists()


@pytest.mark.parametrize("shape", [(59, 12), (61, 12), (61, 2, 2, 12), (59, 5, 12)])
def test_all_layers_have_one_activation_for_each_input(activations, tmp_path, shape):
    changed(activations, **{"activations/other": np.zeros(shape)})
    words = rf"{shape[0]} activations of layer 'other', but 60 values of 'labels'"
    layers = {"layers": ["units", "other"], "tokens": "mean"}
    with pytest.raises(ValueError, match=words):
        grouped(activations, tmp_path, **layers)
    assert not (tmp_path / "groups.npz").exists()
    changed(activations, **{"activations/other": np.zeros((60, *shape[1:]))})
    assert grouped(activations, tmp_path, **layers)["groups"].exists()


def test_a_table_in_a_folder_serves_as_well(activations, tmp_path):
    arrays, folder = load_arrays(activations), tmp_path / "folder"
    folder.mkdir()
    np.save(folder / "units.npy", arrays["activations/units"])
    names = arrays["class_names"]
    pd.DataFrame(
        {
            "label": names[arrays["labels"]],
            "prediction": names[arrays["predictions"]],
            "sex": arrays["attributes/sex"],
        }
    ).to_csv(folder / "inputs.csv", index=False)
    (tmp_path / "other").mkdir()
    for by in (["class"], ["correctness"], ["prediction", "sex"]):
        expected = {
            key: each.read_bytes() for key, each in grouped(activations, tmp_path, by=by).items()
        }
        found = grouped(folder, tmp_path / "other", by=by)
        assert {key: each.read_bytes() for key, each in found.items()} == expected


def test_what_may_be_misread_is_said_and_what_is_damaged_refused(tmp_path, caplog):
    path, maps = tmp_path / "own.npz", np.random.default_rng(0).random((60, 8, 3, 3))
    np.savez(path, labels=np.arange(60) % 3, **{"activations/conv": maps})
    grouped(path, tmp_path, layers=["conv"], channels="first")
    assert caplog.text == ""
    grouped(path, tmp_path, layers=["conv"])
    assert "look as if the channels came first" in caplog.text
    content = bytearray(path.read_bytes())
    content[content.find(maps.tobytes()) + 7] ^= 0x80
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"own\.npz: the array 'activations/conv' is damaged"):
        grouped(path, tmp_path, layers=["conv"])


def test_nuisance_that_leaves_little_to_permute_is_told_before_the_tests(
    activations, tmp_path, caplog
):
    names = np.array(load_arrays(activations)["class_names"])[load_arrays(activations)["labels"]]
    changed(activations, **{"attributes/nearly": np.where(np.arange(60) < 2, "both", names)})
    with caplog.at_level(logging.INFO):
        grouped(activations, tmp_path)
        assert "can permute 60 of 60 inputs" in caplog.text
        assert not any(getattr(record, "for_user", False) for record in caplog.records)
        grouped(activations, tmp_path, nuisance=["nearly"])
    [told] = [each for each in caplog.records if getattr(each, "for_user", False)]
    assert "can permute 2 of 60 inputs; the least p that they allow is 0.5" in told.getMessage()
